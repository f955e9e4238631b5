"""The clocks of a case, computed from its history and the calendar; nothing is counted down (design rule 2)."""

from collections.abc import Iterator, Sequence

from certdesk.cases.models import Case, Event
from certdesk.guide.model import Guide
from certdesk.rules.deadlines import Deadlines, Pause, deadlines
from certdesk.rules.events import EventKind
from certdesk.rules.lifecycle import State

_CLOCK = (EventKind.SUPPLEMENT_REQUESTED.value, EventKind.SUPPLEMENT_RECEIVED.value, EventKind.DISPATCHED.value)
#: What moves a due date without moving the case to another state.
MOVES_A_CLOCK = frozenset({EventKind.DISPATCHED, EventKind.READY_FOR_PICKUP})


def _pauses(events: Sequence[Event], guide: Guide) -> Iterator[Pause]:
    started = None
    for event in events:
        if event.kind == EventKind.SUPPLEMENT_REQUESTED.value:
            started = guide.local_date(event.at)
        elif event.kind == EventKind.SUPPLEMENT_RECEIVED.value and started is not None:
            yield Pause(started, guide.local_date(event.at))
            started = None
    if started is not None:
        yield Pause(started, None)


def clocks(case: Case, guide: Guide) -> Deadlines:
    """Compute both deadlines of a case with their explanation (G-15, G-16, D-6, D-7)."""
    events = list(case.events.filter(kind__in=_CLOCK).order_by("seq")) if case.pk else []
    return deadlines(
        guide.local_date(case.received_at),
        accepted=guide.local_date(case.accepted_at) if case.accepted_at else None,
        pauses=tuple(_pauses(events, guide)),
        calendar=guide.calendar,
        limits=guide.limits,
    )


def project(case: Case, guide: Guide) -> None:
    """Put the date that is due next into the case's row, so that a worklist can be sorted by it."""
    case.due_on, case.due_provisional = None, False
    if case.state in {State.RECEIVED, State.ACCEPTED, State.DECIDED, State.ISSUED} and not _delivered(case):
        computed = clocks(case, guide)
        case.due_on = computed.issue_by if case.accepted_at else computed.accept_by
        case.due_provisional = computed.provisional


def _delivered(case: Case) -> bool:
    """Tell whether the second clock has stopped: posted, or ready at the counter (G-16, G-18)."""
    if case.state != State.ISSUED:
        return False
    done = (EventKind.SIGNED.value, EventKind.DISPATCHED.value, EventKind.READY_FOR_PICKUP.value)
    last = case.events.filter(kind__in=done).order_by("-seq").values_list("kind", flat=True).first()
    return last not in {None, EventKind.SIGNED.value}  # of the letter that stands, not of one recalled


def recompute(case: Case, guide: Guide) -> bool:
    """Compute the due date of a locked case anew, after a new holiday notice; return whether it moved."""
    before = (case.due_on, case.due_provisional)
    project(case, guide)
    if (case.due_on, case.due_provisional) == before:
        return False
    case.save(update_fields=["due_on", "due_provisional"])
    return True
