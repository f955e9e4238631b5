"""What a letter's QR code says by itself: a few facts and a signature, to be checked with no server at all.

Layout, before base 32 (RFC 4648, upper-case, no padding: the QR code stays alphanumeric): version (1 byte), flags (1),
key id (4), days since 2000-01-01 (2, big-endian), then letter number, masked name and certificate number in
UTF-8, each with its length before it (1), then an Ed25519 signature (64; RFC 8032) over
``DOMAIN`` and everything before it.
"""

from base64 import b32decode, b32encode
from dataclasses import dataclass
from datetime import date, timedelta

VERSION = 1
SPECIMEN = 0b1  # the only flag so far
DOMAIN = b"certdesk-offline/1\n"  # no other message of the same keys begins so
SIGNATURE_BYTES = 64
KEY_ID_BYTES = 4
_HEAD = 2 + KEY_ID_BYTES + 2
_FIRST_DAY = date(2000, 1, 1)
_LONGEST = 600  # characters of base 32; ours have about 200
_LONGEST_FIELD = 255
_FIELDS = 3


class NotAnOfflineCode(ValueError):
    """The text is not what stands in the QR code of a letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineFacts:
    """What can be checked without a network; of the person a masked name only (design rule 8)."""

    letter_number: str
    holder_masked: str
    certificate_number: str
    issued_on: date
    specimen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfflineCode:
    """A code taken apart: what it says, which key is to have signed it, and what was signed."""

    facts: OfflineFacts
    key_id: bytes
    signed: bytes
    signature: bytes


def to_be_signed(facts: OfflineFacts, key_id: bytes) -> bytes:
    """Return the bytes that the office's key signs.

    Raises:
        ValueError: a text is too long for a QR code, or the day lies outside 2000 to 2179.
    """
    days = (facts.issued_on - _FIRST_DAY).days
    head = bytes([VERSION, SPECIMEN if facts.specimen else 0]) + key_id + days.to_bytes(2, "big")
    return DOMAIN + head + b"".join(map(_field, (facts.letter_number, facts.holder_masked, facts.certificate_number)))


def _field(text: str) -> bytes:
    raw = text.encode()
    if len(raw) > _LONGEST_FIELD:
        raise ValueError("too long for a QR code")
    return bytes([len(raw)]) + raw


def write_code(signed: bytes, signature: bytes) -> str:
    """Return the code as text; ``signed`` is what ``to_be_signed`` gave."""
    return b32encode(signed.removeprefix(DOMAIN) + signature).decode().rstrip("=")


def read_code(text: str) -> OfflineCode:
    """Take a code apart; the text of the whole QR code, an address, will do.

    Raises:
        NotAnOfflineCode: it is none. Whether it is genuine is for the signature to say.
    """
    code = text.strip().rstrip("/").rpartition("/")[2].upper()
    if len(code) > _LONGEST:
        raise NotAnOfflineCode("too long")
    try:
        raw = b32decode(code + "=" * (-len(code) % 8))
    except ValueError as why:
        raise NotAnOfflineCode("not base 32") from why
    body, signature = raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
    if len(body) < _HEAD + _FIELDS or body[0] != VERSION:
        raise NotAnOfflineCode("another version, or cut off")
    number, name, certificate = _fields(body[_HEAD:])
    facts = OfflineFacts(
        letter_number=number,
        holder_masked=name,
        certificate_number=certificate,
        issued_on=_FIRST_DAY + timedelta(days=int.from_bytes(body[_HEAD - 2 : _HEAD], "big")),
        specimen=bool(body[1] & SPECIMEN),
    )
    return OfflineCode(facts=facts, key_id=body[2 : 2 + KEY_ID_BYTES], signed=DOMAIN + body, signature=signature)


def _fields(raw: bytes) -> list[str]:
    found = []
    for _ in range(_FIELDS):
        length, rest = raw[:1], raw[1:]
        if not length or len(rest) < length[0]:
            raise NotAnOfflineCode("cut off")
        try:
            found.append(rest[: length[0]].decode())
        except UnicodeDecodeError as why:
            raise NotAnOfflineCode("not UTF-8") from why
        raw = rest[length[0] :]
    if raw:
        raise NotAnOfflineCode("something follows")
    return found
