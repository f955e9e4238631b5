"""Where it is now: a page for one holder, opened by a signed link, without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certdesk import wiring
from certdesk.cases.clocks import clocks
from certdesk.cases.history import timeline
from certdesk.cases.queries import case_by_reference
from certdesk.journey.deciding import withdraw as withdraw_case
from certdesk.journey.receiving import add_materials
from certdesk.journey.verifying import show_details
from certdesk.rules.business import Business, Material
from certdesk.rules.events import EventKind, sentence_for_holder
from certdesk.rules.lifecycle import MoveNotAllowed, State, is_open, possible
from certdesk.stages.decision.queries import decisions_of
from certdesk.stages.delivery.papers.queries import papers_for_holder
from certdesk.stages.delivery.queries import handovers_of
from certdesk.stages.evidence.queries import files_of, open_notice, what_is_missing
from certdesk.stages.intake.complete import Answers
from certdesk.stages.issue.queries import signed_letter_of
from certdesk.stages.verify.checks import checks_of, total_checks
from certdesk.web.portal.forms import AnswerForm
from certdesk.web.portal.recognised import recognise, still_wanted, told
from certdesk.web.portal.steps import steps_of
from certdesk.web.privacy import private
from certdesk.web.uploads import ACCEPT, Uploads, collect

if TYPE_CHECKING:
    from certdesk.cases.models import Case
    from certdesk.stages.issue.models import Letter

FILES = "files"
DAYS = {"always": None, "30": 30, "90": 90, "180": 180, "none": 0}  # how long the public page shows details
PERIODS = (
    ("always", _("一直显示")),
    ("30", _("显示30天")),
    ("90", _("显示90天")),
    ("180", _("显示180天")),
    ("none", _("现在起不显示")),
)
AS_IT_IS = "unchanged"
IN_WORDS = {"business", "recipient", "telephone", "address"}  # what is answered by writing, not by a file


def _case(token: str) -> Case | None:
    reference = wiring.desk().links.reference_of(token)
    return case_by_reference(reference) if reference else None


def _unknown(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/unknown_link.html", status=404)


@private
@require_http_methods(["GET", "HEAD"])
def submitted(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the application is in, under which number, and until when it is answered (G-15)."""
    case = _case(token)
    if case is None:
        return _unknown(request)
    return render(request, "portal/submitted.html", _basics(case, token))


@private
@require_http_methods(["GET", "HEAD"])
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """Show where an application is, until when it is answered, and what is still missing."""
    case = _case(token)
    return _unknown(request) if case is None else _page(request, case, token)


def _page(
    request: HttpRequest,
    case: Case,
    token: str,
    *,
    answers: AnswerForm | None = None,
    uploads: Uploads | None = None,
    problem: str = "",
) -> HttpResponse:
    state = State(case.state)
    lacking = what_is_missing(case, wiring.guide()) if _before_decision(state) else ()
    mistakes = uploads.mistakes if uploads else ()
    context = _basics(case, token) | {
        "steps": steps_of(case),
        "events": _events(case),
        "missing": lacking,
        "notice": open_notice(case),
        "answers": answers or AnswerForm({item.code for item in lacking} & IN_WORDS),
        "uploads": uploads or Uploads(),
        "held": recognise(uploads.held) if uploads else (),
        "more": [(f"id_{FILES}", mistake.words) for mistake in mistakes],
        "problem": problem,
        "accept": ACCEPT,
        "open": is_open(state),
        "can_withdraw": EventKind.WITHDRAWN in possible(state),
        **_letter(case),
        "handover": next(iter(reversed(handovers_of(case))), None),
        **_ending(case),
        "files": files_of(case),
        "papers": papers_for_holder(case),
        "pickup": wiring.guide().pickup,
    }
    refused = bool(problem or mistakes or (answers and answers.errors))
    return render(request, "portal/progress.html", context, status=422 if refused else 200)


def _letter(case: Case) -> dict[str, object]:
    """Return the signed letter, and how often it was verified."""
    row = signed_letter_of(case)
    if row is None:
        return {"letter": None}
    return {"letter": row, "checks": checks_of(row), "checked": total_checks(row), **_shown(row)}


def _shown(row: Letter) -> dict[str, object]:
    """Return how long details may be shown, and what stands now; saving without a choice changes nothing."""
    until = row.details_until
    if until is None:
        return {"periods": PERIODS, "period": "always"}
    if until < wiring.guide().local_date(wiring.clock().now()):
        return {"periods": PERIODS, "period": "none"}
    words = gettext("显示到{day}（现在的设置）").format(day=until.isoformat())
    return {"periods": ((AS_IT_IS, words), *PERIODS), "period": AS_IT_IS}


def _ending(case: Case) -> dict[str, object]:
    """Return the decision that ended a case, and the office to turn to after a referral (G-19)."""
    decision = next((row for row in reversed(decisions_of(case)) if row.kind == case.closure), None)
    target = wiring.guide().offices.get(decision.referred_to) if decision else None
    return {"decision": decision, "target": target}


def _basics(case: Case, token: str) -> dict[str, object]:
    desk = wiring.desk()
    return {
        "case": case,
        "token": token,
        "office": desk.guide.offices[case.office_code],
        "clocks": clocks(case, desk.guide),
        "address": desk.links.progress(case.reference),
        "rule": desk.guide.businesses[Business(case.business)] if case.business else None,
        "holder": next((row for row in case.parties.all() if row.role == "holder"), None),
        "recipient": next((row for row in case.parties.all() if row.role == "recipient"), None),
    }


def _before_decision(state: State) -> bool:
    return state in {State.RECEIVED, State.AWAITING_SUPPLEMENT}


def _events(case: Case) -> list[dict[str, object]]:
    """Return what concerns the holder, newest first."""
    told = [(row, sentence_for_holder(EventKind(row.kind), row.data)) for row in timeline(case)]
    return [{"at": row.at, "words": words} for row, words in reversed(told) if words is not None]


@private
@require_POST
def supplement(request: HttpRequest, token: str) -> HttpResponse:
    """Take what was missing: files, or words (D-7)."""
    case = _case(token)
    if case is None:
        return _unknown(request)
    desk = wiring.desk()
    wanted = {item.code for item in what_is_missing(case, desk.guide)} & IN_WORDS
    answers = AnswerForm(wanted, request.POST)
    uploads = collect(request, [FILES], desk)
    good = answers.is_valid() and not uploads.mistakes
    given = {name: value for name, value in answers.cleaned_data.items() if value} if good else {}
    if good and not (given or uploads.held):
        return _page(request, case, token, answers=answers, uploads=uploads, problem=gettext("请选择要补充的文件。"))
    if not good:
        return _page(request, case, token, answers=answers, uploads=uploads)
    if not is_open(State(case.state)):
        return _page(request, case, token, uploads=uploads, problem=gettext("本件已经办结，不能再补充材料。"))
    add_materials(desk, case.pk, uploads.incoming(desk.vault), Answers(**given))
    return _back(token, "thanks")


@private
@require_POST
def look(request: HttpRequest, token: str) -> HttpResponse:
    """Take what is to be added as soon as it is chosen, and say what was read of it so far."""
    case = _case(token)
    if case is None:
        return _unknown(request)
    desk = wiring.desk()
    uploads = collect(request, [FILES], desk)
    recognised = recognise(uploads.held)
    wanted = [item.code for item in what_is_missing(case, desk.guide) if item.code in set(Material)]
    return told(uploads, recognised, {}, still_wanted(recognised, wanted) if wanted else "")


@private
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take an application back, once the holder has confirmed it."""
    case = _case(token)
    if case is None:
        return _unknown(request)
    if not request.POST.get("confirm"):
        return _page(request, case, token, problem=gettext("撤回前，请先勾选“我确认撤回申请”。"))
    try:
        withdraw_case(wiring.desk(), case.pk)
    except MoveNotAllowed:
        words = gettext("本件已经审定或办结，不能再撤回；如有疑问请致电受理单位。")
        return _page(request, case, token, problem=words)
    return _back(token, "withdrawn")


def _back(token: str, anchor: str) -> HttpResponseRedirect:
    return redirect(f"{reverse('portal:progress', args=[token])}#{anchor}")


@private
@require_POST
def details(request: HttpRequest, token: str) -> HttpResponse:
    """Let the holder say how long the public page shows details of the letter."""
    case = _case(token)
    if case is None:
        return _unknown(request)
    chosen = request.POST.get("period", "")
    if chosen not in {*DAYS, AS_IT_IS} or signed_letter_of(case) is None:
        return _page(request, case, token, problem=gettext("请选择显示多久。"))
    if chosen != AS_IT_IS:
        show_details(wiring.desk(), case.pk, DAYS[chosen])
    return _back(token, "checks")


@private
@require_GET
def letter(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Hand the signed letter to its holder."""
    case = _case(token)
    row = signed_letter_of(case) if case else None
    if row is None:
        raise Http404
    response = HttpResponse(wiring.desk().vault.get(row.signed_sha256), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{row.series}-{row.serial:05d}.pdf"'
    return response


@private
@require_GET
def paper(request: HttpRequest, token: str, paper_id: int) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Hand a paper to the holder it is addressed to."""
    case = _case(token)
    row = next((row for row in papers_for_holder(case) if row.pk == paper_id), None) if case else None
    if row is None:
        raise Http404
    response = HttpResponse(wiring.desk().vault.get(row.sha256), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{row.case.reference}-{row.kind}.pdf"'
    return response


@private
@require_GET
def qr(request: HttpRequest, token: str) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Draw the progress link as a QR code, to be kept as a picture or scanned from paper."""
    case = _case(token)
    if case is None:
        raise Http404
    return HttpResponse(wiring.desk().links.progress_drawing(case.reference), content_type="image/svg+xml")
