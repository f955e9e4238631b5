"""Put a letter into words: a wording filled with the facts of the letter's record, and with nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from certdesk.ports.typesetter import LetterRecord
from certdesk.rules.letter_text import TextForm, fill_texts

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip  # as a calendar stands
_CITED = re.compile(r"》（([^（）]+号)）(.*)$")  # a notice's mark, and the article


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The wording of one kind of letter: version 0 is the shipped one."""

    form: TextForm
    version: int
    texts: Mapping[str, str]


def worded(record: LetterRecord, wording: Wording) -> LetterRecord:
    """Return the record with its wording, filled from its own facts and from nothing else."""
    texts = fill_texts(wording.form, wording.texts, facts_of(record))
    remark = texts.pop("remark", "") + texts.pop("remark_correction", "")
    return replace(record, texts=tuple(texts.items()), text_version=wording.version, remark=remark)


def facts_of(record: LetterRecord) -> dict[str, str]:
    """Return what a wording may say of a letter; what nobody verified is empty."""
    return {
        "looked_up_on": chinese_day(record.looked_up_on),
        "looked_up_on_english": english_day(record.looked_up_on),
        "lookup_site": record.lookup_site,
        "lookup_site_english": record.lookup_site_english,
        "basis": joined(record.basis),
        "basis_short": "；".join(map(short_citation, record.basis)),
        "office_name": record.office_name,
        "issued_on": chinese_day(record.issued_on),
        "issued_on_english": english_day(record.issued_on),
        "certificate_number": record.certificate_number,
        "recorded_item": record.recorded_item,
        "correct_item": record.correct_item,
    }


def chinese_day(day: date | None) -> str:
    """Write a day as letters do: 2026年7月1日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def english_day(day: date | None) -> str:
    """Write a day as British letters do: 1 July 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


def joined(basis: tuple[str, ...]) -> str:
    """Join the legal basis into one sentence (G-01)."""
    return "；".join(each.rstrip("。； ") for each in basis) + "。" if basis else ""


def short_citation(title: str) -> str:
    """Cite a notice by its mark and article, as a remark column has room for: 人社厅发〔2018〕42号第五条."""
    cited = _CITED.search(title)
    return f"{cited[1]}{cited[2]}" if cited else title
