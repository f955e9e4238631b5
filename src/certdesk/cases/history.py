"""The append-only history: each event carries the keyed hash of the one before it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from certdesk.cases.models import Case, Counter, Event
from certdesk.cases.staff import Actor
from certdesk.rules.events import EventKind
from certdesk.sealing.cipher import CannotOpen, chain_hash
from certdesk.sealing.fields import desk_keys


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _event_hash(reference: str, event: Event) -> str:
    body = [
        event.previous_hash, reference, event.seq, event.kind, _moment(event.at),
        event.actor_id, event.actor_label, event.data, event.note,
    ]  # fmt: skip
    return chain_hash(desk_keys(), json.dumps(body, ensure_ascii=False, sort_keys=True).encode())


def _seal(reference: str, count: int, head: str) -> str:
    return chain_hash(desk_keys(), f"{reference}|{count}|{head}".encode())


def link(case: Case, kind: EventKind, *, by: Actor, at: datetime, data: Mapping[str, object], note: str) -> Event:
    """Make the next event of a locked or new case and move the chain's head to it.

    ``transitions`` alone calls this, and saves both.
    """
    event = Event(
        case=case,
        seq=case.history_count + 1,
        kind=kind.value,
        at=at,
        actor_id=by.user_id,
        actor_label=by.label,
        data=dict(data),
        note=note,
        previous_hash=case.history_head,
    )
    event.hash = _event_hash(case.reference, event)
    case.history_count, case.history_head = event.seq, event.hash
    case.history_seal = _seal(case.reference, event.seq, event.hash)
    return event


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the history is not what was written."""

    reference: str
    seq: int
    why: str


def check_case(case: Case) -> Iterator[Break]:
    """Yield every place where a case's chain is broken: altered, removed, slipped in or reordered."""
    previous = ""
    count = 0
    try:
        for event in case.events.order_by("seq"):
            count += 1
            yield from _check_event(case, event, count, previous)
            previous = event.hash
    except CannotOpen:
        yield Break(case.reference, count + 1, "事件备注无法解密或已被改动")
        return
    if (count, previous) != (case.history_count, case.history_head):
        yield Break(case.reference, count, "末尾事件缺失或多出")
    if case.history_seal != _seal(case.reference, case.history_count, case.history_head):
        yield Break(case.reference, count, "历史封条不符")


def _check_event(case: Case, event: Event, expected: int, previous: str) -> Iterator[Break]:
    if event.seq != expected:
        yield Break(case.reference, event.seq, f"序号应为{expected}：有事件被删除或调换")
    if event.previous_hash != previous:
        yield Break(case.reference, event.seq, "与前一事件不衔接")
    if event.hash != _event_hash(case.reference, event):
        yield Break(case.reference, event.seq, "内容被改动")


def check_all() -> Iterator[Break]:
    """Yield every broken chain, and every case number that was given out and is gone."""
    for case in Case.objects.order_by("id").iterator(chunk_size=500):
        yield from check_case(case)
    yield from _check_series()


def _check_series() -> Iterator[Break]:
    for counter in Counter.objects.filter(name__startswith="case/").order_by("name"):
        series = counter.name.removeprefix("case/")
        present = Case.objects.filter(series=series).count()
        if present != counter.value:
            yield Break(series, counter.value, f"已编{counter.value}号，现存{present}件：有办件被删除或添入")


def timeline(case: Case) -> list[Event]:
    """Return the events of a case, oldest first."""
    return list(case.events.order_by("seq"))


def looked_since(case: Case, actor: Actor, moment: datetime) -> bool:
    """Tell whether ``actor`` has asked to see the case unmasked since ``moment``."""
    found = case.events.filter(kind=EventKind.REVEALED.value, actor_id=actor.user_id, at__gte=moment)
    return actor.user_id is not None and found.exists()
