"""The due date in a row is what the rules say of its history, after any history (design rule 2)."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cases.conftest import GUIDE
from tests.conftest import MONDAY_MORNING

from certdesk.cases.clocks import clocks
from certdesk.cases.models import Case
from certdesk.rules.deadlines import Pause, deadlines
from certdesk.rules.events import EventKind

pytestmark = pytest.mark.django_db
ASK, ANSWER, ACCEPT = EventKind.SUPPLEMENT_REQUESTED, EventKind.SUPPLEMENT_RECEIVED, EventKind.ACCEPTED


def test_posting_takes_the_case_off_the_calendar(opened, happens):
    """G-16: issued and posted within three days; then nothing is due."""
    case = opened()
    for kind in (ACCEPT, EventKind.APPROVED, EventKind.SIGNED):
        case = happens(case, kind)
    assert case.due_on.isoformat() == "2026-11-26"
    assert happens(case, EventKind.DISPATCHED).due_on is None


def test_what_happens_beside_the_clock_moves_no_deadline(opened, happens):
    """A note on Monday, a mail on Wednesday: the deadline is Tuesday's."""
    case = opened()
    for kind in (EventKind.NOTED, EventKind.MAIL_QUEUED, EventKind.REVEALED, EventKind.LOOKUP_RECORDED):
        case = happens(case, kind)
    assert case.due_on.isoformat() == "2026-11-24"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(waits=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=3), then=st.integers(0, 5))
def test_after_any_notices_and_answers_the_row_says_what_the_rules_say(opened, happens, clock, waits, then):
    """D-7: each notice pauses from its day to the answer's."""
    clock.moment = MONDAY_MORNING
    received = GUIDE.local_date(clock.now())
    case, pauses = opened(), []
    for before, until in waits:
        clock.advance(days=before)
        case = happens(case, ASK)
        start = GUIDE.local_date(clock.now())
        clock.advance(days=until)
        case = happens(case, ANSWER)
        pauses.append(Pause(start, start + timedelta(days=until)))
    expected = deadlines(received, accepted=None, pauses=pauses, calendar=GUIDE.calendar, limits=GUIDE.limits)
    assert (case.due_on, case.due_provisional) == (expected.accept_by, expected.provisional)
    clock.advance(days=then)
    case = happens(case, ACCEPT)
    accepted = GUIDE.local_date(clock.now())
    expected = deadlines(received, accepted=accepted, pauses=pauses, calendar=GUIDE.calendar, limits=GUIDE.limits)
    assert Case.objects.get(pk=case.pk).due_on == expected.issue_by == clocks(case, GUIDE).issue_by
