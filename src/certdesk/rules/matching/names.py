"""Two names: equal, written otherwise, or only alike. What is only alike is never accepted by program."""

import unicodedata

from certdesk.rules.matching.characters import Characters
from certdesk.rules.matching.comparison import SAME, Comparison, Match
from certdesk.rules.wording import Sentence

_DOTS = frozenset("·•‧∙・．.•")  # between the parts of a Uyghur or Kazakh name; keyboards have many


def compare_names(one: str, other: str, characters: Characters) -> Comparison:
    """Compare two names of a person.

    Blanks, width and the sort of dot are writing. Traditional or variant characters, sounds and single characters
    are pointed out: 王莉 and 王丽 may be one person, and may be two.
    """
    if one == other:
        return SAME
    first, second = tidy_name(one), tidy_name(other)
    if first == second:
        return Comparison(Match.WRITTEN_OTHERWISE, Sentence("空格、全半角或间隔号的写法不同，姓名一致。"))
    plain, other_plain = characters.simplified(first), characters.simplified(second)
    if plain == other_plain:
        return Comparison(Match.VARIANT, Sentence("繁简体或异体字不同，须人工确认是否同一人。"))
    if len(first) != len(second):
        return Comparison(Match.DIFFERENT, Sentence("姓名不同，字数也不一样。"))
    return _compare_characters(plain, other_plain, characters)


def _compare_characters(first: str, second: str, characters: Characters) -> Comparison:
    places = [number for number, pair in enumerate(zip(first, second, strict=True), 1) if pair[0] != pair[1]]
    values = {"places": "、".join(map(str, places))}
    if all(characters.sounds(first[n - 1]) & characters.sounds(second[n - 1]) for n in places):
        return Comparison(Match.SOUNDS_ALIKE, Sentence("第{places}个字同音不同字，不能当作一致。", values))
    if len(places) == 1 and len(first) > 1:
        return Comparison(Match.NEAR, Sentence("第{places}个字不同，其余相同。", values))
    return Comparison(Match.DIFFERENT, Sentence("姓名不同。"))


def tidy_name(name: str) -> str:
    """Fold width, drop blanks, write every dot as ``·``, and lower the case of Latin letters."""
    folded = unicodedata.normalize("NFKC", name)
    return "".join("·" if sign in _DOTS else sign for sign in folded if not sign.isspace()).casefold()
