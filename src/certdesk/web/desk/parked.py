"""Messages that wait for a person: a worklist, not a bin."""

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from certdesk import wiring
from certdesk.cases.queries import case_by_reference
from certdesk.cases.staff import Actor
from certdesk.journey import receiving
from certdesk.rules.permissions import Action
from certdesk.rules.reference import read_reference
from certdesk.stages.intake.queries import parked as parked_messages
from certdesk.stages.intake.queries import parked_message
from certdesk.web.desk.access import require, staff_page
from certdesk.web.desk.mail_view import shown

log = logging.getLogger(__name__)


@staff_page
@require_GET
def parked(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the parked messages, each with why it is here and what can be done."""
    require(actor, Action.PARK_RESOLVE)
    return _page(request, actor)


def _page(request: HttpRequest, actor: Actor, *, wrong: int = 0, problem: str = "") -> HttpResponse:
    context = {
        "actor": actor,
        "parked": shown(parked_messages()),
        "wrong": wrong,
        "problem": problem,
        "typed": request.POST,
    }
    return render(request, "desk/parked.html", context, status=422 if problem else 200)


@staff_page
@require_GET
def raw(request: HttpRequest, actor: Actor, message_id: int) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Hand out the message as it came, as a file and never as a page; who took it stands in the log."""
    require(actor, Action.PARK_RESOLVE)
    row = parked_message(message_id)
    if row is None:
        raise Http404
    log.info("parked message %d was downloaded by user %d", row.pk, actor.staff_id)  # it has no history of its own yet
    response = HttpResponse(wiring.desk().vault.get(row.raw_sha256), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="message-{row.pk}.eml"'
    return response


@staff_page
@require_POST
def settle(request: HttpRequest, actor: Actor, message_id: int) -> HttpResponse:
    """Open a case from a parked message, add it to one, or note why it needs nothing more."""
    require(actor, Action.PARK_RESOLVE)
    if parked_message(message_id) is None:
        messages.warning(request, gettext("这封来件已经处理过了。"), extra_tags="warn")
        return redirect("desk:parked")
    how = request.POST.get("how", "")
    if how == "open":
        return _open(request, actor, message_id)
    return _attach(request, actor, message_id) if how == "attach" else _note(request, actor, message_id)


def _open(request: HttpRequest, actor: Actor, message_id: int) -> HttpResponse:
    """Open a case for the chosen person, or for each; as long as somebody is left the message stays."""
    chosen = request.POST.get("person", "")
    try:
        person = int(chosen) if chosen.isdecimal() else None
        case = receiving.open_parked(wiring.desk(), message_id, by=actor, person=person)
    except receiving.NoSuchPerson as why:
        return _page(request, actor, wrong=message_id, problem=str(why))
    messages.success(request, gettext("已立为新件。"), extra_tags="good")
    if parked_message(message_id) is not None:
        return redirect(reverse("desk:parked") + f"#message-{message_id}")
    return redirect(reverse("desk:case", args=[case.reference]))


def _attach(request: HttpRequest, actor: Actor, message_id: int) -> HttpResponse:
    reference = read_reference(request.POST.get("reference", ""))
    case = case_by_reference(str(reference)) if reference else None
    if case is None or not actor.may(Action.PARK_RESOLVE, case.office_code):
        words = gettext("没有找到这个编号的办件，请核对编号（最后一位是校验码）。")
        return _page(request, actor, wrong=message_id, problem=words)
    receiving.resolve_parked(wiring.desk(), message_id, case=case, resolution=gettext("归入已有办件"), by=actor)
    messages.success(request, gettext("已归入该件。"), extra_tags="good")
    return redirect(reverse("desk:case", args=[case.reference]))


def _note(request: HttpRequest, actor: Actor, message_id: int) -> HttpResponse:
    note = request.POST.get("note", "").strip()
    if not note:
        return _page(request, actor, wrong=message_id, problem=gettext("请写明为什么不需要办理。"))
    receiving.resolve_parked(wiring.desk(), message_id, case=None, resolution=note, by=actor)
    messages.success(request, gettext("已记录处理结果。"), extra_tags="good")
    return redirect("desk:parked")
