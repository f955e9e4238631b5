"""Two names: equal, written otherwise, or only alike. What is only alike is never accepted by program."""

import unicodedata
from functools import lru_cache

import opencc
from pypinyin import Style, pinyin

from certdesk.rules.matching.comparison import SAME, Comparison, Match
from certdesk.rules.wording import Sentence

_DOTS = frozenset("·•‧∙・．.•")  # between the parts of a Uyghur or Kazakh name; keyboards have many
_simplifier = opencc.OpenCC("t2s")


def compare_names(one: str, other: str) -> Comparison:
    """Compare two names of a person.

    Blanks, width and the sort of dot are writing. Traditional or variant characters, sounds and single characters
    are pointed out: 王莉 and 王丽 may be one person, and may be two.
    """
    if one == other:
        return SAME
    first, second = tidy_name(one), tidy_name(other)
    if first == second:
        return Comparison(Match.WRITTEN_OTHERWISE, Sentence("空格、全半角或间隔号的写法不同，姓名一致。"))
    if simplified(first) == simplified(second):
        return Comparison(Match.VARIANT, Sentence("繁简体或异体字不同，须人工确认是否同一人。"))
    if len(first) != len(second):
        return Comparison(Match.DIFFERENT, Sentence("姓名不同，字数也不一样。"))
    return _compare_characters(simplified(first), simplified(second))


def _compare_characters(first: str, second: str) -> Comparison:
    places = [number for number, pair in enumerate(zip(first, second, strict=True), 1) if pair[0] != pair[1]]
    values = {"places": "、".join(map(str, places))}
    if all(sounds_alike(first[place - 1], second[place - 1]) for place in places):
        return Comparison(Match.SOUNDS_ALIKE, Sentence("第{places}个字同音不同字，不能当作一致。", values))
    if len(places) == 1 and len(first) > 1:
        return Comparison(Match.NEAR, Sentence("第{places}个字不同，其余相同。", values))
    return Comparison(Match.DIFFERENT, Sentence("姓名不同。"))


def tidy_name(name: str) -> str:
    """Fold width, drop blanks, write every dot as ``·``, and lower the case of Latin letters."""
    folded = unicodedata.normalize("NFKC", name)
    return "".join("·" if sign in _DOTS else sign for sign in folded if not sign.isspace()).casefold()


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """Write each character in its simplified form, one for one: 昇 as 升, 麗 as 丽."""
    return "".join(_simplifier.convert(character) for character in text)


def sounds_alike(one: str, other: str) -> bool:
    """Tell whether two characters share a reading, tones aside."""
    return bool(_sounds(one) & _sounds(other))


@lru_cache(maxsize=4096)
def _sounds(character: str) -> frozenset[str]:
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(found[0]) if found else frozenset()
