"""Sealing texts and files with AES-256-GCM, and finding sealed texts by a keyed blind index."""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from certdesk.sealing.key_ring import KeyRing

NONCE_BYTES = 12
_FILE_MARK = b"CDV1"


class CannotOpen(Exception):
    """A sealed value fails its check: wrong key, wrong place, or altered."""


def seal_bytes(ring: KeyRing, content: bytes, context: str) -> bytes:
    """Seal ``content``; it opens only under the same ``context`` (what it is and where it belongs)."""
    key_id = ring.current.encode()
    nonce = os.urandom(NONCE_BYTES)
    head = _FILE_MARK + bytes([len(key_id)]) + key_id
    return head + nonce + AESGCM(ring.data[ring.current]).encrypt(nonce, content, head + context.encode())


def open_bytes(ring: KeyRing, sealed: bytes, context: str) -> bytes:
    """Open what ``seal_bytes`` made.

    Raises:
        CannotOpen: wrong key, wrong context, or altered bytes.
    """
    start = len(_FILE_MARK)
    if sealed[:start] != _FILE_MARK or len(sealed) < start + 1:
        raise CannotOpen("not a sealed value")
    end = start + 1 + sealed[start]
    head, nonce = sealed[:end], sealed[end : end + NONCE_BYTES]
    key = ring.data.get(sealed[start + 1 : end].decode("ascii", "replace"))
    if key is None:
        raise CannotOpen("sealed under a key this desk does not have")
    try:
        return AESGCM(key).decrypt(nonce, memoryview(sealed)[end + NONCE_BYTES :], head + context.encode())
    except (InvalidTag, ValueError) as error:
        raise CannotOpen("the sealed value does not pass its check") from error


def seal_text(ring: KeyRing, text: str, context: str) -> str:
    """Seal a text for a database column."""
    return urlsafe_b64encode(seal_bytes(ring, text.encode(), context)).decode()


def open_text(ring: KeyRing, sealed: str, context: str) -> str:
    """Open a column's sealed text.

    Raises:
        CannotOpen: wrong key, wrong column, or altered.
    """
    try:
        raw = urlsafe_b64decode(sealed)
    except ValueError as error:
        raise CannotOpen("not a sealed value") from error
    return open_bytes(ring, raw, context).decode()


def sealed_under_current_key(ring: KeyRing, sealed: str) -> bool:
    """Tell whether rotation has nothing to do for this value."""
    raw = urlsafe_b64decode(sealed)
    start = len(_FILE_MARK)
    return raw[start + 1 : start + 1 + raw[start]] == ring.current.encode()


def blind_index(ring: KeyRing, text: str, context: str) -> str:
    """Return the keyed fingerprint by which a sealed value is found again; empty for empty text."""
    if not text:
        return ""
    return hmac.new(ring.index, f"{context}\0{text}".encode(), hashlib.sha256).hexdigest()[:40]


def chain_hash(ring: KeyRing, message: bytes) -> str:
    """Return the keyed hash that links one event to the next; nobody without the key can forge a chain."""
    return hmac.new(ring.history, message, hashlib.sha256).hexdigest()
