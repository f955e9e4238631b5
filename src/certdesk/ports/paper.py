"""Papers: what an office hands out besides the letters it signs, each set from one immutable record."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PaperKind(StrEnum):
    """The papers of a case, in the order of its life."""

    RECEIPT = "receipt"  # 收件回执
    SUPPLEMENT = "supplement"  # 一次性补正告知书 (D-7)
    ACCEPTANCE = "acceptance"  # 受理通知书 (G-15)
    DECLINE = "decline"  # 不予受理决定书 (G-04 to G-06)
    REJECTION = "rejection"  # 不予办理决定书
    REFERRAL = "referral"  # 转办指引卡 (G-07, G-19)
    COURIER = "courier"  # 寄件单，邮费到付 (G-17)
    ENVELOPE = "envelope"  # 开窗信封页 (G-14)
    COLLECTION = "collection"  # 领取单 (G-18)
    ARCHIVE = "archive"  # 卷宗封面和卷内目录


#: Too weighty to be refused for its length: what does not fit on a page runs on, numbered, on the next.
RUNS_ON = frozenset({PaperKind.SUPPLEMENT, PaperKind.DECLINE, PaperKind.REJECTION, PaperKind.ARCHIVE})

#: The office's own; everything else is for the holder.
FOR_OFFICE = frozenset({PaperKind.COURIER, PaperKind.ENVELOPE, PaperKind.ARCHIVE})
FOR_HOLDER = frozenset(PaperKind) - FOR_OFFICE

#: Not for the office's eyes: the code that proves at the counter who may collect (G-18).
HOLDERS_SECRET = frozenset({PaperKind.COLLECTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of a paper's table. Empty: not known, so not printed."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line of a paper's list, with the place of the guide that asks for it; of an archive, with day and digest."""

    text: str
    source: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An office or a person somebody is to turn to, as published or as given."""

    name: str
    address: str = ""
    telephones: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecord:
    """Everything a paper prints. Empty text: not known, so not printed."""

    kind: PaperKind
    reference: str
    office_name: str
    office_address: str
    office_telephones: tuple[str, ...]
    issued_on: date
    specimen: bool  # a rehearsal: 「样张 SPECIMEN」 across the page
    texts: tuple[tuple[str, str], ...]  # the wording, filled: name of the block, what it says
    text_version: int  # of the wording; 0 is the shipped one
    addressee: str = ""
    facts: tuple[Fact, ...] = ()
    items: tuple[Item, ...] = ()
    words: tuple[str, ...] = ()  # an officer's own, a paragraph each
    card: Card | None = None
    code: str = ""  # to collect with (G-18)
    link: str = ""  # of the progress page; printed as a QR code
