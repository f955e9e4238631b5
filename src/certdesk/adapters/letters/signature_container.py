"""Where a PDF's signatures stand in its bytes, found without parsing the PDF.

A signature covers the whole file but the gap that holds it. So whoever trusts one needs to know the gap and nothing
else of the file's structure, and a hostile structure is never walked.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice

from asn1crypto import parser

MOST_HEX_DIGITS = 128 * 1024

_BYTE_RANGE = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}0\s{1,9}(\d{1,8})\s{1,9}(\d{1,8})\s{1,9}(\d{1,8})\s{0,9}\]")
_MADE_AT = re.compile(rb"/M\s{0,9}\(D:(\d{14})(?:Z|([+-])(\d\d)'?(\d\d)?)")
_OCTAL = re.compile(rb"\\([0-3][0-7]{2})")
_NEIGHBOURHOOD = 2048  # how far from its gap a signature's own dictionary may reach


@dataclass(frozen=True, slots=True)
class Container:
    """One signature in a file: the gap it stands in, what it covers, and when it says it was made."""

    gap: bytes
    covered: bytes
    to_the_end: bool
    made_at: datetime | None

    def cms(self) -> bytes:
        """Return the signature's DER.

        Raises:
            ValueError: the gap holds no hex string, or too long a one.
        """
        if len(self.gap) > MOST_HEX_DIGITS or not (self.gap.startswith(b"<") and self.gap.endswith(b">")):
            raise ValueError("the gap is no hex string")
        content = bytes.fromhex(self.gap[1:-1].decode("ascii"))
        return content[: parser.peek(content)]

    def hides_something(self) -> bool:
        """Tell whether the gap, which no signature can cover, holds anything beside the signature and zeros."""
        digits = self.cms().hex().encode()
        return self.gap.lower() != b"<" + digits.ljust(len(self.gap) - 2, b"0") + b">"


def containers(pdf: bytes, *, at_most: int) -> list[Container]:
    """Return the signatures whose byte range begins with the file, in the order of their dictionaries."""
    found = islice(_BYTE_RANGE.finditer(pdf), at_most)
    return [_container(pdf, *map(int, match.groups())) for match in found]


def _container(pdf: bytes, gap_start: int, gap_end: int, tail: int) -> Container:
    return Container(
        gap=pdf[gap_start:gap_end],
        covered=pdf[:gap_start] + pdf[gap_end : gap_end + tail],
        to_the_end=gap_end + tail == len(pdf),
        made_at=_made_at(pdf[max(0, gap_start - _NEIGHBOURHOOD) : gap_start], pdf[gap_end : gap_end + _NEIGHBOURHOOD]),
    )


def _made_at(before: bytes, after: bytes) -> datetime | None:
    """Read the moment of signing from the dictionary around the gap."""
    own = before.rpartition(b" obj")[2] + after.partition(b"endobj")[0]
    found = _MADE_AT.search(_OCTAL.sub(lambda escaped: bytes([int(escaped[1], 8)]), own))
    if found is None:
        return None
    digits, sign, hours, minutes = found.groups()
    try:
        moment = datetime.strptime(digits.decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        if sign is None:
            return moment
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return moment.replace(tzinfo=timezone(offset if sign == b"+" else -offset))
    except ValueError:
        return None
