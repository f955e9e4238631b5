"""What runs by the clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from certdesk.jobs.backoff import Backoff
from certdesk.ports.queue import Payload

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER_LONGER_THAN = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Puts job ``name`` down once in every slot of length ``every``; slots missed while nobody worked count once.

    Slots begin at ``offset`` after midnight UTC: a daily one at 00:10 in China has an offset of 16 h 10 min.
    """

    name: str
    every: timedelta
    offset: timedelta = timedelta(0)
    payload: Payload = field(default_factory=dict)

    @property
    def key(self) -> str:
        """One key for all its jobs: one waits at most, one runs at most."""
        return f"schedule:{self.name}"

    @property
    def backoff(self) -> Backoff:
        """A schedule that failed catches up soon after the trouble is over."""
        return Backoff(ceiling=max(NEVER_LONGER_THAN, min(self.every, Backoff().ceiling)))

    def slot(self, now: datetime) -> datetime:
        """Return the beginning of the slot that ``now`` is in."""
        start = EPOCH + self.offset
        return start + (now - start) // self.every * self.every


class Timetable:
    """Remembers which slots this worker has already asked for."""

    def __init__(self, schedules: Sequence[Schedule]) -> None:
        """Start with every slot still open."""
        self._schedules = schedules
        self._seen: dict[str, datetime] = {}

    def open_slots(self, now: datetime) -> Iterator[tuple[Schedule, datetime]]:
        """Yield each schedule whose slot has changed; a slot counts as seen when the caller asks for the next one."""
        for schedule in self._schedules:
            slot = schedule.slot(now)
            if self._seen.get(schedule.name) != slot:
                yield schedule, slot
                self._seen[schedule.name] = slot
