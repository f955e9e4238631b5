"""How often a letter was verified, by day: counts only, nothing of whoever asked."""

from collections.abc import Mapping
from datetime import date

from django.db.models import F, Sum

from certdesk.stages.issue.models import Letter
from certdesk.stages.issue.queries import letter_by_number
from certdesk.stages.verify.models import LetterCheck

DAYS_SHOWN = 30


def add_checks(counts: Mapping[tuple[str, date], int]) -> None:
    """Add to the counts of letters, named by their number, in the caller's transaction."""
    for (number, day), count in counts.items():
        letter = letter_by_number(number)
        if letter is not None:
            row, _new = LetterCheck.objects.get_or_create(letter=letter, day=day)
            LetterCheck.objects.filter(pk=row.pk).update(count=F("count") + count)


def checks_of(letter: Letter) -> list[tuple[date, int]]:
    """Return the latest days on which a letter was verified, newest first, each with how often."""
    rows = letter.checks.filter(count__gt=0).order_by("-day").values_list("day", "count")
    return list(rows[:DAYS_SHOWN])


def total_checks(letter: Letter) -> int:
    """Return how often a letter was verified in all."""
    return letter.checks.aggregate(total=Sum("count"))["total"] or 0
