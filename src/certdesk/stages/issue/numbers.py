"""Numbers of letters: per office and year, without gaps (see docs/decisions/0003-letter-numbers.md).

The number is printed in the bytes that are approved, so a draft holds one; a draft that is returned
gives its number back and the next draft takes the smallest free one.
"""

from dataclasses import dataclass

from certdesk.cases.transitions import hold_counter
from certdesk.stages.issue.models import Letter


@dataclass(frozen=True, slots=True)
class LetterNumber:
    """A number of the series of one office and year."""

    series: str
    serial: int

    def __str__(self) -> str:
        """Print as it stands on the letter."""
        return f"{self.series}-{self.serial:05d}"


def reserve(series: str) -> LetterNumber:
    """Take the smallest free number of a series inside the caller's transaction; the counter's lock orders takers."""
    counter = hold_counter(f"letter/{series}")
    returned = _smallest_returned(series, counter.value)
    if returned is not None:
        return LetterNumber(series, returned)
    counter.value += 1
    counter.save(update_fields=["value"])
    return LetterNumber(series, counter.value)


def _smallest_returned(series: str, highest: int) -> int | None:
    """Return the smallest number that a returned draft gave back."""
    held = Letter.objects.filter(series=series, serial__isnull=False)
    if held.count() == highest:
        return None
    taken = set(held.values_list("serial", flat=True))
    return next(serial for serial in range(1, highest + 1) if serial not in taken)
