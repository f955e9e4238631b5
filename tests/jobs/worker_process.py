"""A real worker, and whoever puts jobs down for it, each in a process of its own over one database.

Usage: worker_process.py migrate|put|hold|work|drain|report TRACE [ARGUMENT]...
What happens is written to the file TRACE, a line each.
"""

import json
import os
import sys
import time
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.conf import settings

from certdesk.config.settings import DATABASES

settings.configure(DATABASES=DATABASES, INSTALLED_APPS=["certdesk.adapters.job_queue"], USE_TZ=True)
django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import transaction  # noqa: E402

from certdesk.adapters.job_queue.models import Job  # noqa: E402
from certdesk.adapters.job_queue.queue import TableQueue  # noqa: E402
from certdesk.adapters.job_queue.workload import TableWorkload  # noqa: E402
from certdesk.jobs.schedule import Schedule  # noqa: E402
from certdesk.jobs.stop import StopSignal  # noqa: E402
from certdesk.jobs.worker import Pace, Worker  # noqa: E402
from certdesk.ports.desk import Desk  # noqa: E402

TRACE = Path(sys.argv[2])
ETERNITY = 600


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.fromtimestamp(time.time(), UTC)


def note(line: str) -> None:
    """Append one line; short appends do not mix."""
    with TRACE.open("a") as trace:
        trace.write(f"{line}\n")


def noted(line: str) -> bool:
    """Tell whether that line stands already."""
    return line in TRACE.read_text().splitlines()


def mark(_desk: Desk, payload: dict[str, int]) -> None:
    """Say when it begins and ends, and take a moment."""
    note(f"begin {payload['number']}")
    time.sleep(payload.get("milliseconds", 0) / 1000)
    note(f"end {payload['number']}")


def hang_before_effect(_desk: Desk, payload: dict[str, int]) -> None:
    """Hang at the first try, before anything is done."""
    _effect_once(f"effect {payload['number']}", hang_before=True, hang_after=False)


def hang_after_effect(_desk: Desk, payload: dict[str, int]) -> None:
    """Hang at the first try, when everything is done but not recorded."""
    _effect_once(f"effect {payload['number']}", hang_before=False, hang_after=True)


def _effect_once(effect: str, *, hang_before: bool, hang_after: bool) -> None:
    first = not noted("try")
    note("try")
    if first and hang_before:
        time.sleep(ETERNITY)
    if not noted(effect):
        note(effect)
    if first and hang_after:
        time.sleep(ETERNITY)


HANDLERS = {
    "mark": mark,
    "hang_before_effect": hang_before_effect,
    "hang_after_effect": hang_after_effect,
    "tick": mark,
}


def put(name: str, count: int, milliseconds: int) -> None:
    """Put down ``count`` jobs, each in its own transaction."""
    for number in range(count):
        TableQueue(RealClock()).put(name, {"number": number, "milliseconds": milliseconds})


def hold(key: str) -> None:
    """Put a job down, and keep the transaction open until a line is read."""
    with transaction.atomic():
        TableQueue(RealClock()).put("mark", {"number": 1}, key=key)
        note("held")
        sys.stdin.readline()
        note("about to commit")


def work(schedules: list[Schedule]) -> None:
    """Work until a signal."""
    clock = RealClock()
    desk = Desk(**{field.name: None for field in fields(Desk)} | {"clock": clock, "queue": TableQueue(clock)})
    with StopSignal() as stop:
        note(f"worker {os.getpid()} listens")
        Worker(desk, TableWorkload(clock), HANDLERS, schedules, pace=Pace(lease=timedelta(seconds=1))).run(stop)


def main(command: str, *arguments: str) -> None:
    """Do what the command line says."""
    match command:
        case "migrate":
            call_command("migrate", verbosity=0)
        case "put":
            put(arguments[0], int(arguments[1]), int(arguments[2]))
        case "hold":
            hold(arguments[0])
        case "work":
            every = [timedelta(seconds=float(seconds)) for seconds in arguments]
            work([Schedule(name="tick", every=span, payload={"number": 0, "milliseconds": 0}) for span in every])
        case "report":
            print(json.dumps(list(Job.objects.order_by("id").values("name", "state", "attempts", "last_error"))))  # noqa: T201


main(sys.argv[1], *sys.argv[3:])
