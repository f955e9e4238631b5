"""Counting verifications without a write for each: the counts of a few seconds go into the database together."""

import threading
from collections import Counter
from datetime import date

from django.conf import settings
from django.db import Error, connections

from certdesk import wiring
from certdesk.journey import verifying

_lock = threading.Lock()
_counted: Counter[tuple[str, date]] = Counter()


def count(letter_number: str) -> None:
    """Count one verification of a letter, today."""
    today = wiring.guide().local_date(wiring.clock().now())
    with _lock:
        first = not _counted
        _counted[letter_number, today] += 1
    if not settings.CERTDESK_COUNT_EVERY:
        write()
    elif first:
        timer = threading.Timer(settings.CERTDESK_COUNT_EVERY, _write_later)
        timer.daemon = True
        timer.start()


def write() -> None:
    """Write what was counted so far; while the database is away it waits for the next time."""
    with _lock:
        counts = Counter(_counted)
        _counted.clear()
    if not counts:
        return
    try:
        verifying.note_checks(counts)
    except Error:
        with _lock:
            _counted.update(counts)


def _write_later() -> None:
    write()
    connections.close_all()  # of this thread, which ends here
