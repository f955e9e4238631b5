"""Everything an officer needs for one case, gathered for one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from certdesk import wiring
from certdesk.cases.clocks import clocks
from certdesk.cases.queries import other_cases
from certdesk.cases.staff import Actor
from certdesk.rules.business import Outcome
from certdesk.rules.certificate_number import read_number
from certdesk.rules.eligibility import Assessment
from certdesk.rules.lifecycle import State
from certdesk.rules.permissions import Action
from certdesk.stages.decision.assess import assess_case
from certdesk.stages.decision.queries import decisions_of
from certdesk.stages.delivery.papers.queries import papers_of
from certdesk.stages.delivery.queries import handovers_of, mails_of
from certdesk.stages.evidence.queries import lookups_of, notices_of, what_is_missing
from certdesk.stages.evidence.suspicion import suspicions
from certdesk.stages.intake.provenance import origins
from certdesk.stages.intake.queries import messages_of, parked_about
from certdesk.stages.issue.queries import letter_of, letters_of
from certdesk.web.desk.deed_forms import REFUSAL_CLAUSES
from certdesk.web.desk.deeds import Deed, offered
from certdesk.web.desk.due import due_of
from certdesk.web.desk.evidence_view import Seen, best_values, seen_files
from certdesk.web.desk.history_view import history_of
from certdesk.web.desk.mail_view import doubts_of
from certdesk.web.desk.matrix_view import check, shown_matrix, summary
from certdesk.web.labels import MATERIAL

if TYPE_CHECKING:
    from certdesk.cases.models import Case

A_SIGNATURE_TAKES = timedelta(minutes=1)  # at the most, time-stamp and all
BEFORE_DECISION = {State.RECEIVED, State.AWAITING_SUPPLEMENT}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A deed that was tried and did not succeed: its form as typed, and what stood in the way."""

    name: str
    form: Form
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A deed with its form, ready to be shown; ``open`` without a click."""

    deed: Deed
    form: Form
    open: bool
    hidden: bool  # its form holds personal data, and nobody has asked to see them


def case_page(
    request: HttpRequest, actor: Actor, case: Case, *, shown: bool = False, attempt: Attempt | None = None
) -> HttpResponse:
    """Show a case; ``shown``: unmasked."""
    guide = wiring.guide()
    people = {row.role: row for row in case.parties.all()}
    seen = seen_files(case, people.get("holder"), shown=shown)
    assessment = assess_case(case, guide)
    received = messages_of(case.pk)
    files = [one.file for one in seen]
    checked = check(case, files)
    matrix = shown_matrix(checked, seen, shown=shown)
    context = {
        "actor": actor,
        "case": case,
        "shown": shown,
        "office": guide.offices[case.office_code],
        "people": people,
        "seen": seen,
        "matrix": matrix,
        "suspicions": suspicions(case, files, checked),
        "matrix_summary": summary(matrix),
        "materials": [(code, words) for code, words in MATERIAL.items() if code],
        "assessment": assessment,
        "missing": what_is_missing(case, guide) if case.state in BEFORE_DECISION else (),
        "lookups": lookups_of(case),
        "notices": notices_of(case),
        "letters": letters_of(case),
        "signing_waits": _signing_waits(case),
        "decisions": decisions_of(case),
        "handovers": handovers_of(case),
        "papers": papers_of(case),
        "mails": mails_of(case),
        "received": received,
        "parked": parked_about(case) if _reads_parked(actor) else (),
        "others": other_cases(case),
        "doubts": doubts_of(received),
        "origins": origins(case),
        "history": history_of(case),
        "clocks": clocks(case, guide),
        "due": due_of(case, guide.local_date(wiring.clock().now()), guide.calendar),
        "offers": offers(case, actor, seen, assessment, shown=shown, attempt=attempt),
        "problem": attempt.problem if attempt else "",
        "may_reveal": actor.may(Action.REVEAL, case.office_code),
        "may_classify": actor.may(Action.RECORD_LOOKUP, case.office_code),
        "sites": {site.code: site.name for site in guide.lookup_sites},
    }
    return render(request, "desk/case.html", context, status=422 if attempt else 200)


def _signing_waits(case: Case) -> bool:
    """Tell whether an approved letter waits for longer than a signature takes: the key or a service is away."""
    letter = letter_of(case)
    approved_at = letter.approved_at if letter and letter.state == "approved" else None
    return approved_at is not None and wiring.clock().now() - approved_at > A_SIGNATURE_TAKES


def _reads_parked(actor: Actor) -> bool:
    return actor.may(Action.PARK_RESOLVE, wiring.guide().rulebook.numbering.provincial_city_code)


def offers(
    case: Case,
    actor: Actor,
    seen: list[Seen],
    assessment: Assessment | None,
    *,
    shown: bool,
    attempt: Attempt | None,
) -> list[Offer]:
    """Return what this person can do now; the next step of the guide stands open."""
    deeds = offered(case, actor)
    first = attempt.name if attempt else next_step(case, {deed.name for deed in deeds})
    found = []
    for deed in deeds:
        tried = attempt is not None and attempt.name == deed.name
        initial = initial_values(deed.name, case, seen, assessment, shown=shown)
        form = attempt.form if attempt and tried else deed.form(initial=initial, prefix=deed.name)
        hidden = deed.name == "particulars" and not shown and not tried
        found.append(Offer(deed, form, open=deed.name == first, hidden=hidden))
    return found


def next_step(case: Case, possible: set[str]) -> str:
    """Name the deed the guide leads to next."""
    if case.state == State.RECEIVED:
        if what_is_missing(case, wiring.guide()):
            return "supplement"
        order: tuple[str, ...] = ("accept",) if lookups_of(case) else ("lookup",)
    elif case.state == State.ISSUED:
        method = "ready" if case.delivery_method == "pickup" else "dispatch"
        order = ("close", "collect", method)
    else:
        order = ("draft", "archive")
    return next((name for name in order if name in possible), "")


def initial_values(
    name: str, case: Case, seen: list[Seen], assessment: Assessment | None, *, shown: bool
) -> dict[str, Any]:
    """Return what a form begins with, so that nobody types what the desk knows."""
    if name == "lookup":
        return _lookup_values(case, seen, shown=shown)
    if name == "particulars" and shown:
        return _particulars_values(case)
    if name == "refer":
        return {"office": _office_of_number(case)}
    if name in {"decline", "reject"} and assessment is not None and assessment.outcome is Outcome.DECLINE:
        known = {code for code, _words in REFUSAL_CLAUSES}
        return {
            "clauses": [clause for clause in assessment.clauses if clause in known],
            "reasons": "\n".join(str(reason) for reason in assessment.reasons),
        }
    return {}


def _lookup_values(case: Case, seen: list[Seen], *, shown: bool) -> dict[str, object]:
    """Begin with what was read from the holder's own screenshot; the officer compares it with the site."""
    values: dict[str, object] = {
        "at": timezone.localtime(wiring.clock().now()),
        "certificate_number": case.certificate_number,
        "occupation": case.occupation,
        "direction": case.direction,
        "level": case.level or "",
    }
    if not shown:
        return values
    holder = next((row for row in case.parties.all() if row.role == "holder"), None)
    read = best_values(seen)
    values |= {"name": holder.name if holder else "", "id_number": holder.id_number if holder else ""}
    values |= {name: read[name] for name in ("body", "sex", "theory_score", "practice_score", "result") if name in read}
    return values | ({"issued_on": read["issue_date"]} if "issue_date" in read else {})


def _particulars_values(case: Case) -> dict[str, object]:
    people = {row.role: row for row in case.parties.all()}
    holder, recipient = people.get("holder"), people.get("recipient")
    return {
        "business": case.business,
        "certificate_number": case.certificate_number,
        "occupation": case.occupation,
        "direction": case.direction,
        "level": case.level or "",
        "recorded_item": case.recorded_item,
        "correct_item": case.correct_item,
        "correction_evidence": case.correction_evidence,
        "letter_english": case.letter_english,
        "method": case.delivery_method,
        "holder_name": holder.name if holder else "",
        "id_number": holder.id_number if holder else "",
        "recipient": recipient.name if recipient else "",
        "telephone": recipient.telephone if recipient else "",
        "address": recipient.address if recipient else "",
    }


def _office_of_number(case: Case) -> str:
    guide = wiring.guide()
    year = guide.local_date(case.received_at).year
    office = guide.office_of(read_number(case.certificate_number, guide.rulebook.numbering, this_year=year))
    return office.code if office is not None and office.code != case.office_code else ""
