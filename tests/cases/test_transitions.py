"""The one door to a new state."""

import pytest
from django.db import IntegrityError, connection, transaction

from certdesk.cases.models import Case, Channel
from certdesk.cases.staff import HOLDER, SYSTEM
from certdesk.cases.transitions import Happening, lock, move, open_case, take_number
from certdesk.guide.load import load_guide
from certdesk.rules.events import EventKind
from certdesk.rules.lifecycle import MoveNotAllowed

GUIDE = load_guide()
pytestmark = pytest.mark.django_db


def opened(clock) -> Case:
    happening = Happening(kind=EventKind.RECEIVED, by=HOLDER, at=clock.now())
    with transaction.atomic():
        return open_case(GUIDE, office_code="00", received_at=clock.now(), happening=happening, channel=Channel.WEB)


def happens(case: Case, kind: EventKind, clock) -> Case:
    with transaction.atomic():
        case = lock(case.pk)
        move(GUIDE, case, Happening(kind=kind, by=SYSTEM, at=clock.now()))
    return case


def test_references_run_on_without_a_gap_and_carry_a_check_digit(clock):
    assert [opened(clock).reference for _ in range(3)] == [
        "LN26-00-000001-" + opened_check(1), "LN26-00-000002-" + opened_check(2), "LN26-00-000003-" + opened_check(3),
    ]  # fmt: skip


def opened_check(serial: int) -> str:
    carry = 10
    for digit in f"2600{serial:06d}":
        carry = (int(digit) + carry) % 10 or 10
        carry = carry * 2 % 11
    return str((11 - carry) % 10)


def test_a_number_whose_transaction_fails_is_given_out_again():
    with transaction.atomic():
        assert take_number("x") == 1
        transaction.set_rollback(True)  # the power fails
    with transaction.atomic():
        assert take_number("x") == 1


def test_a_case_is_due_the_next_working_day_after_receipt(clock):
    """G-15, D-6: received on Monday, to be accepted by Tuesday."""
    assert opened(clock).due_on.isoformat() == "2026-11-24"


def test_asking_for_a_supplement_stops_the_clock_and_the_answer_starts_it_again(clock):
    """D-7: notice on Monday, answer on Wednesday; Thursday is the first day that counts."""
    case = happens(opened(clock), EventKind.SUPPLEMENT_REQUESTED, clock)
    assert case.due_on is None
    clock.advance(days=2)
    case = happens(case, EventKind.SUPPLEMENT_RECEIVED, clock)
    assert case.due_on.isoformat() == "2026-11-26"


def test_an_accepted_case_is_due_three_working_days_later(clock):
    """G-16: accepted on Monday, to be issued and posted by Thursday."""
    assert happens(opened(clock), EventKind.ACCEPTED, clock).due_on.isoformat() == "2026-11-26"


def test_a_move_the_table_does_not_have_changes_nothing(clock):
    case = opened(clock)
    with pytest.raises(MoveNotAllowed):
        happens(case, EventKind.SIGNED, clock)
    case.refresh_from_db()
    assert (case.state, case.history_count) == ("received", 1)


def test_the_database_refuses_an_open_case_with_a_closure_and_a_closed_one_without(clock):
    case = opened(clock)
    for values in ({"closure": "issued"}, {"state": "closed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**values)


@pytest.mark.django_db(transaction=True)
def test_a_case_is_locked_inside_a_transaction_only(clock):
    case = opened(clock)
    assert not connection.in_atomic_block
    with pytest.raises(transaction.TransactionManagementError):
        lock(case.pk)
