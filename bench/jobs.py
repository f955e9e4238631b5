"""Jobs a second put down and run, and how fast a worker starts and stops, on SQLite and on PostgreSQL.

Run it as ``python bench/jobs.py [POSTGRES_URL] [--jobs N]``; ``tools/postgres.sh start DIR`` prints such an address,
but that server does not sync to disk: give your own to see what durability costs. SQLite syncs at every commit, as the
desk's settings say. Handlers do nothing, so this is the price of the queue alone.
"""

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from uuid import uuid4

import django
import psycopg
from django.conf import settings

from certdesk.config.settings import DATABASES

settings.configure(DATABASES=DATABASES, INSTALLED_APPS=["certdesk.adapters.job_queue"], USE_TZ=True)
django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import connections, transaction  # noqa: E402

from certdesk.adapters.job_queue.models import Job  # noqa: E402
from certdesk.adapters.job_queue.queue import TableQueue  # noqa: E402
from certdesk.adapters.job_queue.workload import TableWorkload  # noqa: E402
from certdesk.jobs.worker import run_until_idle, serve  # noqa: E402
from certdesk.ports.desk import Desk  # noqa: E402

ROUNDS = 3


class MachineClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.fromtimestamp(time.time(), UTC)


CLOCK = MachineClock()
QUEUE = TableQueue(CLOCK)
DESK = Desk(**{field.name: None for field in fields(Desk)} | {"clock": CLOCK, "queue": QUEUE})
HANDLERS = {"nothing": lambda _desk, _payload: None}


def put_down(jobs: int, *, keyed: bool) -> None:
    """Put jobs down, each in a transaction of its own."""
    for number in range(jobs):
        with transaction.atomic():
            QUEUE.put("nothing", {"number": number}, key=f"case:{number}" if keyed else "")


def rate(jobs: int, what: Callable[[], object]) -> float:
    """Return jobs a second."""
    start = time.perf_counter()
    what()
    return jobs / (time.perf_counter() - start)


def start_worker() -> subprocess.Popen[bytes]:
    """Start a worker process over the same database."""
    return subprocess.Popen([sys.executable, __file__, "--work"])


def wait_until_done(jobs: int) -> None:
    """Return when that many jobs are done."""
    while Job.objects.filter(state="done").count() < jobs:
        time.sleep(0.02)


def two_workers(jobs: int) -> float:
    """Return how many jobs a second two processes run that wait for work."""
    Job.objects.all().delete()
    workers = [start_worker(), start_worker()]
    time.sleep(2)  # both poll by now
    with transaction.atomic():
        put_down(jobs, keyed=False)
    speed = rate(jobs, lambda: wait_until_done(jobs))
    for worker in workers:
        worker.terminate()
        worker.wait()
    return speed


def start_and_stop() -> tuple[float, float]:
    """Return the seconds from starting a worker to its first job done, and from SIGTERM while idle to its end."""
    Job.objects.all().delete()
    put_down(1, keyed=False)
    began = time.perf_counter()
    worker = start_worker()
    wait_until_done(1)
    started = time.perf_counter() - began
    time.sleep(2)
    began = time.perf_counter()
    worker.send_signal(signal.SIGTERM)
    worker.wait()
    return started, time.perf_counter() - began


def measure(jobs: int) -> None:
    """Measure one database and print its lines."""
    call_command("migrate", verbosity=0)
    put: list[float] = []
    keyed: list[float] = []
    run: list[float] = []
    for _ in range(ROUNDS):
        Job.objects.all().delete()
        put.append(rate(jobs, lambda: put_down(jobs, keyed=False)))
        keyed.append(rate(jobs, lambda: put_down(jobs, keyed=True)))
        run.append(rate(2 * jobs, lambda: run_until_idle(DESK, TableWorkload(CLOCK), HANDLERS)))
    print(f"put down, no key      {statistics.median(put):8.0f} /s")
    print(f"put down, with a key  {statistics.median(keyed):8.0f} /s")
    print(f"run, one worker       {statistics.median(run):8.0f} /s")
    print(f"run, two processes    {statistics.median(two_workers(jobs) for _ in range(ROUNDS)):8.0f} /s")
    started, stopped = start_and_stop()
    print(f"start to first job    {started:8.2f} s")
    print(f"stop when idle        {stopped:8.2f} s")
    connections.close_all()


@contextmanager
def scratch_database(server: str) -> Iterator[str]:
    """Yield a database of its own on that server, or in a file."""
    if not server:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/jobs.sqlite3"
        return
    name = f"bench_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def main() -> None:
    """Measure each database in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("postgres", nargs="?", help="address of a PostgreSQL server that may create databases")
    parser.add_argument("--jobs", type=int, default=1000)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        serve(DESK, TableWorkload(CLOCK), HANDLERS, ())
    elif asked.measure:
        measure(asked.jobs)
    else:
        for server in ["", asked.postgres] if asked.postgres else [""]:
            with scratch_database(server) as url:
                print("PostgreSQL" if server else "SQLite", flush=True)
                command = [sys.executable, __file__, "--measure", "--jobs", str(asked.jobs)]
                subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=True)


if __name__ == "__main__":
    main()
