"""Forks a process for every step of a desk's day, so that a test can kill each at any moment.

It is told one command a line: ``start STEP`` answers with the id of a new process that runs the step, ``wait ID``
with its exit code, or the negative number of the signal that ended it. All modules are loaded once, before the first
fork; this process itself opens neither the database nor a font.
"""

import os
import sys
import traceback
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up first
from tests.crash import steps  # noqa: E402
from tests.crash.facts import facts  # noqa: E402

STEPS = {"facts": facts} | {
    step.__name__: step
    for step in (
        steps.prepare,
        steps.fetch,
        steps.open_parked,
        steps.work,
        steps.drain,
        steps.accept,
        steps.draft,
        steps.approve,
    )
}


def start(step: str) -> int:
    """Fork a process that runs the step; return its id."""
    child = os.fork()
    if child:
        return child
    try:
        STEPS[step]()
    except BaseException:  # noqa: BLE001 - whatever it is, the forked process ends here
        with (Path(settings.HOME) / "faults").open("a") as faults:
            faults.write(f"{step}: {traceback.format_exc()}\n")
        os._exit(1)
    os._exit(0)


def main() -> None:
    """Do what is asked until nobody asks any more."""
    commands = {"start": start, "wait": lambda child: os.waitstatus_to_exitcode(os.waitpid(int(child), 0)[1])}
    for line in sys.stdin:
        command, argument = line.split()
        print(commands[command](argument), flush=True)  # noqa: T201 - this is the answer


main()
