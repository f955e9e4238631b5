"""Counting verifications without a write for each: the counts of a few seconds go into the database together."""

import threading
from collections import Counter
from datetime import date

from django.conf import settings
from django.db import Error, connections

from certdesk import wiring
from certdesk.journey import verifying

_lock = threading.Lock()
_counted: Counter[tuple[int, date]] = Counter()
_planned = threading.Event()


def count(letter: int) -> None:
    """Count one verification of a letter, named by its row, today."""
    today = wiring.guide().local_date(wiring.clock().now())
    with _lock:
        _counted[letter, today] += 1
    if settings.CERTDESK_COUNT_EVERY:
        _plan()
    else:
        write()


def write() -> bool:
    """Write what was counted so far; while the database is away it is kept, and the answer is False."""
    with _lock:
        counts = Counter(_counted)
        _counted.clear()
    if not counts:
        return True
    try:
        verifying.note_checks(counts)
    except Error:
        with _lock:
            _counted.update(counts)
        return False
    return True


def _plan(*, again: bool = False) -> None:
    """Let the counts be written soon, once; a server that stops waits for it, but not for one tried in vain before."""
    with _lock:
        if _planned.is_set():
            return
        _planned.set()
    timer = threading.Timer(settings.CERTDESK_COUNT_EVERY, _write_later)
    timer.daemon = again
    timer.start()


def _write_later() -> None:
    _planned.clear()  # first: what is counted from now on may come too late for this time
    written = write()
    connections.close_all()  # of this thread, which ends here
    if not written:
        _plan(again=True)
