"""What a value must look like to be one: dates, levels, numbers, names. Nothing is guessed to make it fit."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from certdesk.adapters.pictures.extract.labels import simplified
from certdesk.rules.identity_number import IdentityKind, read_identity_number

ETHNICITIES: Final = frozenset(
    {
        "汉",
        "蒙古",
        "回",
        "藏",
        "维吾尔",
        "苗",
        "彝",
        "壮",
        "布依",
        "朝鲜",
        "满",
        "侗",
        "瑶",
        "白",
        "土家",
        "哈尼",
        "哈萨克",
        "傣",
        "黎",
        "傈僳",
        "佤",
        "畲",
        "高山",
        "拉祜",
        "水",
        "东乡",
        "纳西",
        "景颇",
        "柯尔克孜",
        "土",
        "达斡尔",
        "仫佬",
        "羌",
        "布朗",
        "撒拉",
        "毛南",
        "仡佬",
        "锡伯",
        "阿昌",
        "普米",
        "塔吉克",
        "怒",
        "乌孜别克",
        "俄罗斯",
        "鄂温克",
        "德昂",
        "保安",
        "裕固",
        "京",
        "塔塔尔",
        "独龙",
        "鄂伦春",
        "赫哲",
        "门巴",
        "珞巴",
        "基诺",
    }
)
RESULTS: Final = ("合格", "良好", "优秀", "不合格", "通过")
LONG_TERM: Final = "长期"

_DIGITS: Final = str.maketrans("OoDQlI|ZSB", "0000111258")
_DATE: Final = re.compile(r"((?:19|20)\d\d)\s*[年./\-·, ]\s*(\d{1,2})\s*[月./\-·, ]\s*(\d{1,2})(?!\d)")
_PLAIN_DATE: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_LEVEL_DIGIT: Final = re.compile(r"([一二三四五1-5])\s*级")
_LEVEL_WORDS: Final = (("高级技师", "1"), ("技师", "2"), ("高级", "3"), ("中级", "4"), ("初级", "5"))
_LEVEL_TAIL: Final = re.compile(
    r"[\s(/]*(?:国家职业资格)?(?:[一二三四五1-5]\s*级.{0,7}|(?:高级技师|技师|高级技能|中级技能|初级技能|高级工?|中级工?|初级工?)"
    r"[\s(/]*(?:[一二三四五]级)?)[\s)]*$"
)
_NAME: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+(?:[·.•‧・][\u3400-\u9fff]+)*")
_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
_PERFECT: Final = 100
_OCCUPATION: Final = re.compile(r"(?=.*[一-龥])[一-龥A-Za-z()、/·\-]{2,40}")
_BODY: Final = re.compile(
    r"(?![市县区省州])[一-龥()·]{2,36}(?:中心|所|站|局|厅|会|公司|集团|院|校|学院|大学|办公室|部|处|厂|队|社|机构)"
)


def read_date(text: str) -> str:
    """Return the first date in ``text`` as ISO, or nothing."""
    for pattern in (_DATE, _PLAIN_DATE):
        for year, month, day in pattern.findall(text):
            try:
                return date(int(year), int(month), int(day)).isoformat()
            except ValueError:
                continue
    return ""


def read_dates(text: str) -> Sequence[str]:
    """Return all dates in ``text`` as ISO, in order."""
    found = []
    for match in _DATE.finditer(text):
        iso = read_date(match.group())
        if iso:
            found.append(iso)
    return found


def read_level(text: str) -> tuple[str, bool]:
    """Return the level "1" (高级技师) to "5" (初级工), and whether digit and words agree, or only one is there."""
    folded = simplified(text)
    digit = _LEVEL_DIGIT.search(folded)
    by_digit = "" if digit is None else str("一二三四五12345".index(digit.group(1)) % 5 + 1)
    by_word = next((level for word, level in _LEVEL_WORDS if word in folded), "")
    return by_digit or by_word, not (by_digit and by_word) or by_digit == by_word


def split_level(text: str) -> tuple[str, str]:
    """Split 「中式烹调师 三级/高级工」 into the occupation and its level, as booklets print them in one line."""
    tail = _LEVEL_TAIL.search(text)
    if tail is None or tail.start() == 0:
        return text, ""
    return text[: tail.start()].strip(), tail.group().strip()


def stands_alone(text: str) -> bool:
    """Tell whether a text is a whole value by itself: a number, a date, a level or a mark continues no other."""
    folded = simplified(text).replace(" ", "")
    if _LEVEL_TAIL.fullmatch(folded) or _NUMBER.fullmatch(folded) or folded in RESULTS:
        return True
    return bool(read_certificate_number(folded) or read_date(folded) or read_id_number(folded)[0])


def is_occupation(text: str) -> bool:
    """Tell whether nothing but an occupation was read: no level and no number has run into it."""
    return bool(_OCCUPATION.fullmatch(text)) and not _LEVEL_DIGIT.search(text)


def is_body(text: str) -> bool:
    """Tell whether a text is the whole name of an office or company: its last word says what it is."""
    return bool(_BODY.fullmatch(text))


def read_id_number(text: str) -> tuple[str, bool]:
    """Return an identity number found in ``text`` and whether its check character is right.

    A masked number keeps its asterisks; a digit is never guessed to make the check come out.
    """
    compact = re.sub(r"[\s\-.]", "", text).replace("×", "X").replace("x", "X").replace("＊", "*")
    digits = compact.translate(_DIGITS)
    for start in range(max(0, len(digits) - 17)):
        if is_id_number(digits[start : start + 18]):
            return digits[start : start + 18], True
    masked = re.search(r"(\d{3,6})\*{4,14}([\dX]{2,4})", compact)
    if masked:  # how many asterisks were printed cannot be counted for certain; the length of the number is known
        head, tail = masked.groups()
        return head + "*" * (18 - len(head) - len(tail)) + tail, False
    whole = re.fullmatch(r"\d{17}[\dX]|\d{15}", digits)
    return (whole.group(), False) if whole else ("", False)


def is_id_number(text: str) -> bool:
    """Tell whether ``text`` is 18 characters with a birth date and the right check character (GB 11643)."""
    found = read_identity_number(text)
    return found.valid and found.kind is IdentityKind.EIGHTEEN and found.number == text


def read_certificate_number(text: str) -> str:
    """Return a certificate number: 16 digits (职业资格) or letters and digits, 22 in all (职业技能等级)."""
    compact = re.sub(r"[\s\-_.:]", "", text).upper()
    if re.fullmatch(r"5\d{21}", compact):
        return "S" + compact[1:]  # a number of that length begins with a letter, and only S looks like 5
    skill = re.search(r"(?<![A-Z0-9])[A-Z]{1,2}[0-9OQDILZSB]{20,21}(?![A-Z0-9])", compact)
    if skill and len(skill.group()) == 22:  # noqa: PLR2004
        letters = 2 if skill.group()[1] not in "0123456789OQDILZSB" else 1
        return skill.group()[:letters] + skill.group()[letters:].translate(_DIGITS).replace("L", "1")
    digits = compact.translate(_DIGITS).replace("L", "1")
    plain = re.search(r"(?<![A-Z0-9])\d{16}(?![A-Z0-9])", digits)
    return plain.group() if plain else ""


def agreeing_parts(number: str, issue_date: str, level: str) -> bool:
    """Tell whether the year and the level inside a certificate number are those printed beside it."""
    year, digit = (number[13:15], number[15]) if len(number) == 22 else (number[:2], number[10])  # noqa: PLR2004
    return bool(issue_date and level) and year == issue_date[2:4] and digit == level


def read_name(text: str) -> str:
    """Return the personal name ``text`` begins with; its characters are kept exactly as read."""
    found = _NAME.match(text.replace(" ", ""))
    return "" if found is None else re.sub(r"[.•‧・]", "·", found.group())


def read_ethnicity(text: str) -> str:
    """Return one of the 56 peoples."""
    folded = simplified(text).replace(" ", "").removesuffix("族")
    return folded if folded in ETHNICITIES else ""


def read_sex(text: str) -> str:
    """Return 男 or 女."""
    return next((sex for sex in ("男", "女") if sex in text[:2]), "")


def read_score(text: str) -> str:
    """Return a mark out of a hundred, or a word such as 合格."""
    word = read_result(text)
    if word:
        return word
    compact = text.replace(" ", "").translate(_DIGITS).removesuffix("分")
    if _NUMBER.fullmatch(compact) and float(compact) <= _PERFECT:
        return compact
    return ""


def read_result(text: str) -> str:
    """Return the overall result as a word of the closed list, or the mark."""
    folded = simplified(text).replace(" ", "")
    exact = next((word for word in RESULTS if folded == word), "")
    if exact:
        return exact
    return next((word for word in sorted(RESULTS, key=len, reverse=True) if folded.startswith(word)), "")
