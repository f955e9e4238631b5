"""The letter as it will go out: the very bytes, their SHA-256, and the second person's decision (design rule 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from certdesk import wiring
from certdesk.cases.staff import Actor
from certdesk.journey import ending_letters, issuing
from certdesk.rules.grounds import PUBLIC_GROUNDS, with_ground
from certdesk.rules.lifecycle import MoveNotAllowed, State
from certdesk.rules.permissions import Action
from certdesk.stages.delivery.blanks import ON_BLANKS, goes_onto_a_blank, setups_of
from certdesk.stages.evidence.queries import files_of
from certdesk.stages.evidence.suspicion import suspicions
from certdesk.stages.issue.approve import CannotApprove
from certdesk.stages.issue.endings import END_KINDS, CannotEnd, open_proposal, proposal_by_id, proposals_of
from certdesk.stages.issue.queries import letter_by_id
from certdesk.web.desk.access import staff_page, visible
from certdesk.web.desk.matrix_view import check

if TYPE_CHECKING:
    from certdesk.stages.issue.models import Letter


def _letter(actor: Actor, letter_id: int) -> Letter:
    row = letter_by_id(letter_id)
    visible(actor, row.case if row else None)
    if row is None:
        raise Http404
    return row


@staff_page
@require_GET
def letter(request: HttpRequest, actor: Actor, letter_id: int) -> HttpResponse:
    """Show a letter with what can be done about it."""
    return _page(request, actor, _letter(actor, letter_id))


def _page(request: HttpRequest, actor: Actor, row: Letter, problem: str = "") -> HttpResponse:
    office = row.case.office_code
    pending = row.state in {"drafted", "approved"} and row.case.state in {State.ACCEPTED, State.DECIDED}
    files = files_of(row.case)
    checked = check(row.case, files)
    context = {
        "suspicions": suspicions(row.case, files, checked) if pending else (),
        "differing": len(checked.differing) if pending else 0,
        "actor": actor,
        "letter": row,
        "case": row.case,
        "own": row.prepared_by_id == actor.user_id,
        "can_approve": row.state == "drafted" and actor.may(Action.APPROVE, office),
        "can_return": pending and actor.may(Action.RETURN_DRAFT, office),
        "ending": open_proposal(row),
        "may_propose": row.state == "signed" and actor.may(Action.PROPOSE_END, office),
        "may_conclude": actor.may(Action.VOID, office),
        "predecessors": list(row.predecessors.order_by("pk")),
        "proposals": proposals_of(row.case),
        "setups": setups_of(frozenset({office})) if _prints(actor, row) else (),
        "on_blank": _prints(actor, row),
        "may_note": row.kind in ON_BLANKS and actor.may(Action.DRAFT, office),
        "blanks": list(row.blanks.order_by("pk")),
        "problem": problem,
        "reason": request.POST.get("reason", ""),
        "ground": request.POST.get("ground", ""),
        "grounds": PUBLIC_GROUNDS,
    }
    return render(request, "desk/letter.html", context, status=422 if problem else 200)


def _prints(actor: Actor, row: Letter) -> bool:
    return goes_onto_a_blank(row) and actor.may(Action.DRAFT, row.case.office_code)


@staff_page
@require_GET
def pdf(request: HttpRequest, actor: Actor, letter_id: int) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Serve the very bytes that an approval binds to, or the signed ones."""
    row = _letter(actor, letter_id)
    content = issuing.preview(wiring.desk(), row.pk, by=actor)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.series}-{row.serial or 0:05d}.pdf"'
    return response


@staff_page
@require_GET
def page(request: HttpRequest, actor: Actor, letter_id: int) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Serve the first page as a picture, drawn from those bytes."""
    desk = wiring.desk()
    row = _letter(actor, letter_id)
    content = issuing.preview(desk, row.pk, by=actor)
    return HttpResponse(desk.typesetter.preview(content), content_type="image/png")


@staff_page
@require_POST
def approve(request: HttpRequest, actor: Actor, letter_id: int) -> HttpResponse:
    """Approve exactly the bytes that were seen; signing follows by itself."""
    row = _letter(actor, letter_id)
    try:
        issuing.approve(wiring.desk(), row.pk, request.POST.get("sha256", ""), by=actor)
    except CannotApprove as why:
        return _page(request, actor, row, str(why))
    except MoveNotAllowed:
        return _page(request, actor, row, gettext("本件状态已经变化，请刷新后再看。"))
    messages.success(request, gettext("已审批，正在签发；签发后自动通知申请人。"), extra_tags="good")
    return redirect(reverse("desk:case", args=[row.case.reference]))


@staff_page
@require_POST
def give_back(request: HttpRequest, actor: Actor, letter_id: int) -> HttpResponse:
    """Return a draft with a reason its writer can work with."""
    row = _letter(actor, letter_id)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        return _page(request, actor, row, gettext("退回时请写明原因，拟稿人会看到。"))
    try:
        issuing.return_draft(wiring.desk(), row.pk, reason, by=actor)
    except CannotApprove as why:
        return _page(request, actor, row, str(why))
    except MoveNotAllowed:
        return _page(request, actor, row, gettext("本件状态已经变化，请刷新后再看。"))
    messages.success(request, gettext("已退回重拟。"), extra_tags="good")
    return redirect(reverse("desk:case", args=[row.case.reference]))


@staff_page
@require_POST
def propose_end(request: HttpRequest, actor: Actor, letter_id: int) -> HttpResponse:
    """Ask that a letter end; another person decides."""
    row = _letter(actor, letter_id)
    kind = END_KINDS.get(request.POST.get("kind", ""))
    if kind is None:
        return _page(request, actor, row, gettext("请选择撤销，还是撤销并更正重出。"))
    reason = with_ground(request.POST.get("ground", ""), request.POST.get("reason", ""))
    try:
        ending_letters.propose(wiring.desk(), row.pk, kind, reason, by=actor)
    except CannotEnd as why:
        return _page(request, actor, row, str(why))
    messages.success(request, gettext("已提出，等另一位同事批准；批准前文书仍然有效。"), extra_tags="good")
    return redirect(reverse("desk:letter", args=[row.pk]))


@staff_page
@require_POST
def decide_end(request: HttpRequest, actor: Actor, proposal_id: int) -> HttpResponse:
    """Decide what another person asked, or take it back."""
    proposal = proposal_by_id(proposal_id)
    row = _letter(actor, proposal.letter_id) if proposal else None
    if row is None:
        raise Http404
    approve = "approve" in request.POST
    try:
        (ending_letters.conclude if approve else ending_letters.take_back)(wiring.desk(), proposal_id, by=actor)
    except CannotEnd as why:
        return _page(request, actor, row, str(why))
    except MoveNotAllowed:
        return _page(request, actor, row, gettext("本件状态已经变化，请刷新后再看。"))
    done = gettext("已批准，文书即时失效，申请人会收到通知。") if approve else gettext("已撤回，文书继续有效。")
    messages.success(request, done, extra_tags="good")
    return redirect(reverse("desk:case", args=[row.case.reference]))
