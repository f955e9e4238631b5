"""Signed heads of the log: made after each batch, kept for ever, and best kept by somebody else, too."""

from dataclasses import dataclass
from datetime import datetime

from certdesk.ports.notary import Notary, NotaryKey
from certdesk.rules.signed_note import (
    Checkpoint,
    NoteSignature,
    SignedCheckpoint,
    key_id,
    read_checkpoint,
    write_note,
)
from certdesk.stages.verify import log
from certdesk.stages.verify.models import LogCheckpoint


def newest() -> LogCheckpoint | None:
    """Return the newest signed head."""
    return LogCheckpoint.objects.order_by("-size").first()


def sign_head(notary: Notary, *, at: datetime) -> LogCheckpoint | None:
    """Sign the log as it stands, unless that is done already; None while the log is empty."""
    size = log.size()
    if not size:
        return None
    known = LogCheckpoint.objects.filter(size=size).first()
    if known is not None:
        return known
    note = signed_note(notary, Checkpoint(origin=notary.keys[0].name, size=size, root=log.root(size)))
    made, _new = LogCheckpoint.objects.get_or_create(size=size, defaults={"at": at, "note": note})
    return made


def signed_note(notary: Notary, head: Checkpoint) -> str:
    """Return the head as a note signed with the newest key."""
    key = notary.keys[0]
    signature = notary.sign(head.text.encode(), key)
    mark = NoteSignature(name=key.name, key_id=key_id(key.name, key.public), signature=signature)
    return write_note(head.text, [mark])


@dataclass(frozen=True, slots=True)
class Attested:
    """A checkpoint whose signature holds, and the key that made it."""

    checkpoint: Checkpoint
    key: NotaryKey


class NotAttested(Exception):
    """No key of this desk signed the checkpoint."""


def attest(notary: Notary, note: str) -> Attested:
    """Read a checkpoint, and check that a key of this desk signed it.

    Raises:
        NotANote: it is none.
        NotAttested: none of our keys signed it.
    """
    read = read_checkpoint(note)
    for key in notary.keys:
        if _signed_by(notary, key, read):
            return Attested(read.checkpoint, key)
    raise NotAttested("检查点不是由本单位的登记签名密钥签名的，或内容被改动过。")


def _signed_by(notary: Notary, key: NotaryKey, read: SignedCheckpoint) -> bool:
    return read.checkpoint.origin == key.name and any(
        each.name == key.name and each.key_id == key.key_id and notary.verifies(key, read.text.encode(), each.signature)
        for each in read.signatures
    )
