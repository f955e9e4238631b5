"""What the desk makes of an application before a person has looked: proposals, each open to correction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from certdesk.rules.business import Business, DeliveryMethod


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The particulars of an application, from whichever door. Empty: not said."""

    why: str  # why the message is taken for an application, and for this business
    business: Business | None = None
    name: str = ""
    id_number: str = ""
    certificate_number: str = ""
    occupation: str = ""
    direction: str = ""
    level: int | None = None
    method: DeliveryMethod | None = None
    recipient: str = ""
    telephone: str = ""
    address: str = ""
    sender_name: str = ""
    sender_email: str = ""
    recorded_item: str = ""
    correct_item: str = ""
    people: tuple[str, ...] = ()  # distinct applicants seen; more than one is for an officer
    sure: Mapping[str, bool] = field(default_factory=dict)
    agent: str = ""  # who writes for the holder
    understood: Mapping[str, Any] = field(default_factory=dict)  # every value of a mail, with its place: see provenance

    @property
    def says_anything(self) -> bool:
        """Whether the message names a business, a certificate or a person's number."""
        return bool(self.business or self.certificate_number or self.id_number)
