"""What a paper is written from: the case at one moment, and the world it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.queries import party
from certdesk.guide.model import Guide
from certdesk.ports.links import Links
from certdesk.ports.paper import Card, Fact, Item
from certdesk.rules.business import Business
from certdesk.rules.certificate_number import read_number
from certdesk.rules.offices import Office


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A case, locked, on the day its paper is written; ``specimen``: this desk only rehearses."""

    case: Case
    guide: Guide
    links: Links
    on: date
    specimen: bool

    @property
    def office(self) -> Office:
        """The office that writes."""
        return self.guide.offices[self.case.office_code]

    @property
    def issuing_office(self) -> Office | None:
        """Another office that issued the certificate, by its number (G-07)."""
        reading = read_number(
            self.case.certificate_number,
            self.guide.rulebook.numbering,
            this_year=self.guide.local_date(self.case.received_at).year,
        )
        office = self.guide.office_of(reading)
        return office if office is not None and office.code != self.case.office_code else None

    @property
    def holder_name(self) -> str:
        """The holder's name as registered, or nothing."""
        holder = party(self.case, PartyRole.HOLDER)
        return holder.name.strip() if holder else ""

    @property
    def application(self) -> str:
        """What was asked for, as a noun."""
        business = self.case.business
        return f"“{self.guide.businesses[Business(business)].label}”申请" if business else "申请"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a paper says, before it is put into words; ``said`` are the facts its wording may use."""

    said: Mapping[str, str]
    addressee: str = ""
    facts: tuple[Fact, ...] = ()
    items: tuple[Item, ...] = ()
    words: tuple[str, ...] = ()
    card: Card | None = None
    code: str = field(default="", repr=False)
    link: str = field(default="", repr=False)  # opens the holder's page


def card_of(office: Office) -> Card:
    """Return an office as published, with the notes beside it (G-22)."""
    return Card(
        name=office.name,
        address=office.address,
        telephones=office.telephones,
        notes=tuple(note.text for note in office.notes),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Return a text's paragraphs, blank ones left out."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def place_of(clause: str, guide: Guide) -> str:
    """Say where in the guide a clause stands: nobody outside knows that we number them."""
    quoted = guide.quotations.get(clause)
    return f"办事指南“{quoted.place}”" if quoted else ""
