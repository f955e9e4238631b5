"""Signed notes and checkpoints as the C2SP writes them: three lines of text and a signature, for any other tool too.

See c2sp.org/signed-note and c2sp.org/tlog-checkpoint.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass

ED25519 = 1  # the format's number for this kind of signature
KEY_ID_BYTES = 4
_DASH = "\N{EM DASH} "
_LINES_OF_A_CHECKPOINT = 3
_LONGEST_NOTE = 10_000  # characters; ours have about 200


class NotANote(Exception):
    """The text is no signed checkpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The head of a log: how many entries, and the root over all of them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSignature:
    """One signature line: whose, by which key, and the signature itself."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheckpoint:
    """A checkpoint with the very text that is signed, and its signatures."""

    checkpoint: Checkpoint
    text: str
    signatures: tuple[NoteSignature, ...]


def key_id(name: str, public: bytes) -> bytes:
    """Return the four bytes by which a note names its key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([ED25519]) + public).digest()[:KEY_ID_BYTES]


def verifier_key(name: str, public: bytes) -> str:
    """Write a public key as note tools take it: name, key id, key."""
    return f"{name}+{key_id(name, public).hex()}+{b64encode(bytes([ED25519]) + public).decode()}"


def write_note(text: str, signatures: Sequence[NoteSignature]) -> str:
    """Return the note of a signed text."""
    lines = [f"{_DASH}{each.name} {b64encode(each.key_id + each.signature).decode()}\n" for each in signatures]
    return text + "\n" + "".join(lines)


def read_checkpoint(note: str) -> SignedCheckpoint:
    """Read a signed checkpoint; further lines of its text stand, and are signed, but say nothing here.

    Raises:
        NotANote: it is none.
    """
    if len(note) > _LONGEST_NOTE:
        raise NotANote("too long for a checkpoint")
    text, gap, tail = note.replace("\r\n", "\n").rstrip("\n").rpartition("\n\n")
    lines = text.split("\n")
    if not gap or len(lines) < _LINES_OF_A_CHECKPOINT or not lines[0]:
        raise NotANote("not a signed checkpoint")
    checkpoint = Checkpoint(origin=lines[0], size=_size(lines[1]), root=_bytes(lines[2]))
    signatures = tuple(_signature(line) for line in tail.strip("\n").split("\n"))
    return SignedCheckpoint(checkpoint=checkpoint, text=text + "\n", signatures=signatures)


def _size(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or str(int(text)) != text:
        raise NotANote("the size is not a number")
    return int(text)


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise NotANote("not base 64") from error


def _signature(line: str) -> NoteSignature:
    name, _, encoded = line.removeprefix(_DASH).rpartition(" ")
    raw = _bytes(encoded)
    if not line.startswith(_DASH) or not name or len(raw) <= KEY_ID_BYTES:
        raise NotANote("not a signature line")
    return NoteSignature(name=name, key_id=raw[:KEY_ID_BYTES], signature=raw[KEY_ID_BYTES:])
