"""Mails a second from the mailbox into cases: stored, parsed, understood, told apart from repeats.

Run it as ``python -m bench mails-in``. Nothing is left out: each mail lies encrypted on the disk before it is looked
at, each case has its reference, its history, its deadline and its answer in the queue, and every commit is durable.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path

from bench import place
from bench.sample_mails import SampleMailbox
from django.conf import settings

from certdesk.journey import receiving
from certdesk.stages.intake.queries import by_bucket
from certdesk.wiring import desk

ROUNDS = 3


def main() -> None:
    """Take mails in and print how fast that went, and the most memory it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=900)
    parser.add_argument("--photos", type=int, default=0, help="photos of 2 MB in each mail")
    arguments = parser.parse_args()
    desk()  # keys and guide are loaded once in the life of a process
    mailbox = SampleMailbox(Path(settings.CERTDESK_MAILBOX.partition(":")[2]), photos=arguments.photos)
    share = max(arguments.mails // ROUNDS, 1)
    before = place.peak_megabytes()
    took = [take_in(mailbox, share) for _ in range(ROUNDS if arguments.mails >= ROUNDS else 1)]
    repeated = mailbox.mails - mailbox.applications
    if by_bucket() != {"application": mailbox.applications} | ({"duplicate": repeated} if repeated else {}):
        sys.exit(f"the mails did not end where they belong: {by_bucket()}")
    rates = [share / seconds for seconds, _ in took]
    processor = statistics.median(cpu for _, cpu in took) / share * 1000
    print(
        f"{place.DATABASE:11}{arguments.photos} photos  {statistics.median(rates):7.1f} mails/s "
        f"({min(rates):.1f} to {max(rates):.1f} in {len(rates)} rounds of {share})  "
        f"{processor:6.1f} ms of processor a mail  peak {place.peak_megabytes()} MB (before: {before})"
    )


def take_in(mailbox: SampleMailbox, count: int) -> tuple[float, float]:
    """Return the seconds, and those of the processor, that so many new mails take."""
    mailbox.add(count)
    began, worked = time.perf_counter(), time.process_time()
    receiving.fetch_mail(desk())
    return time.perf_counter() - began, time.process_time() - worked


if __name__ == "__main__":
    main()
