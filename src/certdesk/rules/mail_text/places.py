"""Postal addresses in running text, cut clean of the names and telephones written beside them."""

import re
from dataclasses import dataclass

from certdesk.rules.mail_text.names import HAN, has_surname

PROVINCES = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|"
    "内蒙古|广西|西藏|宁夏|新疆|香港|澳门|台湾"
)
CITY = rf"{HAN}{{1,6}}(?:市|地区|自治州|盟)"
AREA = re.compile(r"省|自治区|市|区|县|旗|州|盟|镇|乡|村|屯")
STREET = re.compile(
    r"路|街|道|巷|弄|胡同|大厦|小区|花园|广场|公寓|家园|苑|城|号|栋|幢|楼|座|单元|室|门|户|组|村|屯|厂|公司|学校|医院|园"
)
# Where a free-standing address may begin.
BEGIN = re.compile(
    rf"(?:(?:{PROVINCES})(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|特别行政区)?{HAN}|{CITY}{HAN}{{1,8}}(?:区|县|市|旗|镇|路|街))"
)
STOP = re.compile(r"[\n。！!？?；;]|(?<=[号室楼栋户])[,，、](?=[^\d])")
BESIDE = re.compile(
    r"[\s,，、;；:：/|]*(?:(?:联系)?(?:电话|手机)[:： ]*(?=[0-9(+])|邮编|邮政编码|"
    r"\(?(?:\+?86[- ]?)?1[3-9]\d(?:[ -]?\d){8}|0\d{2,3}[- ]?\d{7,8}|"
    rf"[（(]?{HAN}{{2,4}}[ ]{{0,2}}(?:先生|女士|小姐|老师)?[ ]{{0,2}}[（(]?收)"
)
INSIDE = re.compile(r"\s*[0-9一二三四五六七八九十]{0,4}(?:号楼|楼|栋|单元|室|层|座|门)")
VERBS = re.compile(r"(?:请|麻烦|帮忙)?(?:邮寄|快递|寄|发|送|邮)(?:到|往|至|给|回)?|(?:我|本人)?(?:家)?住(?:在|址)?|在")
TAIL_NAME = re.compile(rf"[\s,，、;；/|]+({HAN}{{2,4}}|{HAN}[ ]{{1,3}}{HAN})[\s,，、;；:：/|（(]*$")
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Place:
    """An address, where it stands, the name written behind it, and whether it looks whole."""

    value: str
    start: int
    end: int
    name: str
    name_start: int
    whole: bool


def labelled_place(text: str, start: int, end: int) -> Place | None:
    """Read the value of an address label; an address broken over two lines is joined."""
    place = _clean(text, start, end)
    if place is None or place.end < end - 2 or text[end : end + 1] != "\n":
        return place
    line_end = text.find("\n", end + 1)
    line_end = len(text) if line_end < 0 else line_end
    if _continues(place.value, text[end + 1 : line_end]):
        return _clean(text, start, line_end) or place
    return place


def _continues(value: str, line: str) -> bool:
    """Tell whether a line reads on an address: short, without a label, with the words that were still missing."""
    if len(line) > 40 or re.search(r"[:：]|收|电话", line):  # noqa: PLR2004
        return False
    return bool(INSIDE.match(line)) or (bool(STREET.search(line)) and not STREET.search(value[-3:]))


def free_place(text: str) -> Place | None:
    """Find an address without a label: it begins with a province or city and goes down to a number."""
    for match in BEGIN.finditer(text):
        furthest = min(len(text), match.start() + LONGEST)
        stop = STOP.search(text, match.end(), furthest)
        end = stop.start() if stop else furthest
        place = _clean(text, match.start(), end)
        if place is not None and place.whole:
            return place
    return None


def _clean(text: str, start: int, end: int) -> Place | None:
    """Cut an address at the telephone, postcode or recipient beside it."""
    while start < end and text[start] in " :：,，;；\t-":
        start += 1
    verb = VERBS.match(text, start, end)
    start = verb.end() if verb else start
    end = min(end, start + LONGEST)
    beside = BESIDE.search(text, start, end)
    stop = beside.start() if beside else end
    sentence = re.compile(r"[。！!？?；;]").search(text, start, stop)
    stop = sentence.start() if sentence else stop
    name, name_start = "", -1
    tail = TAIL_NAME.search(text, start, stop)
    if tail is not None and has_surname(tail[1]) and not _is_place_word(tail[1]):
        name, name_start, stop = tail[1], tail.start(1), tail.start()
    value = text[start:stop].rstrip(" ,，、;；:：/|（(-\n")
    if not _is_address(value):
        return None
    return Place(value, start, start + len(value), name, name_start, whole=_is_whole(value))


def _is_place_word(word: str) -> bool:
    return bool(STREET.search(word[-1:]) or AREA.search(word[-1:]))


def _is_address(value: str) -> bool:
    """Require enough of an address to send a letter to, or to ask about."""
    return len(value) >= 5 and bool(AREA.search(value) or STREET.search(value)) and bool(re.search(HAN, value))  # noqa: PLR2004


def _is_whole(value: str) -> bool:
    """Tell whether it goes from an area down to a house, a room, a village or a firm."""
    house = re.search(
        r"[0-9０-９一二三四五六七八九十百甲乙丙]+(?:号|栋|幢|楼|单元|室|户|组|门|座|弄|-)|村|屯|公司|厂|学校|医院|大厦|小区",
        value,
    )
    return len(value) >= 8 and bool(AREA.search(value)) and house is not None  # noqa: PLR2004
