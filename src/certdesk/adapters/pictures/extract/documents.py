"""Which documents a page shows: anchors propose a kind, values must confirm it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from certdesk.adapters.pictures.extract.identity_card import read_emblem_side, read_portrait_side
from certdesk.adapters.pictures.extract.labels import simplified
from certdesk.adapters.pictures.extract.readings import Fields, confidence
from certdesk.adapters.pictures.extract.records import read_certificate, read_lookup
from certdesk.adapters.pictures.layout import Word
from certdesk.rules.business import Material

UNKNOWN: Final = "unknown"

_ANCHORS: Final[Mapping[str, Mapping[str, int]]] = {
    Material.ID_PORTRAIT_SIDE: {"公民身份号码": 4, "住址": 2, "民族": 2, "出生": 1, "姓名": 1, "性别": 1},
    Material.ID_EMBLEM_SIDE: {"签发机关": 3, "有效期限": 3, "居民身份证": 3, "中华人民共和国": 1},
    Material.LOOKUP_SCREENSHOT: {
        "osta.org": 4,
        "nvq.net": 4,
        "联网查询": 3,
        "证书查询": 3,
        "查询结果": 3,
        "查询": 1,
        "数据上报单位": 3,
        "评价机构": 2,
        "职业名称": 2,
        "证书编码": 2,
        "证书编号": 1,
        "技能等级": 1,
        "级别": 1,
        "理论成绩": 2,
        "证件号码": 1,
        "发证日期": 1,
        "姓名": 1,
    },
    Material.ORIGINAL_CERTIFICATE: {
        "理论知识考试成绩": 3,
        "操作技能考核成绩": 3,
        "职业(工种)及等级": 3,
        "职业资格证书": 2,
        "职业技能等级证书": 2,
        "鉴定(指导)中心": 2,
        "文化程度": 2,
        "本证书表明持证人": 3,
        "出生日期": 2,
        "OccupationalQualification": 2,
        "Occupation&Skill": 3,
        "EducationalLevel": 2,
        "SkillLevel": 2,
        "ResultofT": 1,
        "ResultofO": 2,
        "CertificateNo": 2,
        "BirthDate": 1,
        "证书编号": 1,
        "评定成绩": 1,
        "发证日期": 1,
        "姓名": 1,
    },
}
_FOREIGN: Final = ("准驾车型", "初次领证", "统一社会信用代码", "营业执照", "机动车驾驶证", "护照", "银行")
_CONFIRMED: Final = 5  # points of anchors
_ENOUGH_OTHERS: Final = 4
_OF_CERTIFICATE: Final = frozenset({"certificate_number", "occupation", "level", "issue_date"})  # a form has none
_WANTED: Final = {
    Material.ID_PORTRAIT_SIDE: 6,
    Material.ID_EMBLEM_SIDE: 3,
    Material.LOOKUP_SCREENSHOT: 6,
    Material.ORIGINAL_CERTIFICATE: 8,
}


@dataclass(frozen=True, slots=True)
class Document:
    """One document found on a page."""

    kind: str
    confidence: float
    fields: Fields


def documents_on(words: Sequence[Word]) -> list[Document]:
    """Return the documents on a page; a page with none gives one of unknown kind."""
    texts = [simplified(word.text).replace(" ", "") for word in words]
    if any(foreign in text for text in texts for foreign in _FOREIGN):
        return [Document(UNKNOWN, 0.0, {})]
    points = {kind: _points(texts, anchors) for kind, anchors in _ANCHORS.items()}
    found = [*_cards(words, texts, points), *_certificates(words, points)]
    return found or [Document(UNKNOWN, 0.0, {})]


def _points(texts: Sequence[str], anchors: Mapping[str, int]) -> int:
    return sum(weight for anchor, weight in anchors.items() if any(_holds(text, anchor) for text in texts))


def _holds(text: str, anchor: str) -> bool:
    """Tell whether a line has the anchor; a long one may have one character misread."""
    if anchor in text:
        return True
    if len(anchor) < 4 or len(text) < len(anchor):  # noqa: PLR2004
        return False
    starts = range(len(text) - len(anchor) + 1)
    return any(sum(text[at + i] != anchor[i] for i in range(len(anchor))) == 1 for at in starts)


def _cards(words: Sequence[Word], texts: Sequence[str], points: Mapping[str, int]) -> list[Document]:
    found = []
    if points[Material.ID_PORTRAIT_SIDE] >= _CONFIRMED:
        fields = read_portrait_side(words)
        if _is_portrait_side(fields, _printed(words)):
            found.append(_document(Material.ID_PORTRAIT_SIDE, fields))
    if points[Material.ID_EMBLEM_SIDE] >= _CONFIRMED:
        fields = read_emblem_side(words)
        if _is_emblem_side(fields, texts):
            found.append(_document(Material.ID_EMBLEM_SIDE, fields))
    return found


def _is_portrait_side(fields: Fields, printed: str) -> bool:
    """A covered number is asked for again; the side it stands on is known all the same."""
    if "住址" not in printed:
        return False
    return ("id_number" in fields and len(fields) > 2) or ("公民身份号码" in printed and len(fields) >= _ENOUGH_OTHERS)  # noqa: PLR2004


def _is_emblem_side(fields: Fields, texts: Sequence[str]) -> bool:
    """Tell the card from other licences with an authority and a validity: it has a name, and the police issue it."""
    police = "authority" in fields and "公安" in fields["authority"].value
    named = any(_holds(text, "居民身份证") for text in texts)
    return (police or named) and ("authority" in fields or "valid_from" in fields)


def _printed(words: Sequence[Word]) -> str:
    return simplified("".join(word.text.replace(" ", "") for word in words))


def _certificates(words: Sequence[Word], points: Mapping[str, int]) -> list[Document]:
    lookup, certificate = points[Material.LOOKUP_SCREENSHOT], points[Material.ORIGINAL_CERTIFICATE]
    if max(lookup, certificate) < _CONFIRMED:
        return []
    if certificate >= lookup:
        fields = read_certificate(words)
        if _is_filled(fields) or "本证书表明持证人" in _printed(words):  # the certificate, though its right page is not
            return [_document(Material.ORIGINAL_CERTIFICATE, fields)]
        return []
    found = [fields for fields in read_lookup(words) if _is_filled(fields) and not _OF_CERTIFICATE.isdisjoint(fields)]
    return [_document(Material.LOOKUP_SCREENSHOT, fields) for fields in found]


def _is_filled(fields: Fields) -> bool:
    """Tell a document from a notice that explains its labels but has none of their values."""
    typed = sum(name in fields for name in ("id_number", "certificate_number", "issue_date", "level"))
    return typed > 1 or (typed == 1 and ("name" in fields or len(fields) >= _ENOUGH_OTHERS))


def _document(kind: Material, fields: Fields) -> Document:
    return Document(kind, confidence(fields, _WANTED[kind]), fields)
