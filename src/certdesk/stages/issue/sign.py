"""签发: Approved → Signed → Registered, in one transaction: signed and registered, or neither."""

import hashlib
from datetime import datetime

from certdesk.ports.signer import Signer
from certdesk.ports.vault import NotInVault, Vault, VaultDamaged
from certdesk.stages.issue.models import Letter, LetterState


class CannotSign(Exception):
    """The bytes on file are not the bytes that were approved. Nothing is signed."""


def sign(letter: Letter, *, signer: Signer, vault: Vault, at: datetime) -> bool:
    """Sign a locked, approved letter; return False when that was done before (a repeated job).

    Raises:
        CannotSign: the approved bytes are gone or changed.
        SigningUnavailable: the key cannot be used now.
    """
    if letter.state != LetterState.APPROVED:
        return False
    try:
        pdf = vault.get(letter.approved_sha256)
    except (NotInVault, VaultDamaged) as fault:
        raise CannotSign("待签发的文件在存储中缺失或损坏，已停止签发，请退回重拟。") from fault
    if hashlib.sha256(pdf).hexdigest() != letter.approved_sha256 or letter.specimen != signer.identity.rehearsal:
        raise CannotSign("待签发的文件与审批的不一致，已停止签发，请退回重拟。")
    letter.signed_sha256 = vault.put(signer.sign(pdf, at=at))
    letter.signed_at = at
    letter.signer_fingerprint = signer.identity.fingerprint
    letter.state = LetterState.SIGNED
    letter.save(update_fields=["signed_sha256", "signed_at", "signer_fingerprint", "state"])
    return True
