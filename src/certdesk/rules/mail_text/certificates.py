"""Identity numbers, certificate numbers, occupations and levels found in one text."""

import re
from collections.abc import Iterator, Sequence

from certdesk.rules.certificate_number import ProblemCode, read_number
from certdesk.rules.identity_number import IdentityKind, read_identity_number
from certdesk.rules.mail_text.found import Found
from certdesk.rules.mail_text.labels import Label
from certdesk.rules.mail_text.numbers import Digits, Shape
from certdesk.rules.mail_text.occupations import LEVEL, mentioned_occupation, read_level, read_occupation
from certdesk.rules.mail_text.reading import Reading, Vocabulary

MISCOUNTED = re.compile(r"[0-9](?:[ -]?[0-9XxOoIl*]){10,24}")
# A level beside 证, or alone between commas.
LOOSE_LEVEL = re.compile(
    rf"(?:{LEVEL.pattern})(?=.{{0,8}}证)|(?<![^\s,，。;；、(])(?:{LEVEL.pattern})(?![^\s,，。;；、)])"
)
NEAR = 14  # characters around an occupation in which its level stands


def identity_numbers(reading: Reading) -> Iterator[Found]:
    """Yield every identity number, and what stands behind its label but cannot be one."""
    labelled = {number.start for number in reading.labelled(Label.ID_NUMBER, Shape.IDENTITY)}
    for number in reading.numbers:
        if number.shape is Shape.IDENTITY:
            yield _identity(reading, number, labelled=number.start in labelled)
    if not labelled:
        others = [number for number in reading.numbers if number.shape is not Shape.CERTIFICATE]
        yield from _miscounted(reading, Label.ID_NUMBER, "身份证号码的位数或写法不对，请核对", others)


def _identity(reading: Reading, number: Digits, *, labelled: bool) -> Found:
    result = read_identity_number(number.value)
    if not result.valid:
        return reading.found(number.value, number.start, number.end, "身份证号码的校验位不符，请核对", sure=False)
    sure = labelled or result.kind is IdentityKind.EIGHTEEN
    why = "写明的身份证号码，校验相符" if sure else "像是15位身份证号码，没有写明"
    return reading.found(number.value, number.start, number.end, why, sure=sure)


def certificate_numbers(reading: Reading, known: Vocabulary) -> Iterator[Found]:
    """Yield every certificate number, and what stands behind its label but has the wrong length."""
    labelled = {number.start for number in reading.labelled(Label.CERTIFICATE_NUMBER, Shape.CERTIFICATE)}
    # Sixteen digits right behind 身份证号 are an identity number with two digits left out.
    mistyped = {start for _, start, _ in reading.regions(Label.ID_NUMBER)}
    for number in reading.numbers:
        if number.shape is Shape.CERTIFICATE and number.start not in mistyped:
            yield _certificate(reading, number, known, labelled=number.start in labelled)
    if not labelled:
        yield from _miscounted(reading, Label.CERTIFICATE_NUMBER, "证书编号的位数或写法不对，请核对", reading.numbers)


def _certificate(reading: Reading, number: Digits, known: Vocabulary, *, labelled: bool) -> Found:
    result = read_number(number.value, known.scheme, this_year=known.this_year)
    if result.has(ProblemCode.IMPOSSIBLE_YEAR):
        return reading.found(number.value, number.start, number.end, "编号的年份不成立，请核对", sure=False)
    if labelled:
        return reading.found(number.value, number.start, number.end, "写明的证书编号", sure=True)
    if result.ok or result.has(ProblemCode.SKILL_LEVEL_CERTIFICATE):
        return reading.found(number.value, number.start, number.end, "符合证书编号的编码规则", sure=True)
    return reading.found(number.value, number.start, number.end, "像是证书编号，没有写明", sure=False)


def _miscounted(reading: Reading, label: Label, why: str, numbers: Sequence[Digits]) -> Iterator[Found]:
    """Show what was written behind a label though it cannot be right; ``numbers`` have their own meaning."""
    for _, start, end in reading.regions(label):
        match = MISCOUNTED.search(reading.folded, start, end)
        taken = match and any(number.start < match.end() and match.start() < number.end for number in numbers)
        if match is not None and not taken:
            value = "".join(char for char in match[0] if char not in " -").upper()
            yield reading.found(value, match.start(), match.end(), why, sure=False)


def occupations(reading: Reading, known: Vocabulary) -> Iterator[Found]:
    """Yield labelled occupations, else the one that the text mentions."""
    any_labelled = False
    for hit, start, end in reading.regions(Label.OCCUPATION):
        job = read_occupation(reading.text, start, end, known.occupations)
        if job is not None and (hit.explicit or job.known):
            any_labelled = True
            yield reading.found(job.value, job.start, job.end, "写明的职业（工种）", sure=hit.explicit or job.known)
    if not any_labelled:
        job = mentioned_occupation(reading.folded, known.occupations)
        if job is not None:
            sure = job.known and bool(re.match(r".{0,10}(?:证|级|工种)", reading.folded[job.end :]))
            yield reading.found(
                reading.text[job.start : job.end], job.start, job.end, "文中提到的职业（工种）", sure=sure
            )


def levels(reading: Reading, jobs: list[Found]) -> Iterator[Found]:
    """Yield levels: behind their label, in the occupation's, beside an occupation, anywhere."""
    for label in (Label.LEVEL, Label.OCCUPATION):
        for _, start, end in reading.regions(label):
            job = read_level(reading.folded, start, end)
            if job is not None:
                yield reading.found(job.value, job.start, job.end, "写明的等级", sure=True)
    for found in jobs:
        start, end = max(0, found.span.start - 6), found.span.end + NEAR
        job = read_level(reading.folded, found.span.end, end) or read_level(reading.folded, start, found.span.start)
        if job is not None:
            yield reading.found(job.value, job.start, job.end, "职业（工种）旁写的等级", sure=found.sure)
    match = LOOSE_LEVEL.search(reading.folded)
    job = read_level(reading.folded, match.start(), match.end()) if match else None
    if job is not None:
        yield reading.found(job.value, job.start, job.end, "文中提到的等级", sure=False)
