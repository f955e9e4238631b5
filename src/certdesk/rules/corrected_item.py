"""Whether a value is the one that a correction is about (D-5): people write both items down in their own words."""

import re
from collections.abc import Iterator
from datetime import date

_LEVEL_NUMERALS = "一二三四五"
_LEVEL_NAMES = (
    (re.compile("高级技师"), 1),
    (re.compile("(?<!高级)技师"), 2),
    (re.compile("高级工"), 3),
    (re.compile("中级工"), 4),
    (re.compile("初级工"), 5),
)
_LEVEL = re.compile(r"([一二三四五1-5])级")
_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})")
_LABEL = re.compile(r"^.*[：:]")
_QUOTES = " 　“”‘’\"'「」。"


def is_the_error(value: str | int | date | None, recorded: str, correct: str) -> bool:
    """Tell whether ``value`` is what the certificate says wrongly, and not what it should say."""
    if value in (None, ""):
        return False
    if isinstance(value, int):
        return value in set(_levels(recorded)) - set(_levels(correct))
    if isinstance(value, date):
        return value in set(_days(recorded)) - set(_days(correct))
    if value == _bare(recorded) != _bare(correct):
        return True
    return str(value) in recorded and str(value) not in correct


def _levels(text: str) -> Iterator[int]:
    for found in _LEVEL.finditer(text):
        yield _LEVEL_NUMERALS.index(found[1]) + 1 if found[1] in _LEVEL_NUMERALS else int(found[1])
    yield from (level for name, level in _LEVEL_NAMES if name.search(text))


def _days(text: str) -> Iterator[date]:
    for year, month, day in _DAY.findall(text):
        try:
            yield date(int(year), int(month), int(day))
        except ValueError:  # no such day
            continue


def _bare(text: str) -> str:
    """Return an item without its label and quotation marks: 「职业：“电工”」 is 「电工」."""
    return _LABEL.sub("", text).strip(_QUOTES)
