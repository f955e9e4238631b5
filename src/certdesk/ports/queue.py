"""Work that follows a step: put down in the same transaction, done at least once after it commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

Payload = Mapping[str, str | int]
"""What a job needs to know: ids and references, nothing personal."""

WORKER_LOST = "WorkerLost"
"""What stands as the error of a job whose worker went silent: killed, or out of memory."""


class Queue(Protocol):
    """Takes jobs by name. A job may run twice after a crash, so every job is idempotent."""

    def put(
        self, name: str, payload: Payload, *, key: str = "", not_before: datetime | None = None, patient: bool = False
    ) -> None:
        """Enqueue job ``name`` in the caller's transaction; a ``patient`` one lets every other go first.

        A second job of the same non-empty ``key`` that still waits is not put down again; jobs of one key
        never run at the same time.

        Raises:
            ValueError: the payload or the key holds something that may be personal.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job that one worker holds, for as long as its lease lasts."""

    id: int
    name: str
    payload: Payload
    key: str
    worker: str
    attempt: int  # 1 at the first try; also tells a late worker from the one that took over


class Workload(Protocol):
    """The queue's other end: a worker takes jobs from it and says how they went."""

    def claim(self, worker: str, *, lease: timedelta) -> Job | None:
        """Take the job that has been due longest, also one whose worker let its lease run out; None: nothing is due."""
        ...

    def renew(self, job: Job, *, lease: timedelta) -> bool:
        """Hold ``job`` for another ``lease``; False when it is no longer this worker's."""
        ...

    def finish(self, job: Job) -> bool:
        """Record that ``job`` is done; False when it is no longer this worker's."""
        ...

    def fail(self, job: Job, why: str, *, retry_at: datetime | None) -> bool:
        """Record why ``job`` failed: it waits until ``retry_at``, or has failed for good when that is None."""
        ...

    def take_slot(self, schedule: str, slot: datetime) -> bool:
        """Take a schedule's ``slot``, in the caller's transaction: True for one worker only, and only once."""
        ...

    def forget_done(self, before: datetime) -> int:
        """Delete the jobs that were done before that moment; return how many."""
        ...


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # tried often enough: a person decides


@dataclass(frozen=True, slots=True, kw_only=True)
class JobNote:
    """What an operator sees of a job."""

    id: int
    name: str
    state: JobState
    attempts: int
    due_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    last_error: str


class JobBoard(Protocol):
    """What an operator sees of the background work, and the one thing to do about it."""

    def counts(self) -> Mapping[JobState, int]:
        """Count the jobs in every state."""
        ...

    def waiting(self, limit: int = 100) -> Sequence[JobNote]:
        """Return the jobs that wait, the next one first."""
        ...

    def stuck(self, limit: int = 100) -> Sequence[JobNote]:
        """Return the jobs that should have been done by now: overdue, running too long, or failing again and again."""
        ...

    def failed(self, limit: int = 100) -> Sequence[JobNote]:
        """Return the jobs that failed for good, the latest first."""
        ...

    def last_sign_of_life(self) -> datetime | None:
        """Return when a worker last took a slot of a schedule; None: never."""
        ...

    def retry(self, job_id: int) -> bool:
        """Let a failed job run again, its attempts counted from nought; False when it is not a failed job."""
        ...
