"""The office's word on its register: signs the heads of the log and what stands in QR codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from certdesk.rules.signed_note import key_id, verifier_key


@dataclass(frozen=True, slots=True, kw_only=True)
class NotaryKey:
    """A published Ed25519 key; ``name`` is also the origin of the checkpoints it signs.

    ``not_before`` and ``not_after`` are the first and the last day on which it signed; None: not known, or in use.
    """

    name: str
    public: bytes
    rehearsal: bool = False
    not_before: date | None = None
    not_after: date | None = None

    def served_on(self, day: date) -> bool:
        """Tell whether this key may have signed on a day."""
        return (self.not_before or day) <= day <= (self.not_after or day)

    @property
    def key_id(self) -> bytes:
        """The four bytes by which notes and QR codes name this key."""
        return key_id(self.name, self.public)

    @property
    def verifier(self) -> str:
        """The key as note tools take it."""
        return verifier_key(self.name, self.public)


class Notary(Protocol):
    """Signs with the newest of its keys; the older ones stay published, for what they signed stays signed."""

    @property
    def keys(self) -> Sequence[NotaryKey]:
        """Every key ever used, the one that signs first.

        Raises:
            KeysMissing: the desk has no key.
        """
        ...

    def sign(self, message: bytes, key: NotaryKey) -> bytes:
        """Return the signature (64 bytes) of one of its keys: the one that the message names, or is to be read with.

        Raises:
            LookupError: it is none of them.
        """
        ...

    def verifies(self, key: NotaryKey, message: bytes, signature: bytes) -> bool:
        """Tell whether ``key`` signed ``message``."""
        ...


class Shelf(Protocol):
    """Where signed heads of the log go, outside the desk's own database."""

    @property
    def address(self) -> str:
        """Who gets them by mail; empty: nobody."""
        ...

    def put(self, name: str, note: str) -> None:
        """Keep a signed head under ``name``; one that is there already stays as it is."""
        ...
