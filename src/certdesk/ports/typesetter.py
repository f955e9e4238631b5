"""From one immutable record to the bytes of a letter."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from certdesk.ports.paper import PaperRecord
from certdesk.rules.blank_layout import BlankLayout


class LetterKind(StrEnum):
    """The letters an office signs."""

    PROOF = "proof"  # 证明 (G-03)
    REISSUE = "reissue"  # 补发 (G-02)
    EXCHANGE = "exchange"  # 换发 (G-02)


class CannotTypeset(Exception):
    """The letter cannot be set; the text names the character no font has, or what else is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRecord:
    """Everything a letter prints. Empty text: not verified, so not printed."""

    kind: LetterKind
    letter_number: str
    office_name: str
    office_telephones: tuple[str, ...]
    holder_name: str
    holder_sex: str
    id_number: str
    certificate_number: str
    occupation: str
    direction: str
    level: int | None
    certificate_issued_on: date | None
    body: str
    theory_score: str
    practice_score: str
    result: str
    business: str  # rules.business.Business
    lookup_site: str
    lookup_site_english: str = ""
    looked_up_on: date | None
    recorded_item: str = ""  # correction: what the certificate says (D-5)
    correct_item: str = ""  # correction: what it should say
    basis: tuple[str, ...] = ()  # legal basis, a sentence each (G-01)
    evidence: str = ""  # correction: what proves the correct item (D-5)
    registered_name: str = ""  # proof of a correction: the name as registered, where it is not the holder's
    registered_id_number: str = ""  # likewise
    remark: str = ""  # 备注 (G-02)
    texts: tuple[tuple[str, str], ...] = ()  # the wording, filled: name of the block, what it says
    text_version: int = 0  # of the wording; 0 is the shipped one
    english: bool = True  # with the English part, for use abroad
    issued_on: date
    verify_url: str
    verify_code: str
    qr_text: str = ""  # what the QR code holds: an address with a signature that needs no network; else verify_url
    specimen: bool  # a rehearsal key signs: 「样张 SPECIMEN」 across every page


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayRecord:
    """What is printed onto an office's blank: the layout, and the values by field; empty ones are not printed."""

    title: str
    office_name: str
    layout: BlankLayout
    values: tuple[tuple[str, str], ...]
    specimen: bool
    grid: bool = False  # with lines to measure by, on plain paper
    note: str = ""  # how to measure


class Typesetter(Protocol):
    """Sets letters; the same record and moment give the same bytes."""

    def typeset(self, record: LetterRecord, *, at: datetime) -> bytes:
        """Return a PDF/A-2u of one page.

        Raises:
            CannotTypeset: a character has no glyph, or the text outgrows its page.
        """
        ...

    def typeset_paper(self, record: PaperRecord, *, at: datetime) -> bytes:
        """Return a PDF/A-2u of one page; of more where the paper may run on.

        Raises:
            CannotTypeset: a character has no glyph, or the text outgrows its page.
        """
        ...

    def typeset_overlay(self, record: OverlayRecord, *, at: datetime) -> bytes:
        """Return a PDF/A-2u the size of the blank.

        Raises:
            CannotTypeset: a character has no glyph.
        """
        ...

    def preview(self, pdf: bytes) -> bytes:
        """Return the first page of a PDF as PNG, for a look on the screen."""
        ...
