"""The reference of a case, readable over the telephone: XY26-00-000123-6.

Prefix, year, office, serial and a check digit by ISO 7064 MOD 11,10 over all the digits before it. That system
catches every single wrong digit and, of two neighbours swapped, 98 in 100.
"""

import re
import unicodedata
from dataclasses import dataclass

GAP = r"[\s\-‐‑‒–—―−_]{0,4}"  # whatever people put for a hyphen
PATTERN = re.compile(
    rf"(?<![A-Z0-9])([A-Z]{{1,4}}){GAP}([0-9]{{2}}){GAP}([0-9]{{2}}){GAP}([0-9]{{6,9}}){GAP}([0-9])(?![0-9])"
)
MODULUS = 10
LARGEST_SERIAL = 999_999_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The parts of a case reference; ``str`` gives its one written form."""

    prefix: str
    year: int  # two digits
    office: str
    serial: int

    @property
    def check(self) -> str:
        """The check digit."""
        return check_digit(f"{self.year:02d}{self.office}{self.serial:06d}")

    def __str__(self) -> str:
        return f"{self.prefix}{self.year:02d}-{self.office}-{self.serial:06d}-{self.check}"


def make_reference(prefix: str, year: int, office: str, serial: int) -> Reference:
    """Make the reference of the ``serial``-th case of an office in a year (four digits or two).

    Raises:
        ValueError: a part does not fit the written form.
    """
    if not re.fullmatch(r"[A-Z]{1,4}", prefix) or not re.fullmatch(r"[0-9]{2}", office):
        raise ValueError(f"no reference can be made of prefix {prefix!r} and office {office!r}")
    if not 0 < serial <= LARGEST_SERIAL or year < 0:
        raise ValueError(f"no reference can be made of year {year} and serial {serial}")
    return Reference(prefix=prefix, year=year % 100, office=office, serial=serial)


def find_references(text: str) -> tuple[Reference, ...]:
    """Find every sound reference in a text, such as a mail's subject, however it is spaced; each once."""
    found: dict[Reference, None] = {}
    for prefix, year, office, serial, check in PATTERN.findall(unicodedata.normalize("NFKC", text).upper()):
        reference = Reference(prefix=prefix, year=int(year), office=office, serial=int(serial))
        if int(serial) > 0 and reference.check == check:
            found[reference] = None
    return tuple(found)


def read_reference(text: str) -> Reference | None:
    """Return the first sound reference in ``text``, or None."""
    return next(iter(find_references(text)), None)


def check_digit(digits: str) -> str:
    """Compute the check digit of ISO 7064 MOD 11,10."""
    carry = MODULUS
    for digit in digits:
        carry = (int(digit) + carry) % MODULUS or MODULUS
        carry = carry * 2 % (MODULUS + 1)
    return str((MODULUS + 1 - carry) % MODULUS)
