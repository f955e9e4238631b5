"""The worker: claim a job in one transaction, run its handler, record how it went. It forks nothing.

A child forked after typst has compiled hangs for ever, so one process runs one job at a time; for more, start more.
"""

import logging
import os
import secrets
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from django.db import Error, connections, transaction

from certdesk.jobs.backoff import Backoff
from certdesk.jobs.failure import describe
from certdesk.jobs.lease import kept
from certdesk.jobs.schedule import Schedule, Timetable
from certdesk.jobs.stop import StopSignal
from certdesk.ports.desk import Desk
from certdesk.ports.queue import WORKER_LOST, Job, Payload, Workload

log = logging.getLogger(__name__)
HOUSEKEEPING = Schedule(name="forget_done_jobs", every=timedelta(hours=1))
KEEP_DONE = timedelta(days=7)


class Handler(Protocol):
    """Does the work of one kind of job. It may run twice for one job, so a second run changes nothing."""

    def __call__(self, desk: Desk, payload: Payload, /) -> None:
        """Do it, or raise: the job is then tried again later."""
        ...


Handlers = Mapping[str, Handler]


class NoHandler(Exception):
    """Nobody here knows a job of that name; perhaps a newer worker does."""


def no_handler(_desk: Desk, _payload: Payload, /) -> None:
    """Fail for want of a handler."""
    raise NoHandler


class Stop(Protocol):
    """Tells a worker when to end."""

    requested: bool

    def wait(self, seconds: float) -> None:
        """Sleep, but wake when an end is requested."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long a worker holds, waits and insists."""

    lease: timedelta = timedelta(seconds=60)  # a job of a killed worker runs again after this
    longest: timedelta = timedelta(hours=1)  # a job that hangs is let go after this
    first_pause: float = 0.2  # seconds without work
    longest_pause: float = 1.0
    backoff: Backoff = field(default_factory=Backoff)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a worker has done so far."""

    done: int = 0
    failed: int = 0  # tries that failed, not jobs


class Worker:
    """Runs jobs one after the other."""

    def __init__(
        self,
        desk: Desk,
        workload: Workload,
        handlers: Handlers,
        schedules: Sequence[Schedule] = (),
        *,
        pace: Pace | None = None,
    ) -> None:
        """Take the desk to work on and the table of what to do."""
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self.tally = Tally()
        self._desk, self._workload, self._handlers = desk, workload, handlers
        self._pace = pace or Pace()
        self._timetable = Timetable([*schedules, HOUSEKEEPING])
        self._backoffs = {schedule.name: schedule.backoff for schedule in schedules}

    def run(self, stop: Stop) -> None:
        """Work until told to stop; whatever happens to a job or to the database, go on."""
        log.info("worker %s started", self.name)
        pause = self._pace.first_pause
        while not stop.requested:
            if self._turn():
                pause = self._pace.first_pause
            else:
                stop.wait(pause)
                pause = min(2 * pause, self._pace.longest_pause)
        connections.close_all()
        log.info("worker %s stopped: %d done, %d tries failed", self.name, self.tally.done, self.tally.failed)

    def step(self) -> bool:
        """Run the next due job; False when there is none."""
        job = self._workload.claim(self.name, lease=self._pace.lease)
        if job is None:
            return False
        if job.attempt > self._backoff(job).attempts:
            self._workload.fail(job, WORKER_LOST, retry_at=None)
            log.error("job %d %s: given up, its worker was lost every time", job.id, job.name)
            return True
        with kept(self._workload, job, lease=self._pace.lease, longest=self._pace.longest):
            error = self._call(job)
        if error is None:
            self._finish(job)
        else:
            self._fail(job, error)
        return True

    def put_due_schedules(self) -> None:
        """Put down the jobs of every slot that has begun; of several workers one does."""
        now = self._desk.clock.now()
        for schedule, slot in self._timetable.open_slots(now):
            with transaction.atomic():
                if not self._workload.take_slot(schedule.name, slot):
                    continue
                if schedule is HOUSEKEEPING:
                    self._workload.forget_done(now - KEEP_DONE)
                else:
                    self._desk.queue.put(schedule.name, schedule.payload, key=schedule.key)

    def _turn(self) -> bool:
        """Take one turn; a database that is away is a reason to wait, not to stop."""
        try:
            self.put_due_schedules()
            return self.step()
        except Error as error:
            log.warning("the database does not answer, the worker waits: %s", describe(error))
            connections.close_all()
            return False

    def _call(self, job: Job) -> Exception | None:
        """Run the handler; return what it raised."""
        try:
            self._handlers.get(job.name, no_handler)(self._desk, job.payload)
        except Exception as error:  # noqa: BLE001 - no handler may stop the worker
            _drop_broken_connections()
            return error
        return None

    def _backoff(self, job: Job) -> Backoff:
        """Return how patient to be with ``job``."""
        return self._backoffs.get(job.name, self._pace.backoff)

    def _finish(self, job: Job) -> None:
        """Record success."""
        self.tally.done += 1
        if self._workload.finish(job):
            log.debug("job %d %s: done", job.id, job.name)
        else:
            log.warning("job %d %s: done, but another worker had taken it over", job.id, job.name)

    def _fail(self, job: Job, error: Exception) -> None:
        """Record failure, and when to try again."""
        self.tally.failed += 1
        why = describe(error)
        retry_at = self._backoff(job).retry_at(job.attempt, self._desk.clock.now())
        self._workload.fail(job, why, retry_at=retry_at)
        if retry_at is None:
            log.error("job %d %s: failed for good after %d tries: %s", job.id, job.name, job.attempt, why)
        else:
            log.warning("job %d %s: try %d failed, next at %s: %s", job.id, job.name, job.attempt, retry_at, why)


def _drop_broken_connections() -> None:
    """Close connections that the handler left unusable; one inside a transaction belongs to whoever opened that."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def serve(desk: Desk, workload: Workload, handlers: Handlers, schedules: Sequence[Schedule]) -> None:
    """Work until SIGTERM or SIGINT; call it from the main thread."""
    with StopSignal() as stop:
        Worker(desk, workload, handlers, schedules).run(stop)


def run_until_idle(desk: Desk, workload: Workload, handlers: Handlers, schedules: Sequence[Schedule] = ()) -> Tally:
    """Put down what the schedules ask for now, run every job that is due, and return; faults of the database raise."""
    worker = Worker(desk, workload, handlers, schedules)
    worker.put_due_schedules()
    while worker.step():
        pass
    return worker.tally
