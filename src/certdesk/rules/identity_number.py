"""Reads a resident identity number: 18 digits with a check character, or the older 15 (GB 11643)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from certdesk.rules.wording import Sentence

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # ISO 7064 MOD 11-2
CHECK_CHARACTERS = "10X98765432"
EARLIEST_BIRTH = date(1900, 1, 1)
SHOWN_FIRST, SHOWN_LAST = 3, 4
SHORTEST_SHOWN = 12  # shorter numbers would be half revealed


class IdentityKind(StrEnum):
    """What sort of number it is."""

    EIGHTEEN = "18"  # 18位居民身份证号码
    FIFTEEN = "15"  # 15位居民身份证号码
    OTHER = "other"  # 其他证件, or unreadable


class Sex(StrEnum):
    """What the sequence digit says."""

    MALE = "male"  # 男
    FEMALE = "female"  # 女


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityProblem:
    """One thing wrong with a number, in a sentence for whoever typed it."""

    code: str
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityReading:
    """What an identity number says. ``valid``: a resident number in which nothing contradicts itself."""

    number: str
    kind: IdentityKind
    birth: date | None = None
    sex: Sex | None = None
    problems: tuple[IdentityProblem, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether every check that the number allows has passed; 15 digits carry no check character."""
        return not self.problems


def read_identity_number(text: str, *, on: date | None = None) -> IdentityReading:
    """Read any text as an identity number; with ``on``, a birth after that day is a problem. Never raises.

    Address codes are not looked up: abolished ones stay valid on the cards that bear them.
    """
    number = normalise_identity(text)
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        birth_digits, sequence, kind = number[6:14], number[16], IdentityKind.EIGHTEEN
    elif re.fullmatch(r"[0-9]{15}", number):
        birth_digits, sequence, kind = "19" + number[6:12], number[14], IdentityKind.FIFTEEN
    else:
        return IdentityReading(number=number, kind=IdentityKind.OTHER, problems=(_not_a_resident_number(),))
    birth = _birth(birth_digits)
    problems = []
    if birth is None or birth < EARLIEST_BIRTH or (on is not None and birth > on):
        problems.append(
            IdentityProblem(code="impossible_birth", sentence=Sentence("身份证号码中的出生日期不成立，请核对。"))
        )
        birth = None
    if kind == IdentityKind.EIGHTEEN and check_character(number[:17]) != number[17]:
        problems.append(
            IdentityProblem(code="wrong_check_character", sentence=Sentence("身份证号码的末位校验不符，请逐位核对。"))
        )
    sex = Sex.MALE if int(sequence) % 2 else Sex.FEMALE
    return IdentityReading(number=number, kind=kind, birth=birth, sex=sex, problems=tuple(problems))


def normalise_identity(text: str) -> str:
    """Fold full-width forms, drop everything but letters and digits, and raise x to X."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(character for character in folded if character.isalnum()).upper()


def check_character(seventeen_digits: str) -> str:
    """Compute the 18th character by ISO 7064 MOD 11-2."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, seventeen_digits, strict=True))
    return CHECK_CHARACTERS[total % 11]


def to_18(text: str) -> str | None:
    """Return the 18-digit form of a resident number of either length, or None of anything else.

    An 18-digit number comes back as written: a wrong check character is a finding, not ours to mend.
    """
    number = normalise_identity(text)
    if re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return number
    if re.fullmatch(r"[0-9]{15}", number):
        seventeen = number[:6] + "19" + number[6:]
        return seventeen + check_character(seventeen)
    return None


def same_person_number(first: str, second: str) -> bool:
    """Tell whether two numbers are one: x is X, and 15 digits equal the 18 they grew into."""
    one, other = normalise_identity(first), normalise_identity(second)
    return bool(one) and (to_18(one) or one) == (to_18(other) or other)


def masked(number: str) -> str:
    """Show the first three and last four characters; the birth date between them stays hidden.

    Anything shorter than an identity number shows no more than its ends.
    """
    if len(number) >= SHORTEST_SHOWN:
        return number[:SHOWN_FIRST] + "*" * (len(number) - SHOWN_FIRST - SHOWN_LAST) + number[-SHOWN_LAST:]
    if len(number) > SHOWN_FIRST:
        return number[0] + "*" * (len(number) - 2) + number[-1]
    return "*" * len(number)


def _birth(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _not_a_resident_number() -> IdentityProblem:
    return IdentityProblem(
        code="not_a_resident_number",
        sentence=Sentence("这不是18位或15位的居民身份证号码，请核对；如使用其他证件，由经办人核验。"),
    )
