"""What a person may be on file with: values that cannot be are said, whoever typed them."""

import re
import unicodedata
from collections.abc import Mapping

from certdesk.rules.certificate_number import NumberingScheme, ProblemCode, read_number
from certdesk.rules.identity_number import IdentityKind, read_identity_number
from certdesk.rules.wording import Sentence

FEWEST_DIGITS = 7  # a town's number without its area code
MOST_DIGITS = 24  # two numbers, or one with an extension
DIALLED = re.compile(r"[0-9+()\-\s,;/、，；转分机内线ext.]*", re.IGNORECASE)
#: What makes a text no number at all; whose number it is and whether we handle it are other questions.
MISSPELT = (ProblemCode.WRONG_LENGTH, ProblemCode.NOT_DIGITS)


def identity_problem(text: str) -> Sentence | None:
    """Say what is wrong with a resident's number; a passport or another document with letters is for people to judge.

    Source: GB 11643-1999.
    """
    reading = read_identity_number(text)
    foreign = reading.kind is IdentityKind.OTHER and any(sign.isalpha() for sign in reading.number[:-1])
    return reading.problems[0].sentence if reading.problems and not foreign else None


def telephone_problem(text: str) -> Sentence | None:
    """Say why nobody could dial this."""
    folded = unicodedata.normalize("NFKC", text)
    digits = sum(sign.isdigit() for sign in folded)
    if digits < FEWEST_DIGITS:
        return Sentence("电话号码位数不够，请核对；座机请写上区号。")
    if digits > MOST_DIGITS or not DIALLED.fullmatch(folded):
        return Sentence("电话号码里有不能拨打的内容，请核对。")
    return None


def certificate_problem(text: str, scheme: NumberingScheme, *, this_year: int) -> Sentence | None:
    """Say why this cannot be a certificate number (G-07)."""
    reading = read_number(text, scheme, this_year=this_year)
    return next((problem.sentence for problem in reading.problems if problem.code in MISSPELT), None)


def wrong_values(values: Mapping[str, str], scheme: NumberingScheme, *, this_year: int) -> dict[str, Sentence]:
    """Return what is wrong with an ID number, a telephone and a certificate number, by name; empty ones are right."""
    found = {
        "id_number": identity_problem(values["id_number"]) if values.get("id_number") else None,
        "telephone": telephone_problem(values["telephone"]) if values.get("telephone") else None,
        "certificate_number": certificate_problem(values["certificate_number"], scheme, this_year=this_year)
        if values.get("certificate_number")
        else None,
    }
    return {name: sentence for name, sentence in found.items() if sentence is not None}
