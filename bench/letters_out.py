"""Letters a second through the whole journey: drafted and set, previewed and approved, signed and registered.

Run it as ``python -m bench letters-out``. Nothing is left out: two people, numbers, history, deadlines, the vault, a
mail to the holder in the outbox, and every commit is durable. ``bench/letters.py`` measures typesetting and signing
alone.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from bench import office_day as day
from bench import place

from certdesk.cases.staff import Actor
from certdesk.journey.verifying import verify_file
from certdesk.rules.permissions import Role
from certdesk.stages.issue.models import Letter, LetterState
from certdesk.stages.verify.verdict import Verdict
from certdesk.wiring import desk

Result = TypeVar("Result")
STEPS = ("draft", "preview", "approve", "sign")


class Watch:
    """Notes what each step costs: seconds that passed, and seconds of the processor."""

    def __init__(self) -> None:
        self.passed: dict[str, list[float]] = {step: [] for step in STEPS}
        self.worked: dict[str, list[float]] = {step: [] for step in STEPS}

    def time(self, step: str, work: Callable[[], Result]) -> Result:
        """Do a step."""
        began, busy = time.perf_counter(), time.process_time()
        result = work()
        self.passed[step].append(time.perf_counter() - began)
        self.worked[step].append(time.process_time() - busy)
        return result


def main() -> None:
    """Issue letters one after the other, and print what each step costs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=300)
    count = parser.parse_args().letters
    officer, approver = place.staff("officer", Role.OFFICER), place.staff("approver", Role.APPROVER)
    cases = [accepted_case(number, officer) for number in range(count + 1)]  # this is not measured
    issue(cases.pop(), officer, approver, Watch())  # fonts and key are loaded once in the life of a process
    watch = Watch()
    first = place.peak_megabytes()
    for case_id in cases:
        issue(case_id, officer, approver, watch)
    check(count + 1)
    report(watch, count, first)


def accepted_case(number: int, officer: Actor) -> int:
    """Bring an application up to its acceptance."""
    case_id, said = day.receive(number)
    day.accept(case_id, said, officer)
    return case_id


def issue(case_id: int, officer: Actor, approver: Actor, watch: Watch) -> None:
    """Take one case from its acceptance to the signed and registered letter."""
    letter = watch.time("draft", lambda: day.draft(case_id, officer))
    seen = watch.time("preview", lambda: day.preview(letter, approver))
    watch.time("approve", lambda: day.approve(letter, seen, approver))
    watch.time("sign", lambda: day.sign(letter))


def check(count: int) -> None:
    """Stop unless every letter is signed, numbered without a gap, and the last one genuine."""
    letters = Letter.objects.filter(state=LetterState.SIGNED).order_by("serial")
    if list(letters.values_list("serial", flat=True)) != list(range(1, count + 1)):
        sys.exit("the letters are not numbered without a gap")
    answer = verify_file(desk(), desk().vault.get(letters.latest("serial").signed_sha256))
    if answer.verdict is not Verdict.GENUINE:
        sys.exit(f"the last letter is not genuine: {answer.why}")


def report(watch: Watch, count: int, first: int) -> None:
    """Print a line for each step, and the rates."""
    for step in STEPS:
        passed, worked = (statistics.median(costs[step]) * 1000 for costs in (watch.passed, watch.worked))
        print(f"{place.DATABASE:11}{step:9}{passed:7.1f} ms, of them {worked:5.1f} ms of processor (medians)")
    made = sum(sum(watch.passed[step]) for step in ("draft", "sign"))
    whole = sum(sum(costs) for costs in watch.passed.values())
    busy = sum(sum(costs) for costs in watch.worked.values())
    print(
        f"{place.DATABASE:11}{count / made:.1f} letters/s set, signed and registered; {count / whole:.1f} with preview "
        f"and approval ({count / busy:.1f} by processor time); peak {place.peak_megabytes()} MB "
        f"(after the first letter: {first})"
    )


if __name__ == "__main__":
    main()
