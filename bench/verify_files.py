"""Files brought for verification: genuine letters uploaded to the page, and everything that tests/…/attacks.py tries.

Run it as ``python -m bench verify-files``. The bar is 80 ms at p95 for an upload and one second for each attack. An
answer other than the right one stops the run.
"""

import argparse
import math
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench import office_day as day
from bench import place
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from tests.adapters.letters import attacks

from certdesk.adapters.letters import KeyFile, PadesSigner, create_rehearsal_keys
from certdesk.cases.staff import Actor
from certdesk.journey import keeping_log
from certdesk.journey.verifying import verify_file
from certdesk.rules.permissions import Role
from certdesk.stages.issue.models import Letter
from certdesk.stages.verify.verdict import Verdict
from certdesk.wiring import desk

PASSPHRASE = b"stranger"
UPLOAD_BAR, ATTACK_BAR = 0.08, 1.0  # seconds
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What one question cost: seconds that passed (the worst of three), and the most memory beside the file."""

    seconds: float
    megabytes: float


def main() -> None:
    """Issue letters, ask about each, then about what is made of one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=200)
    count = parser.parse_args().letters
    officer, approver = place.staff("officer", Role.OFFICER), place.staff("approver", Role.APPROVER)
    letters = [signed_letter(number, officer, approver) for number in range(count)]
    call_command("collectstatic", interactive=False, verbosity=0)
    keeping_log.checkpoint(desk())
    before = place.peak_megabytes()
    uploads(letters)
    with tempfile.TemporaryDirectory() as folder:
        costs = attacked(scene_of(letters, Path(folder)))
    report(costs, before)


def signed_letter(number: int, officer: Actor, approver: Actor) -> Letter:
    """Take one application to its letter."""
    case_id, said = day.receive(number)
    day.accept(case_id, said, officer)
    letter = day.draft(case_id, officer)
    day.approve(letter, day.preview(letter, approver), approver)
    day.sign(letter)
    letter.refresh_from_db()
    return letter


def uploads(letters: list[Letter]) -> None:
    """Upload every letter to the public page, and print what that takes."""
    client = Client(headers={"host": "localhost"})
    took, alone = [], []
    for letter in letters:
        pdf = desk().vault.get(letter.signed_sha256)
        began = time.perf_counter()
        answer = client.post("/v/", {"file": SimpleUploadedFile("letter.pdf", pdf)})
        took.append(time.perf_counter() - began)
        if letter.signed_sha256 not in answer.content.decode():
            sys.exit(f"letter {letter.number} was not recognised")
        began = time.perf_counter()
        verify_file(desk(), pdf)
        alone.append(time.perf_counter() - began)
    for what, seconds in (("uploaded to the page", took), ("examined, without the page", alone)):
        p95 = sorted(seconds)[math.ceil(len(seconds) * 0.95) - 1]
        missed = "" if p95 <= UPLOAD_BAR else f"   misses the bar of {UPLOAD_BAR * 1000:.0f} ms"
        p50 = statistics.median(seconds)
        print(f"{place.DATABASE:11}{what:28}p50 {p50 * 1000:6.1f} ms   p95 {p95 * 1000:6.1f} ms{missed}")


def scene_of(letters: list[Letter], folder: Path) -> attacks.Scene:
    """Return what forgers have at hand: a letter, another document, and a key of their own."""
    first, second = letters[:2]
    keys = create_rehearsal_keys(folder, at=desk().clock.now(), passphrase=PASSPHRASE)
    return attacks.Scene(
        signed=desk().vault.get(first.signed_sha256),
        approved=desk().vault.get(first.approved_sha256),
        foreign=desk().vault.get(second.approved_sha256) + b"\n%",
        at=desk().clock.now(),
        own=desk().signer,
        stranger=PadesSigner(KeyFile(keys.signer, PASSPHRASE), rehearsal=True),
    )


def attacked(scene: attacks.Scene) -> Mapping[str, Cost]:
    """Try everything; stop at a wrong answer."""
    costs = {}
    for forgeries, right in ((attacks.ALTERED, Verdict.ALTERED), (attacks.NOT_OURS, Verdict.NOT_OURS)):
        for name, forge in forgeries.items():
            costs[name] = cost_of(name, forge(scene), right)
    return costs


def cost_of(name: str, pdf: bytes, right: Verdict) -> Cost:
    """Ask three times for the time, and once more for the memory, whose count takes time itself."""
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        verdict = verify_file(desk(), pdf).verdict
        seconds.append(time.perf_counter() - began)
        if verdict is not right:
            sys.exit(f"{name}: {verdict} where {right} is right")
    tracemalloc.start()
    verify_file(desk(), pdf)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return Cost(max(seconds), peak / MIB)


def report(costs: Mapping[str, Cost], before: int) -> None:
    """Print a line for each attack, and the worst."""
    for name, cost in costs.items():
        missed = "" if cost.seconds < ATTACK_BAR else "   misses the bar"
        print(f"{place.DATABASE:11}{name:42}{cost.seconds * 1000:7.1f} ms{cost.megabytes:7.1f} MB{missed}")
    slowest, largest = (max(values) for values in zip(*((c.seconds, c.megabytes) for c in costs.values()), strict=True))
    print(
        f"{place.DATABASE:11}{len(costs)} attacks, each answered rightly: at most {slowest * 1000:.0f} ms and "
        f"{largest:.0f} MB beside the file; the process grew from {before} to {place.peak_megabytes()} MB"
    )


if __name__ == "__main__":
    main()
