"""What was understood of a text: each value with the place it came from."""

from dataclasses import dataclass, field
from enum import StrEnum

from certdesk.rules.business_words import BusinessFinding
from certdesk.rules.wording import Sentence


class Source(StrEnum):
    """Which text a value was found in."""

    SUBJECT = "subject"
    TEXT = "text"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one of the texts."""

    start: int
    end: int
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value, where it stood, and whether an officer should look twice."""

    value: str
    span: Span
    sure: bool
    why: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One holder that a mail speaks of, with his certificate: one proposal."""

    name: Found | None = None
    id_number: Found | None = None
    certificate_number: Found | None = None
    occupation: Found | None = None
    level: Found | None = None  # "1".."5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What a mail asks for, for whom, and how it is to be delivered."""

    business: BusinessFinding
    people: tuple[Person, ...]  # never empty; more than one: proposals for an officer
    recipient: Found | None = None
    telephone: Found | None = None
    address: Found | None = None
    delivery_method: Found | None = None  # rules.business.DeliveryMethod value
    agent: Found | None = None  # who writes for the holder: a name, or how they are related
    notes: tuple[Sentence, ...] = field(default=())

    @property
    def person(self) -> Person:
        """The first holder spoken of."""
        return self.people[0]

    @property
    def name(self) -> Found | None:
        """The first holder's name."""
        return self.people[0].name

    @property
    def id_number(self) -> Found | None:
        """The first holder's identity number."""
        return self.people[0].id_number

    @property
    def certificate_number(self) -> Found | None:
        """The first certificate's number."""
        return self.people[0].certificate_number

    @property
    def occupation(self) -> Found | None:
        """The first certificate's occupation."""
        return self.people[0].occupation

    @property
    def level(self) -> Found | None:
        """The first certificate's level, "1" to "5"."""
        return self.people[0].level
