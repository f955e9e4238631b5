"""The only door to a new state: lock, check the table, save, append the event; the rest follows on commit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from certdesk.cases import history
from certdesk.cases.clocks import MOVES_A_CLOCK, project
from certdesk.cases.models import Case, Counter, Event
from certdesk.cases.staff import Actor
from certdesk.guide.model import Guide
from certdesk.rules.events import EventKind
from certdesk.rules.lifecycle import State, is_open, step
from certdesk.rules.reference import make_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happened, who did it, when; ``data`` holds nothing personal, ``note`` is sealed."""

    kind: EventKind
    by: Actor
    at: datetime
    data: Mapping[str, object] = field(default_factory=dict)
    note: str = ""


def hold_counter(name: str) -> Counter:
    """Return a counter, begun at nought if need be, with its row locked until the caller's transaction ends."""
    counter = Counter.objects.select_for_update().filter(name=name).first()
    if counter is None:
        Counter.objects.get_or_create(name=name)  # two who begin it at once begin one
        counter = Counter.objects.select_for_update().get(name=name)
    return counter


def take_number(series: str) -> int:
    """Take the next number of a gapless series inside the caller's transaction.

    The counter's row stays locked until that transaction ends, so a crash gives the number back.
    """
    counter = hold_counter(series)
    counter.value += 1
    counter.save(update_fields=["value"])
    return counter.value


def lock(case_id: int) -> Case:
    """Return the case with its row locked until the transaction ends (on SQLite the whole base is)."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a case is changed inside a transaction only")
    return Case.objects.select_for_update().get(pk=case_id)


def open_case(guide: Guide, *, office_code: str, received_at: datetime, happening: Happening, **fields: object) -> Case:
    """Create a case with its reference and first event; the reference's year is that of receipt, locally."""
    year = guide.local_date(received_at).year
    series = f"{guide.reference_prefix}{year % 100:02d}-{office_code}"
    serial = take_number(f"case/{series}")
    case = Case(
        reference=str(make_reference(guide.reference_prefix, year, office_code, serial)),
        series=series,
        serial=serial,
        office_code=office_code,
        received_at=received_at,
        state=State.RECEIVED.value,
        **fields,
    )
    event = _link(case, happening)
    project(case, guide)
    case.save(force_insert=True)
    event.save(force_insert=True)
    return case


def move(guide: Guide, case: Case, happening: Happening, *, set_fields: Mapping[str, object] | None = None) -> Event:
    """Let ``happening`` happen to a locked case.

    Args:
        guide: for calendar and limits.
        case: locked by ``lock`` in the running transaction.
        happening: the event; the table in ``rules.lifecycle`` says where it leads.
        set_fields: further fields of the case that change with it.

    Raises:
        MoveNotAllowed: the table has no such move.
    """
    before = case.state
    target = step(State(before), happening.kind)
    for name, value in (set_fields or {}).items():
        setattr(case, name, value)
    case.state = target.to.value
    if happening.kind is EventKind.ACCEPTED:
        case.accepted_at = happening.at
    if target.closure is not None:
        case.closure, case.closed_at = target.closure.value, happening.at
    elif is_open(target.to):
        case.closure, case.closed_at = "", None  # a recalled letter opens its case again
    event = _link(case, happening)
    event.save(force_insert=True)
    if case.state != before or happening.kind in MOVES_A_CLOCK:
        project(case, guide)
    case.save()
    return event


def _link(case: Case, happening: Happening) -> Event:
    return history.link(
        case, happening.kind, by=happening.by, at=happening.at, data=happening.data, note=happening.note
    )


def take_turn(name: str) -> None:
    """Wait for one's turn: whoever takes the same turn next waits until this transaction ends."""
    hold_counter(f"turn/{name}")
