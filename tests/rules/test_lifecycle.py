"""The life of a case: the one table of allowed moves."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.rules.events import EventKind as Kind
from certdesk.rules.lifecycle import MOVES, NOTES, Closure, MoveNotAllowed, State, is_open, possible, step


def walk(*kinds: Kind) -> tuple[State, Closure | None]:
    state, closure = State.RECEIVED, None
    for kind in kinds:
        found = step(state, kind)
        state, closure = found.to, found.closure or closure
    return state, closure


def test_a_case_runs_from_receipt_to_the_archive():
    path = (Kind.ACCEPTED, Kind.DRAFTED, Kind.APPROVED, Kind.SIGNED, Kind.DISPATCHED, Kind.CLOSED, Kind.ARCHIVED)

    assert walk(*path) == (State.ARCHIVED, Closure.ISSUED)


def test_a_supplement_leads_away_and_back():
    """D-7."""
    assert walk(Kind.SUPPLEMENT_REQUESTED)[0] == State.AWAITING_SUPPLEMENT
    assert walk(Kind.SUPPLEMENT_REQUESTED, Kind.SUPPLEMENT_RECEIVED)[0] == State.RECEIVED


def test_a_change_after_approval_leads_back():
    assert walk(Kind.ACCEPTED, Kind.APPROVED, Kind.APPROVAL_VOIDED)[0] == State.ACCEPTED


@pytest.mark.parametrize(
    ("path", "closure"),
    [
        ((Kind.DECLINED,), Closure.DECLINED),
        ((Kind.REFERRED,), Closure.REFERRED),
        ((Kind.WITHDRAWN,), Closure.WITHDRAWN),
        ((Kind.VOIDED,), Closure.VOIDED),
        ((Kind.SUPPLEMENT_REQUESTED, Kind.LAPSED), Closure.LAPSED),
        ((Kind.ACCEPTED, Kind.REJECTED), Closure.REJECTED),
        ((Kind.ACCEPTED, Kind.APPROVED, Kind.SIGNED, Kind.CLOSED), Closure.ISSUED),
        ((Kind.ACCEPTED, Kind.APPROVED, Kind.SIGNED, Kind.VOIDED), Closure.VOIDED),
    ],
)
def test_every_closure_has_its_way(path, closure):
    assert walk(*path) == (State.CLOSED, closure)


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State.RECEIVED, Kind.SIGNED),
        (State.RECEIVED, Kind.REJECTED),
        (State.RECEIVED, Kind.LAPSED),
        (State.ACCEPTED, Kind.DECLINED),
        (State.ACCEPTED, Kind.SIGNED),
        (State.DECIDED, Kind.PARTICULARS_CHANGED),
        (State.ISSUED, Kind.APPROVED),
        (State.CLOSED, Kind.ACCEPTED),
        (State.ARCHIVED, Kind.ACCEPTED),
    ],
)
def test_what_the_table_has_not_is_refused(state, kind):
    with pytest.raises(MoveNotAllowed, match=f"{kind.value} is not possible in state {state.value}") as caught:
        step(state, kind)
    assert (caught.value.state, caught.value.kind) == (state, kind)


def test_a_note_changes_no_state():
    assert step(State.CLOSED, Kind.MATERIAL_RECEIVED).to == State.CLOSED


def test_every_event_has_a_place():
    assert {kind for _, kind in MOVES} | set(NOTES) == set(Kind)


def test_a_closing_move_names_its_closure_and_no_other_does():
    for (origin, kind), found in MOVES.items():
        archived_letter_revoked = origin == State.ARCHIVED and kind == Kind.VOIDED
        assert (found.closure is not None) == (found.to == State.CLOSED or archived_letter_revoked)


def test_open_is_what_still_waits_for_the_office():
    assert [state for state in State if not is_open(state)] == [State.CLOSED, State.ARCHIVED]


@given(st.lists(st.sampled_from(Kind), max_size=12))
def test_what_is_possible_is_exactly_what_is_not_refused_and_nothing_leaves_the_archive(kinds):
    states = [State.RECEIVED]
    for kind in kinds:
        if kind in possible(states[-1]):
            states.append(step(states[-1], kind).to)
        else:
            with pytest.raises(MoveNotAllowed):
                step(states[-1], kind)
    assert all(after == State.ARCHIVED for before, after in pairwise(states) if before == State.ARCHIVED)
