"""The certificate register an office may have imported; without one, officers look entries up by hand (G-05)."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEntry:
    """What the register holds of one certificate."""

    certificate_number: str
    name: str
    id_number: str
    occupation: str
    direction: str = ""
    level: int | None = None
    issued_on: date | None = None
    body: str = ""


class Register(Protocol):
    """Looks certificates up in the imported register."""

    def find(self, certificate_number: str) -> RegisterEntry | None:
        """Return the entry of that number, or None when the register has none."""
        ...
