"""Runs of digits told apart: identity numbers, certificate numbers, telephones."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from certdesk.rules.identity_number import read_identity_number


class Shape(StrEnum):
    """What a run of digits can be by its form alone."""

    IDENTITY = "identity"
    CERTIFICATE = "certificate"
    TELEPHONE = "telephone"


@dataclass(frozen=True, slots=True)
class Digits:
    """A number in the text, without its blanks and hyphens."""

    value: str
    shape: Shape
    start: int
    end: int


# A certificate's letters, digits, and an identity number's last X.
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]{1,2})?[0-9]{1,40}[Xx]?(?![A-Za-z0-9])|(?<![A-Za-z0-9])[Xx](?![A-Za-z0-9])"
)
_JOINT = re.compile(r" {0,3}[-.]? {0,3}|\) {0,2}")
_LANDLINE = re.compile(
    r"(?<![0-9])\(?(0[1-9][0-9]{1,2})\)?[ -]{0,3}([2-9][0-9]{6,7})(?:[ ]*[-转#][ ]*([0-9]{1,6}))?(?![0-9])"
)
_COUNTRY = re.compile(r"^(?:0086|86)(?=1[3-9][0-9]{9}$)")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_CERTIFICATE = re.compile(r"[0-9]{16}|[A-Z][0-9]{21}|[A-Z]{2}[0-9]{20}")
_IDENTITY = re.compile(r"[0-9]{17}[0-9X]|[0-9]{15}")
_MOST_PIECES = 6


def find_numbers(folded: str) -> tuple[Digits, ...]:
    """Find every number that has a form we know, in order. Landlines first: their hyphen would join what follows."""
    landlines = [
        Digits("-".join(part for part in match.groups() if part), Shape.TELEPHONE, match.start(), match.end())
        for match in _LANDLINE.finditer(folded)
    ]
    without = _LANDLINE.sub(lambda match: "|" * len(match[0]), folded)
    return tuple(sorted([*landlines, *_joined(without)], key=lambda found: found.start))


def _joined(folded: str) -> Iterator[Digits]:
    """Join pieces that people part with blanks or hyphens, until they have a known form."""
    tokens = list(_TOKEN.finditer(folded))
    index = 0
    while index < len(tokens):
        found, used = _longest_from(folded, tokens, index)
        if found is not None:
            yield found
        index += used


def _longest_from(folded: str, tokens: list[re.Match[str]], index: int) -> tuple[Digits | None, int]:
    value = ""
    for count in range(_MOST_PIECES):
        if index + count >= len(tokens):
            break
        token = tokens[index + count]
        if count and not _joins(folded, tokens[index + count - 1], token):
            break
        if count and shape_of(token[0].upper()) is not None:
            break  # a number of its own is not swallowed
        value += token[0].upper()
        shape = shape_of(value)
        if shape is not None:
            return Digits(_COUNTRY.sub("", value), shape, tokens[index].start(), token.end()), count + 1
    return None, 1


def _joins(folded: str, left: re.Match[str], right: re.Match[str]) -> bool:
    return _JOINT.fullmatch(folded, left.end(), right.start()) is not None


def shape_of(value: str) -> Shape | None:
    """Tell a number by its form: length, first digits, and a birth date where one must stand."""
    if _MOBILE.fullmatch(_COUNTRY.sub("", value)):
        return Shape.TELEPHONE
    if _CERTIFICATE.fullmatch(value):
        return Shape.CERTIFICATE
    if _IDENTITY.fullmatch(value) and value[0] in "12345689" and read_identity_number(value).birth is not None:
        return Shape.IDENTITY
    return None
