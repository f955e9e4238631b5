"""What the transparency log keeps of a letter: enough to prove it, nothing of a person."""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LeafKind(StrEnum):
    """What happened to a letter."""

    ISSUED = "issued"  # 签发
    SUPERSEDED = "superseded"  # 被替代
    REVOKED = "revoked"  # 撤销


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One entry of the log."""

    kind: LeafKind
    letter_number: str
    sha256: str  # of the signed file, hex
    on: date  # local
    detail: str = ""  # superseded: the successor's number; revoked: SHA-256 of the public reason

    @property
    def text(self) -> str:
        """The canonical form, the same for ever: this is what is hashed."""
        lines = ("certdesk-letter/1", self.kind.value, self.letter_number, self.sha256, self.on.isoformat())
        return "\n".join((*lines, self.detail)) + "\n"


def reason_digest(reason: str) -> str:
    """Return what a leaf keeps of a public reason."""
    return hashlib.sha256(reason.encode()).hexdigest()
