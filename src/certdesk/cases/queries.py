"""What may be asked about cases. Pages read through here; nothing here changes a row."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, product
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from certdesk.cases.models import Case, Party, PartyRole
from certdesk.cases.parties import email_index, id_number_index, telephone_index
from certdesk.rules.certificate_number import normalise
from certdesk.rules.lifecycle import State
from certdesk.rules.reference import find_references


def case_by_reference(reference: str) -> Case | None:
    """Return the case of that exact reference."""
    return Case.objects.filter(reference=reference).first()


def open_cases_of_sender(email: str) -> list[Case]:
    """Return the open cases that came from a mail address."""
    if not email:
        return []
    rows = Party.objects.filter(email_index=email_index(email)).order_by("-case_id")
    theirs = list(rows.values_list("case_id", flat=True)[:500])
    return list(Case.objects.filter(pk__in=theirs, closure="").order_by("pk")[:50]) if theirs else []


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the worklist ends, so that the next one begins there: no offset is ever counted."""

    due_on: date | None
    pk: int


def worklist(
    offices: frozenset[str], states: Iterable[State], *, after: Place | None = None, size: int = 50
) -> list[Case]:
    """Return the next cases of these offices: what is due first on top, what waits for the holder last.

    Each office and state is read straight off its index, at most ``size`` rows, and these runs are merged.
    """
    runs = (_run(office, state, after, size) for office in sorted(offices) for state in states)
    places = sorted(chain.from_iterable(runs), key=lambda place: (place.due_on or date.max, place.pk))
    return with_holders([place.pk for place in places[:size]])


def _run(office: str, state: State, after: Place | None, size: int) -> list[Place]:
    """Return the first places of one office and state: those with a due date, then those without."""
    cases = Case.objects.filter(office_code=office, state=state)
    dated, undated = cases.filter(due_on__isnull=False), cases.filter(due_on=None)
    found: list[Place] = []
    if after is None or after.due_on is not None:
        if after is not None:
            later = Q(due_on__gt=after.due_on) | Q(pk__gt=after.pk)
            dated = dated.filter(later, due_on__gte=after.due_on)
        found = [Place(*row) for row in dated.order_by("due_on", "pk").values_list("due_on", "pk")[:size]]
    elif after is not None:
        undated = undated.filter(pk__gt=after.pk)
    if len(found) < size:
        found += [Place(None, pk) for pk in undated.order_by("pk").values_list("pk", flat=True)[: size - len(found)]]
    return found


def closed_list(offices: frozenset[str], *, before: int | None = None, size: int = 50) -> list[Case]:
    """Return the closed cases of these offices, the newest first, from the case ``before`` on."""
    found: list[int] = []
    for office, state in product(sorted(offices), (State.CLOSED, State.ARCHIVED)):
        cases = Case.objects.filter(office_code=office, state=state, due_on=None)
        if before is not None:
            cases = cases.filter(pk__lt=before)
        found += cases.order_by("-pk").values_list("pk", flat=True)[:size]
    return with_holders(sorted(found, reverse=True)[:size])


def with_holders(ids: Sequence[int]) -> list[Case]:
    """Return these cases in this order, each with its holder's row at hand."""
    holders = Prefetch("parties", Party.objects.filter(role=PartyRole.HOLDER).only("case_id", "role", "name"))
    rows = (
        Case.objects.filter(pk__in=ids)
        .defer("recorded_item", "correct_item", "correction_evidence")
        .prefetch_related(holders)
    )
    by_id = {case.pk: case for case in rows}
    return [by_id[pk] for pk in ids if pk in by_id]


def search(offices: frozenset[str], text: str, size: int = 50) -> list[Case]:
    """Find cases by reference, certificate number, ID number, telephone or mail address, all exactly; newest first.

    Each kind of number has its own index, and each is asked by itself: one question over all would read every row.
    """
    references = find_references(text)
    if references:
        found = set(Case.objects.filter(reference__in=[str(one) for one in references]).values_list("pk", flat=True))
    else:
        found = {pk for ids in _ids_of_numbers(text) for pk in ids[:size]}
    mine = Case.objects.filter(pk__in=found, office_code__in=offices).order_by("-pk")
    return with_holders(list(mine.values_list("pk", flat=True)[:size]))


def _ids_of_numbers(text: str) -> Iterator[QuerySet[Any, int]]:
    """Yield what each index makes of a text."""
    number = normalise(text)
    if number:
        yield Case.objects.filter(certificate_number=number).order_by("-pk").values_list("pk", flat=True)
    people = Party.objects.order_by("-case_id").values_list("case_id", flat=True)
    if "@" in text:
        yield people.filter(email_index=email_index(text))
    elif any(character.isdigit() for character in text):
        yield people.filter(telephone_index=telephone_index(text))
        yield people.filter(id_index=id_number_index(text))


MOST_RELATED = 1000  # rows that one question about many people may bring


def cases_by_email(indexes: Iterable[str]) -> Mapping[str, list[Case]]:
    """Return the cases with somebody of each mail address, by its blind index."""
    return _cases_by(Party.objects.filter(email_index__in=_given(indexes)), "email_index")


def cases_by_id_number(indexes: Iterable[str]) -> Mapping[str, list[Case]]:
    """Return the cases with somebody of each ID number, by its blind index."""
    return _cases_by(Party.objects.filter(id_index__in=_given(indexes)), "id_index")


def _cases_by(people: QuerySet[Party], index: str) -> Mapping[str, list[Case]]:
    found: defaultdict[str, list[Case]] = defaultdict(list)
    shown = people.select_related("case").only(index, "case__reference", "case__state", "case__closure")
    for row in shown.order_by("-pk")[:MOST_RELATED]:
        found[getattr(row, index)].append(row.case)
    return found


def cases_by_certificate(numbers: Iterable[str]) -> Mapping[str, list[Case]]:
    """Return the cases of each certificate number."""
    found: defaultdict[str, list[Case]] = defaultdict(list)
    rows = Case.objects.filter(certificate_number__in=_given(numbers)).only(
        "reference", "state", "closure", "certificate_number"
    )
    for case in rows.order_by("-pk")[:MOST_RELATED]:
        found[case.certificate_number].append(case)
    return found


def _given(values: Iterable[str]) -> list[str]:
    return [value for value in values if value]


def other_cases(case: Case) -> list[Case]:
    """Return the other cases of the same person or certificate, the newest first."""
    holder = party(case, PartyRole.HOLDER)
    theirs = cases_by_id_number([holder.id_index if holder else ""]).values()
    same = cases_by_certificate([case.certificate_number]).values()
    found = {row.pk: row for rows in (*theirs, *same) for row in rows if row.pk != case.pk}
    return sorted(found.values(), key=lambda row: -row.pk)[:10]


def party(case: Case, role: PartyRole) -> Party | None:
    """Return the person of that role, if there is a row."""
    return next((row for row in case.parties.all() if row.role == role), None)


def open_case_ids() -> list[int]:
    """Return every open case, oldest first."""
    return list(Case.objects.filter(closure="").order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open cases an office has, and how many of them are late or due; ``MANY`` means that many or more."""

    open: int
    overdue: int
    due_today: int
    waiting_for_holder: int


MANY = 1000  # beyond it nobody counts, and the page stays quick whatever the size of the desk
ON_THE_CLOCK = (State.RECEIVED, State.ACCEPTED, State.DECIDED, State.ISSUED)


def tally(offices: frozenset[str], today: date) -> Tally:
    """Count an office's open cases for the head of the worklist, each figure up to ``MANY``."""
    mine = Case.objects.filter(office_code__in=offices)
    ours = mine.filter(state__in=ON_THE_CLOCK)
    return Tally(
        open=_up_to_many(ours),
        overdue=_up_to_many(ours.filter(due_on__lt=today)),
        due_today=_up_to_many(ours.filter(due_on=today)),
        waiting_for_holder=_up_to_many(mine.filter(state=State.AWAITING_SUPPLEMENT)),
    )


def _up_to_many(cases: QuerySet[Case]) -> int:
    return cases.order_by()[:MANY].count()
