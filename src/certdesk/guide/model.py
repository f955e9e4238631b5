"""The service guide as one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from certdesk.rules.business import Business
from certdesk.rules.business_words import BusinessWords
from certdesk.rules.certificate_number import NumberReading
from certdesk.rules.deadlines import Limits
from certdesk.rules.letter_text import TextForm
from certdesk.rules.materials import RequiredMaterial
from certdesk.rules.offices import Office
from certdesk.rules.rulebook import Rulebook
from certdesk.rules.working_days import WorkCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessRule:
    """One business of G-13: its name for people, its mail subject, its words and its materials."""

    business: Business
    label: str
    subject: str
    words: BusinessWords
    materials: tuple[RequiredMaterial, ...]
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupSite:
    """A public look-up site on which a certificate must be found (G-05)."""

    code: str
    name: str
    host: str
    clause: str
    english: str = ""  # how the English part of a letter speaks of it; no official name


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis:
    """A document the service rests on, from when it holds, and for which businesses (G-01)."""

    code: str
    title: str
    holds_from: date
    businesses: tuple[Business, ...]
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """Where a letter can be collected, and what to ring first (G-18)."""

    city: str
    address: str
    telephones: tuple[str, ...]
    note: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideNote:
    """Something the guide leaves open or contradicts, and how it is treated (D-1 … D-9)."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What a clause says in the guide's own words, and where: people outside do not know our numbers of clauses."""

    code: str
    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearNotice:
    """The State Council's notice behind one year's calendar; ``paper`` is empty where its number is not known."""

    year: int
    paper: str
    changed_by: str  # a later notice that altered it
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """Everything the guide says, for one province."""

    name: str
    province_name: str
    time_zone: ZoneInfo
    reference_prefix: str
    mailbox_address: str
    supplement_answer_days: int  # the house's choice: the guide sets none (D-7)
    rulebook: Rulebook
    offices: Mapping[str, Office]
    businesses: Mapping[Business, BusinessRule]
    calendar: WorkCalendar
    limits: Limits
    lookup_sites: tuple[LookupSite, ...]
    pickup: Pickup
    legal_basis: tuple[LegalBasis, ...]
    notes: tuple[GuideNote, ...]
    quotations: Mapping[str, Quotation]  # by clause
    year_notices: tuple[YearNotice, ...]
    letter_texts: Mapping[str, TextForm]  # as shipped; an office's own stand above them

    def office_of(self, reading: NumberReading) -> Office | None:
        """Return the office that answers for a number, or None: an unroutable number has no default (rule 11)."""
        return self.offices.get(reading.city.office_code) if reading.city else None

    def local_date(self, moment: datetime) -> date:
        """Return the calendar day of an aware ``moment`` in the guide's time zone (D-6)."""
        return moment.astimezone(self.time_zone).date()
