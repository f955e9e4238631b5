"""How each field is compared: what is only writing, and what is a difference."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from certdesk.rules.certificate_number import normalise
from certdesk.rules.identity_number import normalise_identity, same_person_number, to_18
from certdesk.rules.matching.characters import Characters
from certdesk.rules.matching.comparison import SAME, Comparison, Match
from certdesk.rules.matching.names import compare_names
from certdesk.rules.wording import Sentence

_MASKS = "*＊✱●•×"
_MASKED = re.compile(rf"[{re.escape(_MASKS)}]{{2,}}")
_FEWEST_SHOWN = 4  # signs of a masked number; fewer prove nothing
_SEXES = {"男": "male", "male": "male", "m": "male", "女": "female", "female": "female", "f": "female"}
_PUNCTUATION = re.compile(r"[\s()\[\]{}<>（）【】《》〈〉,，、.。·:：;；/\\\-—_]+")
_MOST_PLACES = 4

Comparer = Callable[[str, str, Characters], Comparison]


def compare_identity(one: str, other: str, _characters: Characters) -> Comparison:
    """Compare two ID numbers: 15 digits equal the 18 they grew into, x is X, masked digits prove nothing."""
    if one == other:
        return SAME
    if _MASKED.search(one) or _MASKED.search(other):
        return _compare_masked(one, other)
    first, second = normalise_identity(one), normalise_identity(other)
    if first == second:
        return Comparison(Match.WRITTEN_OTHERWISE, Sentence("全半角、空格或X的大小写不同，号码一致。"))
    if same_person_number(first, second):
        return Comparison(Match.WRITTEN_OTHERWISE, Sentence("15位与18位是同一号码。"))
    return _compare_digits(to_18(first) or first, to_18(second) or second)


def _compare_masked(one: str, other: str) -> Comparison:
    whole, shown = (other, one) if _MASKED.search(one) else (one, other)
    if _MASKED.search(whole):
        return Comparison(Match.DIFFERENT, Sentence("两处都遮去了数字，无法核对。"))
    head, tail = (normalise_identity(part) for part in (_MASKED.split(shown)[0], _MASKED.split(shown)[-1]))
    number = normalise_identity(whole)
    if len(head) + len(tail) < _FEWEST_SHOWN:
        return Comparison(Match.DIFFERENT, Sentence("遮去的数字太多，无法核对。"))
    if number.startswith(head) and number.endswith(tail):
        return Comparison(Match.WRITTEN_OTHERWISE, Sentence("号码有遮挡，露出的数字一致。"))
    return Comparison(Match.DIFFERENT, Sentence("号码有遮挡，露出的数字也不一致。"))


def compare_certificate_number(one: str, other: str, _characters: Characters) -> Comparison:
    """Compare two certificate numbers digit by digit (G-20)."""
    if one == other:
        return SAME
    first, second = normalise(one), normalise(other)
    if first == second:
        return Comparison(Match.WRITTEN_OTHERWISE, Sentence("全半角、空格或连字符不同，编号一致。"))
    return _compare_digits(first, second)


def _compare_digits(first: str, second: str) -> Comparison:
    if len(first) != len(second):
        values = {"one": len(first), "other": len(second)}
        return Comparison(Match.DIFFERENT, Sentence("位数不同：一处{one}位，一处{other}位。", values))
    places = [number for number, pair in enumerate(zip(first, second, strict=True), 1) if pair[0] != pair[1]]
    if len(places) > _MOST_PLACES:
        return Comparison(Match.DIFFERENT, Sentence("有{count}位不同，不是同一号码。", {"count": len(places)}))
    words = Sentence("第{places}位不同，其余相同。", {"places": "、".join(map(str, places))})
    return Comparison(Match.NEAR, words)


def compare_text(one: str, other: str, characters: Characters) -> Comparison:
    """Compare occupations, directions, bodies: blanks, brackets, width and 号/號 are writing."""
    if one == other:
        return SAME
    first, second = _bare(one, characters), _bare(other, characters)
    if first == second:
        return Comparison(Match.WRITTEN_OTHERWISE, Sentence("标点、全半角或繁简体不同，内容一致。"))
    if first in second or second in first:
        return Comparison(Match.NEAR, Sentence("一处写得更详细，须人工确认。"))
    return Comparison(Match.DIFFERENT, Sentence("内容不同。"))


def _bare(text: str, characters: Characters) -> str:
    return characters.simplified(_PUNCTUATION.sub("", unicodedata.normalize("NFKC", text)).casefold())


def compare_level(one: str, other: str, _characters: Characters) -> Comparison:
    """Compare two levels, ``1`` (高级技师) to ``5`` (初级工)."""
    if one.strip() == other.strip():
        return SAME
    return Comparison(Match.DIFFERENT, Sentence("等级不同：{one}级与{other}级。", {"one": one, "other": other}))


def compare_date(one: str, other: str, _characters: Characters) -> Comparison:
    """Compare two ISO dates, one of which may end with its month."""
    if one == other:
        return SAME
    short, long = sorted((one, other), key=len)
    if short and long.startswith(f"{short}-"):
        return Comparison(Match.WRITTEN_OTHERWISE, Sentence("一处只写到年月，与另一处相符。"))
    return Comparison(Match.DIFFERENT, Sentence("日期不同。"))


def compare_sex(one: str, other: str, _characters: Characters) -> Comparison:
    """Compare 男 and 女 in the words of people and of programs."""
    return SAME if same_sex(one, other) else Comparison(Match.DIFFERENT, Sentence("性别不同。"))


def same_sex(one: str, other: str) -> bool:
    """Tell whether two words mean the same sex."""
    first, second = (_SEXES.get(word.strip().casefold(), word.strip()) for word in (one, other))
    return first == second


def compare_score(one: str, other: str, characters: Characters) -> Comparison:
    """Compare two scores: 85 is 85.0; words are compared as words."""
    try:
        same = float(one) == float(other)
    except ValueError:
        return compare_text(one, other, characters)
    return SAME if same else Comparison(Match.DIFFERENT, Sentence("成绩不同。"))


COMPARERS: Mapping[str, Comparer] = MappingProxyType(
    {
        "id_number": compare_identity,
        "name": compare_names,
        "certificate_number": compare_certificate_number,
        "level": compare_level,
        "occupation": compare_text,
        "direction": compare_text,
        "issue_date": compare_date,
        "birth": compare_date,
        "sex": compare_sex,
        "body": compare_text,
        "theory_score": compare_score,
        "practice_score": compare_score,
        "result": compare_text,
    }
)
"""The fields that are compared, in the order of what matters most."""
