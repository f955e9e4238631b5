"""Holding on to a job that takes longer than its lease."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

from django.db import Error, connections

from certdesk.ports.queue import Job, Workload

log = logging.getLogger(__name__)
RENEWALS_PER_LEASE = 3  # two may be late or fail before the lease is lost


@contextmanager
def kept(workload: Workload, job: Job, *, lease: timedelta, longest: timedelta) -> Iterator[Thread]:
    """Renew the lease of ``job`` from the yielded thread until the block ends, but never beyond ``longest``.

    A job that hangs must not be held for ever: after ``longest`` its lease runs out, and another worker takes it.
    """
    over = Event()
    times = int(longest / lease * RENEWALS_PER_LEASE)
    pause = (lease / RENEWALS_PER_LEASE).total_seconds()
    thread = Thread(target=_renew, args=(workload, job, lease, over, pause, times), name="lease", daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        over.set()
        thread.join()


def _renew(workload: Workload, job: Job, lease: timedelta, over: Event, pause: float, times: int) -> None:
    """Renew until told to stop, until the job is somebody else's, or until it has been held long enough."""
    try:
        for _ in range(times):
            if over.wait(pause):
                return
            try:
                held = workload.renew(job, lease=lease)
            except Error as error:
                log.warning("job %d %s: lease not renewed (%s)", job.id, job.name, type(error).__qualname__)
                connections.close_all()
                continue
            if not held:
                log.warning("job %d %s: the lease was lost; another worker has the job", job.id, job.name)
                return
        log.warning("job %d %s: runs for too long; its lease is not renewed any more", job.id, job.name)
    finally:
        connections.close_all()  # this thread's own
