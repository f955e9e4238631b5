"""Which blanks nobody has noted: holes between the serials of those that were used or spoiled (G-02)."""

import itertools
import re
from collections.abc import Iterable, Iterator

FARTHEST_HOLE = 100  # more missing in a row: another box of blanks
_SERIAL = re.compile(r"(.*?)(\d+)")


def unaccounted(serials: Iterable[str]) -> tuple[str, ...]:
    """Return the serials that are missing between the noted ones, in order."""
    boxes: dict[tuple[str, int], set[int]] = {}
    for serial in serials:
        parts = _SERIAL.fullmatch(serial)
        if parts:
            boxes.setdefault((parts[1], len(parts[2])), set()).add(int(parts[2]))
    return tuple(
        f"{prefix}{number:0{digits}d}"
        for (prefix, digits), numbers in sorted(boxes.items())
        for number in _holes(sorted(numbers))
    )


def _holes(numbers: list[int]) -> Iterator[int]:
    for before, after in itertools.pairwise(numbers):
        if after - before <= FARTHEST_HOLE:
            yield from range(before + 1, after)
