"""The labels printed on the four documents, and how one is recognised though a character was misread."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

# The recogniser prints some characters in their traditional form. Labels and closed lists are folded, names never.
_SIMPLIFIED: Final = str.maketrans(
    "號碼證職業級發機關編種鑒鑑評績論識術試時間詢網據單報書資"
    "別稱類專務導師員產電場車輛動護療養學歷辦層黨頒從"
    "漢滿鮮壯維爾錫達納頗薩瑤東鄉烏羅溫獨龍倫門諾"
    "廣遼寧瀋陽連鞍營撫順錦鐵嶺盤蘆島區縣鎮樓棟園莊橋興華慶豐灣濱濟陝貴雲蘇",
    "号码证职业级发机关编种鉴鉴评绩论识术试时间询网据单报书资"
    "别称类专务导师员产电场车辆动护疗养学历办层党颁从"
    "汉满鲜壮维尔锡达纳颇萨瑶东乡乌罗温独龙伦门诺"
    "广辽宁沈阳连鞍营抚顺锦铁岭盘芦岛区县镇楼栋园庄桥兴华庆丰湾滨济陕贵云苏",
)
_FUZZY_FROM: Final = 4  # characters; in a shorter label one wrong character would match anything

Labels = Mapping[str, str]

PORTRAIT: Final[Labels] = {
    "公民身份号码": "id_number",
    "姓名": "name",
    "性别": "sex",
    "民族": "ethnicity",
    "出生": "birth",
    "住址": "address",
}
EMBLEM: Final[Labels] = {"签发机关": "authority", "有效期限": "validity"}

_PERSON: Final[Labels] = {
    "持证人姓名": "name",
    "姓名": "name",
    "身份证件号码": "id_number",
    "身份证件号": "id_number",
    "身份证号码": "id_number",
    "身份证号": "id_number",
    "证件号码": "id_number",
    "证件号": "id_number",
    "出生日期": "birth",
    "出生年月": "birth",
    "性别": "sex",
    "文化程度": "education",
    "学历": "education",
}
_SCORES: Final[Labels] = {
    "理论知识考试成绩": "theory_score",
    "理论考试成绩": "theory_score",
    "理论成绩": "theory_score",
    "操作技能考核成绩": "practice_score",
    "技能考核成绩": "practice_score",
    "操作技能成绩": "practice_score",
    "实操成绩": "practice_score",
    "技能成绩": "practice_score",
    "综合评审成绩": "review_score",
    "评定成绩": "result",
    "评定等次": "result",
}
_NUMBERED: Final[Labels] = {
    "证书编号": "certificate_number",
    "证书编码": "certificate_number",
    "证书号码": "certificate_number",
    "发证日期": "issue_date",
    "发证时间": "issue_date",
    "颁证日期": "issue_date",
    "颁发日期": "issue_date",
}
_LEVELS: Final[Labels] = {
    "职业技能等级": "level",
    "技能等级": "level",
    "评定级别": "level",
    "等级": "level",
    "级别": "level",
}
_OCCUPATIONS: Final[Labels] = {
    "职业(工种)名称": "occupation",
    "职业工种名称": "occupation",
    "职业(工种)": "occupation",
    "职业名称": "occupation",
    "职业资格": "occupation",
    "工种/职业方向": "direction",
    "职业方向": "direction",
    "工种名称": "direction",
    "职业": "occupation",
    "工种": "direction",
}
LOOKUP: Final[Labels] = {
    **_PERSON,
    **_SCORES,
    **_NUMBERED,
    **_LEVELS,
    **_OCCUPATIONS,
    "数据上报单位": "body",
    "数据责任单位": "reporter",
    "职业技能鉴定机构": "body",
    "评价机构名称": "body",
    "评价机构": "body",
    "鉴定机构": "body",
    "发证机构": "body",
    "发证机关": "body",
    "发证单位": "body",
}
CERTIFICATE: Final[Labels] = {
    "职业(工种)及等级": "occupation_and_level",
    "职业(工种)及级别": "occupation_and_level",
    "职业及等级": "occupation_and_level",
    **_PERSON,
    **_SCORES,
    **_NUMBERED,
    **_LEVELS,
    **_OCCUPATIONS,
    "发证机构": "body",
    "发证机关": "body",
    "发证单位": "body",
    "评价机构": "body",
    "鉴定机构": "body",
}


TITLES: Final = frozenset({"证书", "资格证书", "职业资格证书", "国家职业资格证书", "职业技能等级证书"})
_CARD_NAMES: Final[Labels] = {"中华人民共和国": "country", "居民身份证": "card"}
_ALL: Final[Labels] = {**PORTRAIT, **EMBLEM, **LOOKUP, **CERTIFICATE, **_CARD_NAMES}


@dataclass(frozen=True, slots=True)
class Match:
    """A label found at the start of a text: its field, and where the value may begin."""

    label: str
    field: str
    end: int


def simplified(text: str) -> str:
    """Fold the traditional forms that the recogniser is known to print."""
    return text.translate(_SIMPLIFIED)


def match_start(text: str, labels: Labels) -> Match | None:
    """Find the longest label that ``text`` begins with; in a long one, one character may be misread."""
    folded, places = _packed(text)
    fits = [label for label in labels if folded.startswith(label)]
    if not fits:
        fits = [label for label in labels if len(label) >= _FUZZY_FROM and _one_wrong(folded[: len(label)], label)]
    if not fits:
        return None
    label = max(fits, key=len)
    return Match(label, labels[label], places[len(label) - 1] + 1)


def is_label(text: str) -> bool:
    """Tell whether a text is surely a document's: a label of three characters or more, or the name of the card."""
    found = match_start(text, _ALL)
    return found is not None and len(found.label) > 2  # noqa: PLR2004


def begins_a_label(text: str, labels: Labels) -> bool:
    """Tell whether ``text`` is the first part of a label that was printed in pieces, as 出 生."""
    folded, _ = _packed(text)
    return bool(folded) and any(label.startswith(folded) and label != folded for label in labels)


def find_inside(text: str, label: str) -> int:
    """Return where ``label`` begins behind something else, or -1."""
    folded, places = _packed(text)
    at = folded.find(label, 1)
    return -1 if at < 0 else places[at]


def _packed(text: str) -> tuple[str, list[int]]:
    """Fold a text and drop its blanks; also return where each character that is left stood."""
    places = [place for place, character in enumerate(text) if not character.isspace()]
    return simplified("".join(text[place] for place in places)), places


def _one_wrong(text: str, label: str) -> bool:
    if len(text) != len(label):
        return False
    wrong = [left for left, right in zip(text, label, strict=True) if left != right]
    return len(wrong) == 1 and not wrong[0].isdigit()  # a digit is no misread character but the value behind a piece
