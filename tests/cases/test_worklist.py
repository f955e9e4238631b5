"""The worklist: what is due first on top, what waits for the holder last, page after page without a gap."""

from datetime import date

import pytest

from certdesk.cases.models import Case
from certdesk.cases.queries import Place, closed_list, worklist
from certdesk.rules.events import EventKind
from certdesk.rules.lifecycle import State

pytestmark = pytest.mark.django_db
OWN = frozenset({"00"})
OPEN = (State.RECEIVED, State.AWAITING_SUPPLEMENT, State.ACCEPTED)


def due(case: Case, day: int | None) -> Case:
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 11, day) if day else None)
    return case


def test_what_is_due_first_stands_on_top_and_what_waits_for_the_holder_last(opened, happens):
    late, early = due(opened(), 27), due(opened(), 24)
    waiting = happens(opened(), EventKind.SUPPLEMENT_REQUESTED)
    accepted = due(happens(opened(), EventKind.ACCEPTED), 25)
    assert worklist(OWN, OPEN) == [early, accepted, late, waiting]


def test_of_two_due_the_same_day_the_older_comes_first(opened):
    first, second = due(opened(), 24), due(opened(), 24)
    assert worklist(OWN, OPEN) == [first, second]


def test_pages_follow_each_other_without_a_gap_and_without_a_repeat(opened):
    cases = [due(opened(), day) for day in (24, 24, 25, None, 26, None, 24)]
    seen, after = [], None
    while page := worklist(OWN, OPEN, after=after, size=2):
        seen += page
        after = Place(page[-1].due_on, page[-1].pk)
    assert len(seen) == len(cases)
    assert [case.pk for case in seen] == [cases[index].pk for index in (0, 1, 6, 2, 4, 3, 5)]


def test_each_office_sees_its_own(opened):
    opened(office="02")
    assert worklist(OWN, OPEN) == []


def test_a_closed_case_leaves_the_worklist_for_the_closed_list(opened, happens):
    first, second = (happens(opened(), EventKind.WITHDRAWN) for _ in range(2))
    assert worklist(OWN, OPEN) == []
    assert closed_list(OWN) == [second, first]
    assert closed_list(OWN, before=second.pk) == [first]
