"""What may be asked about cases. Pages read through here; nothing here changes a row."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from certdesk.cases.models import Case, Party, PartyRole
from certdesk.cases.parties import email_index, id_number_index, telephone_index
from certdesk.rules.identity_number import read_identity_number
from certdesk.rules.lifecycle import State
from certdesk.rules.reference import find_references


def case_by_reference(reference: str) -> Case | None:
    """Return the case of that exact reference."""
    return Case.objects.filter(reference=reference).first()


def open_cases_of_sender(email: str) -> list[Case]:
    """Return the open cases that came from a mail address."""
    if not email:
        return []
    found = Case.objects.filter(parties__email_index=email_index(email), closure="").distinct()
    return list(found.order_by("pk")[:50])


def worklist(offices: frozenset[str]) -> QuerySet[Case]:
    """Return the open cases of these offices, what is due first on top; what waits for the holder comes last."""
    return Case.objects.filter(office_code__in=offices, closure="").order_by("due_on", "pk")


def closed_list(offices: frozenset[str]) -> QuerySet[Case]:
    """Return the closed cases of these offices, newest first."""
    return Case.objects.filter(office_code__in=offices).exclude(closure="").order_by("-closed_at", "-pk")


def search(offices: frozenset[str], text: str) -> QuerySet[Case]:
    """Find cases by reference, certificate number, ID number, telephone or mail address, all exactly."""
    cases = Case.objects.filter(office_code__in=offices)
    references = find_references(text)
    if references:
        return cases.filter(reference__in=[str(reference) for reference in references]).order_by("-pk")
    wanted = Q(certificate_number=text.strip())
    if "@" in text:
        wanted |= Q(parties__email_index=email_index(text))
    elif any(character.isdigit() for character in text):
        wanted |= Q(parties__telephone_index=telephone_index(text))
        wanted |= Q(parties__id_index=id_number_index(read_identity_number(text).number))
    return cases.filter(wanted).distinct().order_by("-pk")


def party(case: Case, role: PartyRole) -> Party | None:
    """Return the person of that role, if there is a row."""
    return next((row for row in case.parties.all() if row.role == role), None)


def open_case_ids() -> list[int]:
    """Return every open case, oldest first."""
    return list(Case.objects.filter(closure="").order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open cases an office has, and how many of them are late or due."""

    open: int
    overdue: int
    due_today: int
    waiting_for_holder: int


def tally(offices: frozenset[str], today: date) -> Tally:
    """Count an office's open cases for the head of the worklist."""
    cases = Case.objects.filter(office_code__in=offices, closure="")
    return Tally(
        open=cases.count(),
        overdue=cases.filter(due_on__lt=today).count(),
        due_today=cases.filter(due_on=today).count(),
        waiting_for_holder=cases.filter(state=State.AWAITING_SUPPLEMENT).count(),
    )
