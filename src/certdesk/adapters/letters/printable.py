"""What of a record goes to the template, checked first: a letter with a gap or a hidden character is never set."""

import json
import unicodedata
from dataclasses import asdict
from datetime import date

from certdesk.ports.paper import PaperRecord
from certdesk.ports.typesetter import CannotTypeset, LetterKind, LetterRecord, OverlayRecord
from certdesk.rules.blank_layout import FIELDS
from certdesk.rules.business import Business

LEVELS = range(1, 6)

_ALWAYS = {
    "letter_number": "文书编号",
    "office_name": "发文单位",
    "holder_name": "持证人姓名",
    "certificate_number": "证书编号",  # G-02, G-03: the original number
    "occupation": "职业（工种）",
    "verify_url": "核验网址",
    "verify_code": "核验码",
}
_OF_CORRECTION = {
    "recorded_item": "证书记载的内容",
    "correct_item": "应当更正为的内容",
    "evidence": "更正的证明材料",
}  # D-5
_OF_PAPER = {"reference": "办件编号", "office_name": "发文单位"}
_TITLE = "title"  # without its wording no letter is set
_OF_CERTIFICATE = {"remark": "备注"}  # G-02

# Control and format characters print as nothing: a name with one would read differently from what is stored.
_INVISIBLE = frozenset({"Cc", "Cf"})


def as_json(record: LetterRecord) -> str:
    """Return the record as the template's data.

    Raises:
        CannotTypeset: a required value is missing, or a text holds a character that cannot be seen.
    """
    _refuse_gaps(record)
    data = {name: _printed(value) for name, value in asdict(record).items()}
    data["texts"] = {name: _printed(text) for name, text in record.texts}
    return json.dumps(data, ensure_ascii=False)


def _refuse_gaps(record: LetterRecord) -> None:
    required = dict(_ALWAYS)
    if record.kind is not LetterKind.PROOF:
        required |= _OF_CERTIFICATE
    if record.business == Business.CORRECTION:
        required |= _OF_CORRECTION
    missing = [term for name, term in required.items() if not getattr(record, name).strip()]
    if missing:
        raise CannotTypeset(f"文书缺少{'、'.join(missing)}，请补充后重新生成。")
    wordless = [name for name in _needed_texts(record) if not dict(record.texts).get(name)]
    if wordless:
        raise CannotTypeset(f"文书缺少文本“{'、'.join(wordless)}”，请先设定这种文书的文本再生成。")
    if record.level is not None and record.level not in LEVELS:
        raise CannotTypeset(f"技能等级“{record.level}”不在一级至五级之内，请核对后重新生成。")


def _needed_texts(record: LetterRecord) -> tuple[str, ...]:
    """Name the blocks of wording without which a letter would not say what it is."""
    return (_TITLE, f"reason_{record.business}") if record.kind is LetterKind.PROOF else (_TITLE,)


def paper_as_json(record: PaperRecord) -> str:
    """Return a paper's record as the template's data.

    Raises:
        CannotTypeset: a required value is missing, or a text holds a character that cannot be seen.
    """
    missing = [term for name, term in _OF_PAPER.items() if not getattr(record, name).strip()]
    if missing or not dict(record.texts).get(_TITLE):
        raise CannotTypeset(f"文书缺少{'、'.join(missing) or '标题'}，请补充后重新生成。")
    data = {name: _printed(value) for name, value in asdict(record).items()}
    data["texts"] = {name: _printed(text) for name, text in record.texts}
    return json.dumps(data, ensure_ascii=False)


def overlay_as_json(record: OverlayRecord) -> str:
    """Return what is printed onto a blank as the template's data; a field without a value leaves its line empty.

    Raises:
        CannotTypeset: a value holds a character that cannot be seen.
    """
    values = dict(record.values)
    layout = record.layout
    data = {
        "title": record.title,
        "office_name": record.office_name,
        "specimen": record.specimen,
        "grid": record.grid,
        "note": record.note,
        **{side: getattr(layout, side) for side in ("width", "height", "dx", "dy")},
        "places": [
            {**asdict(place), "label": FIELDS[place.field], "value": _printed(values[place.field])}
            for place in layout.places
            if values.get(place.field)
        ],
    }
    return json.dumps(data, ensure_ascii=False)


def _printed(value: object) -> object:
    if isinstance(value, dict):
        return {name: _printed(item) for name, item in value.items()}
    if isinstance(value, str):
        return _visible(" ".join(value.split()))
    if isinstance(value, tuple):
        return [_printed(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    for character in text:
        if unicodedata.category(character) in _INVISIBLE:
            raise CannotTypeset(f"文字“{text}”中有看不见的字符（U+{ord(character):04X}），请删去后重新生成。")
    return text
