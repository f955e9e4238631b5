"""The worklist: what is due first on top, and what needs a look above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from certdesk import wiring
from certdesk.cases import queries
from certdesk.cases.queries import MANY, Place
from certdesk.cases.staff import Actor
from certdesk.journey import keeping_signing_keys
from certdesk.rules.lifecycle import State
from certdesk.rules.permissions import Action
from certdesk.stages.delivery.queries import troubled
from certdesk.stages.intake.queries import count_parked, silent
from certdesk.stages.intake.reconcile import missed, unsorted_late
from certdesk.stages.issue.endings import open_proposals
from certdesk.stages.issue.queries import waiting_for_approval, waiting_for_signature
from certdesk.web.desk.access import staff_page
from certdesk.web.desk.due import due_of

if TYPE_CHECKING:
    from certdesk.cases.models import Case

LONGEST_NUMBER = 19  # digits of a 64-bit row number
SIZE = 50
IN_HAND = (State.RECEIVED, State.ACCEPTED, State.DECIDED, State.ISSUED)
TABS: dict[str, Promise] = {
    "todo": _("待办"),
    "waiting": _("待补正"),
    "approve": _("待审批"),
    "sign": _("待签发"),
    "closed": _("已办结"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """The cases of one page, and where the next begins; empty: this is the last."""

    cases: list[Case]
    following: str = ""


@staff_page
@require_GET
def worklist(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the cases of the person's offices, one tab at a time."""
    tab = request.GET.get("tab", "todo")
    tab = tab if tab in TABS else "todo"
    page = page_of(offices_of(actor), tab, request.GET.get("after", ""))
    return render(request, "desk/worklist.html", _context(actor, page) | {"tab": tab})


@staff_page
@require_POST
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Find cases by an exact number; sent by POST, so that no ID number stands in an address or a log."""
    text = request.POST.get("q", "").strip()
    found = queries.search(offices_of(actor), text, SIZE) if text else []
    context = _context(actor, Page(found)) | {"tab": "search", "q": text}
    return render(request, "desk/worklist.html", context)


def offices_of(actor: Actor) -> frozenset[str]:
    """Return the offices whose cases this person may see."""
    return frozenset(code for code in actor.offices() if actor.may(Action.VIEW_CASE, code))


def page_of(offices: frozenset[str], tab: str, after: str) -> Page:
    """Return one page of a tab; it begins after a place, never after a count."""
    if tab == "approve":
        return Page(queries.with_holders([letter.case_id for letter in waiting_for_approval(offices)]))
    if tab == "closed":
        cases = queries.closed_list(offices, before=_number(after), size=SIZE + 1)
        return Page(cases[:SIZE], str(cases[SIZE - 1].pk) if len(cases) > SIZE else "")
    states = {"waiting": (State.AWAITING_SUPPLEMENT,), "sign": (State.DECIDED,)}.get(tab, IN_HAND)
    cases = queries.worklist(offices, states, after=place_of(after), size=SIZE + 1)
    return Page(cases[:SIZE], _place_text(cases[SIZE - 1]) if len(cases) > SIZE else "")


def _number(text: str) -> int | None:
    """Read a row's number back; nonsense begins at the top, and so does what no database can hold."""
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else None


def _place_text(case: Case) -> str:
    return f"{case.due_on.isoformat() if case.due_on else 'none'}_{case.pk}"


def place_of(text: str) -> Place | None:
    """Read a place back; nonsense begins at the top."""
    day, _separator, pk = text.partition("_")
    try:
        return Place(None if day == "none" else date.fromisoformat(day), int(pk))
    except ValueError:
        return None


def _context(actor: Actor, page: Page) -> dict[str, object]:
    guide = wiring.guide()
    today = guide.local_date(wiring.clock().now())
    return {
        "actor": actor,
        "rows": [{"case": case, "due": due_of(case, today, guide.calendar)} for case in page.cases],
        "following": page.following,
        "tabs": TABS.items(),
        "tally": queries.tally(offices_of(actor), today),
        "many": MANY,
        "alarms": alarms(actor),
        "offices": [guide.offices[code] for code in sorted(actor.offices())],
    }


def alarms(actor: Actor) -> dict[str, object]:
    """Gather what somebody should look at now."""
    now = wiring.clock().now()
    offices = offices_of(actor)
    home = wiring.guide().rulebook.numbering.provincial_city_code
    return {
        "parked": count_parked() if actor.may(Action.PARK_RESOLVE, home) else 0,
        "silent": silent(now),
        "missed": missed(),
        "unsorted": unsorted_late(now),
        "mails": troubled(now, offices, home=home),
        "jobs": len(wiring.job_board().failed()),
        "unsigned": len(waiting_for_signature(offices)),
        "signing": keeping_signing_keys.warning(wiring.desk()),
        "endings": len(open_proposals(offices)),
    }
