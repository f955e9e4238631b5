"""How often a letter was verified, by day: counts only, nothing of whoever asked."""

from collections.abc import Mapping
from datetime import date

from django.db import connection
from django.db.models import Sum

from certdesk.stages.issue.models import Letter

DAYS_SHOWN = 30


def add_checks(counts: Mapping[tuple[int, date], int]) -> None:
    """Add to the counts of letters, named by their rows, in the caller's transaction; one that is gone is passed over.

    Whoever was answered has the row at hand: to look every letter up again by its number, once for each count, held
    the visitors up for a fifth of a second at a time.
    """
    in_one_order = sorted(counts.items())  # or two processes might wait for one another
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO verify_lettercheck (letter_id, day, count)"
            " SELECT id, %s, %s FROM issue_letter WHERE id = %s"
            " ON CONFLICT (letter_id, day) DO UPDATE SET count = verify_lettercheck.count + excluded.count",
            [(day, count, letter) for (letter, day), count in in_one_order],
        )


def checks_of(letter: Letter) -> list[tuple[date, int]]:
    """Return the latest days on which a letter was verified, newest first, each with how often."""
    rows = letter.checks.filter(count__gt=0).order_by("-day").values_list("day", "count")
    return list(rows[:DAYS_SHOWN])


def total_checks(letter: Letter) -> int:
    """Return how often a letter was verified in all."""
    return letter.checks.aggregate(total=Sum("count"))["total"] or 0
