"""签发: Approved → Signed → Registered. A signature that is not registered leaves the process's memory nowhere."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from certdesk.ports.signer import Signer
from certdesk.ports.vault import NotInVault, Vault, VaultDamaged
from certdesk.stages.issue.models import Letter, LetterState


class CannotSign(Exception):
    """The bytes on file are not the bytes that were approved. Nothing is signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature over what was approved, not registered yet."""

    approved_sha256: str
    pdf: bytes
    fingerprint: str
    at: datetime


def sign(letter: Letter, *, signer: Signer, vault: Vault, at: datetime) -> Signed | None:
    """Sign an approved letter, which need not be locked; None when that was done before (a repeated job).

    Token and time-stamping service may take seconds, so no transaction should be open: nobody could write meanwhile.

    Raises:
        CannotSign: the approved bytes are gone or changed.
        SigningUnavailable: the key cannot be used now.
    """
    if letter.state != LetterState.APPROVED:
        return None
    try:
        pdf = vault.get(letter.approved_sha256)
    except (NotInVault, VaultDamaged) as fault:
        raise CannotSign("待签发的文件在存储中缺失或损坏，已停止签发，请退回重拟。") from fault
    identity = signer.identity
    if hashlib.sha256(pdf).hexdigest() != letter.approved_sha256 or letter.specimen != identity.rehearsal:
        raise CannotSign("待签发的文件与审批的不一致，已停止签发，请退回重拟。")
    return Signed(
        approved_sha256=letter.approved_sha256,
        pdf=signer.sign(pdf, at=at),
        fingerprint=identity.fingerprint,
        at=at,
    )


def register(letter: Letter, signed: Signed, *, vault: Vault) -> bool:
    """Register the signature of a locked letter; False when it was taken back or signed by another meanwhile."""
    if letter.state != LetterState.APPROVED or letter.approved_sha256 != signed.approved_sha256:
        return False
    letter.signed_sha256 = vault.put(signed.pdf)
    letter.signed_at = signed.at
    letter.signer_fingerprint = signed.fingerprint
    letter.state = LetterState.SIGNED
    letter.save(update_fields=["signed_sha256", "signed_at", "signer_fingerprint", "state"])
    return True
