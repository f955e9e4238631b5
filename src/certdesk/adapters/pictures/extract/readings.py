"""Turns a found word into a reading, and decides when the desk may call it sure."""

import re
from collections.abc import Mapping
from typing import Final

from certdesk.adapters.pictures.layout import Word
from certdesk.adapters.simplify import simplified
from certdesk.ports.reader import Reading

Fields = dict[str, Reading]

_SCORE_GATE: Final = 0.90
_WEAKEST_GATE: Final = 0.60
_MOST_OTHERS: Final = 3
_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_NAME_GATES: Final = (0.90, 0.93)  # a rare character is misread with a high mean: 赟 as 赞


def reading(word: Word, value: str, *, agrees: bool = True) -> Reading:
    """Return ``value`` as read from ``word``; ``agrees`` says whether its second witness does."""
    sure = agrees and word.score >= _SCORE_GATE and word.weakest >= _WEAKEST_GATE
    return Reading(value, round(word.score, 4), word.box, sure)


def name_reading(word: Word, value: str) -> Reading:
    """Return a personal name, whose only witness is the engine itself: with a stricter gate.

    What came near is offered beside it. The engine was taught to print traditional forms for simplified ones: where
    it wavers between the two forms of a character, the simplified one stands first, the other beside it.
    """
    score, weakest = _NAME_GATES
    name, also = _either_way(value, word)
    sure = word.score >= score and word.weakest >= weakest and len(value) > 1 and value == word.text.replace(" ", "")
    return Reading(name, round(word.score, 4), word.box, sure and not also, also)


def _either_way(value: str, word: Word) -> tuple[str, tuple[str, ...]]:
    """Return the name and what it may be as well, each with one character changed."""
    near = [second for character, second in zip(word.text, word.seconds, strict=False) if not character.isspace()]
    name, others = value, []
    for at, (first, second) in enumerate(zip(value, near, strict=False)):
        if _HAN.fullmatch(second):
            leaning = simplified(first) == second
            name = name[:at] + second + name[at + 1 :] if leaning else name
            others.append((at, first if leaning else second))
    return name, tuple(name[:at] + other + name[at + 1 :] for at, other in others[:_MOST_OTHERS])


def unsure(one: Reading) -> Reading:
    """Return the same reading without the claim of being sure."""
    return Reading(one.value, one.confidence, one.box, also=one.also)


def put(fields: Fields, name: str, word: Word | None, value: str, *, agrees: bool = True) -> None:
    """Add a reading when there is a value."""
    if word is not None and value:
        fields[name] = reading(word, value, agrees=agrees)


def confidence(fields: Mapping[str, Reading], wanted: int) -> float:
    """Return how much of a document was read: the mean over the fields it should have."""
    if not fields:
        return 0.0
    return round(min(1.0, sum(each.confidence for each in fields.values()) / max(wanted, len(fields))), 4)
