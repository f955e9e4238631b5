"""Signing a letter, and checking a signature that somebody brings back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

LARGEST_FILE = 4 * 1024 * 1024  # bytes; a letter has about 100 kB, and what lies far beyond is not looked into


class SigningUnavailable(Exception):
    """The key cannot be used now; the letter waits and is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningIdentity:
    """Whose key signs."""

    subject: str
    fingerprint: str  # SHA-256 of the certificate, hex
    not_before: datetime
    not_after: datetime
    rehearsal: bool
    level: str = "B-B"  # of PAdES; B-T: with a time-stamp, B-LT: and with the proofs carried along


class Signer(Protocol):
    """Adds one PAdES signature to a PDF as an incremental update: the signed bytes begin with the approved ones."""

    @property
    def identity(self) -> SigningIdentity:
        """Whose key signs, and until when."""
        ...

    def sign(self, pdf: bytes, *, at: datetime) -> bytes:
        """Return ``pdf`` with the signature appended.

        Raises:
            SigningUnavailable: key store away, certificate expired or not yet valid.
        """
        ...

    def try_out(self, *, at: datetime) -> bytes:
        """Sign an empty page, which binds nobody, just as a letter would be signed.

        Raises:
            SigningUnavailable: as ``sign``.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureFinding:
    """What a PDF's signature says about itself. ``why`` is one sentence in Chinese when something is wrong."""

    signed: bool
    intact: bool = False  # what was signed has not changed
    covers_whole_file: bool = False  # not a byte stands outside the signature
    trusted: bool = False  # made by this office's key, over whatever it was
    signer: str = ""
    fingerprint: str = ""  # SHA-256 of the certificate, hex
    signed_at: datetime | None = None  # as the signature claims
    stamped_at: datetime | None = None  # by a time-stamping service that the office trusts (RFC 3161)
    why: str = ""

    @property
    def sound(self) -> bool:
        """Whether the file is, to the last byte, what the office signed."""
        return self.signed and self.intact and self.covers_whole_file and self.trusted


class SignatureChecker(Protocol):
    """Checks an uploaded file without any network."""

    def check(self, pdf: bytes) -> SignatureFinding:
        """Examine any bytes whatever; never raises, within bounded time and memory."""
        ...
