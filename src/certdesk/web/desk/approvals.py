"""Everything that waits for a second person on one page: each letter is seen, and approved by its own bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from certdesk import wiring
from certdesk.cases.staff import Actor, NotPermitted
from certdesk.journey import issuing
from certdesk.rules.lifecycle import MoveNotAllowed
from certdesk.rules.permissions import Action
from certdesk.stages.evidence.queries import files_of
from certdesk.stages.evidence.suspicion import Suspicion, suspicions
from certdesk.stages.issue.approve import CannotApprove
from certdesk.stages.issue.endings import open_proposals
from certdesk.stages.issue.queries import letter_by_id, waiting_for_approval
from certdesk.web.desk.access import staff_page
from certdesk.web.desk.matrix_view import check
from certdesk.web.desk.worklist import offices_of

if TYPE_CHECKING:
    from certdesk.stages.issue.models import Letter

MOST = 20  # letters on one page: each is to be read


@dataclass(frozen=True, slots=True)
class Waiting:
    """One draft as the page shows it, with what is odd about its case."""

    letter: Letter
    own: bool
    suspicions: Sequence[Suspicion]
    differing: int


@staff_page
@require_GET
def approvals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the drafts and the requests that wait for this person."""
    return _page(request, actor)


def _page(request: HttpRequest, actor: Actor, refused: Sequence[str] = ()) -> HttpResponse:
    offices = offices_of(actor)
    waiting = waiting_for_approval(offices)
    shown = [_waiting(letter, actor) for letter in waiting[:MOST]]
    context = {
        "actor": actor,
        "waiting": shown,
        "more": len(waiting) - len(shown),
        "may_approve": any(actor.may(Action.APPROVE, office) for office in offices),
        "endings": open_proposals(offices),
        "refused": refused,
    }
    return render(request, "desk/approvals.html", context, status=422 if refused else 200)


def _waiting(letter: Letter, actor: Actor) -> Waiting:
    files = files_of(letter.case)
    matrix = check(letter.case, files)
    odd = suspicions(letter.case, files, matrix)
    return Waiting(letter, letter.prepared_by_id == actor.user_id, odd, len(matrix.differing))


@staff_page
@require_POST
def approve(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Approve the letters that were ticked, each by the SHA-256 that stood under its picture."""
    chosen = [part for part in (each.partition(":") for each in request.POST.getlist("letter")) if part[0].isdecimal()]
    if not chosen:
        return _page(request, actor, [gettext("请先看过文书，再勾选要批准的。")])
    refused = [why for number, _, sha256 in chosen if (why := _approve(int(number), sha256, actor))]
    done = len(chosen) - len(refused)
    if done:
        words = gettext("已审批{count}份，正在签发。").format(count=done)
        messages.success(request, words, extra_tags="good")
    return _page(request, actor, refused) if refused else redirect("desk:approvals")


def _approve(letter_id: int, sha256: str, actor: Actor) -> str:
    """Return why a letter was not approved, or nothing."""
    row = letter_by_id(letter_id)
    if row is None or not actor.may(Action.VIEW_CASE, row.case.office_code):
        return gettext("没有这份文书。")
    try:
        issuing.approve(wiring.desk(), letter_id, sha256, by=actor)
    except (CannotApprove, NotPermitted) as why:
        return f"{row.case.reference}：{why}"
    except MoveNotAllowed:
        return f"{row.case.reference}：" + gettext("本件状态已经变化，请刷新后再看。")
    return ""
