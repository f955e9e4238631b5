"""How often a letter was verified, by day: counts only, nothing of whoever asked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection
from django.db.models import Sum

from certdesk.stages.issue.models import Letter

DAYS_SHOWN = 30
AT_ONCE = 500  # letters in one question


def add_checks(counts: Mapping[tuple[str, date], int]) -> None:
    """Add to the counts of letters, named by their number, in the caller's transaction: a few statements for all."""
    ids = _ids({number for number, _day in counts})
    rows = [(ids[number], day, count) for (number, day), count in counts.items() if number in ids]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO verify_lettercheck (letter_id, day, count) VALUES (%s, %s, %s)"
            " ON CONFLICT (letter_id, day) DO UPDATE SET count = verify_lettercheck.count + excluded.count",
            rows,
        )


def _ids(numbers: Iterable[str]) -> Mapping[str, int]:
    """Return the rows of signed letters by their numbers."""
    serials: defaultdict[str, list[int]] = defaultdict(list)
    for number in numbers:
        series, _, serial = number.rpartition("-")
        serials[series].append(int(serial))
    found: dict[str, int] = {}
    for series, wanted in serials.items():
        for start in range(0, len(wanted), AT_ONCE):
            rows = Letter.objects.filter(series=series, serial__in=wanted[start : start + AT_ONCE])
            pairs = rows.exclude(signed_sha256="").values_list("serial", "pk")
            found |= {f"{series}-{serial:05d}": pk for serial, pk in pairs}
    return found


def checks_of(letter: Letter) -> list[tuple[date, int]]:
    """Return the latest days on which a letter was verified, newest first, each with how often."""
    rows = letter.checks.filter(count__gt=0).order_by("-day").values_list("day", "count")
    return list(rows[:DAYS_SHOWN])


def total_checks(letter: Letter) -> int:
    """Return how often a letter was verified in all."""
    return letter.checks.aggregate(total=Sum("count"))["total"] or 0
