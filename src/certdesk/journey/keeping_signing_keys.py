"""The office's signing key: how long it holds, which keys there were, and one that is no longer to be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from certdesk.ports.desk import Desk
from certdesk.ports.signer import SigningUnavailable
from certdesk.stages.issue import certificates
from certdesk.stages.issue.models import SigningCertificate


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyReport:
    """The key that signs now, in words where something is wrong, and every certificate that ever signed."""

    subject: str
    fingerprint: str
    not_after: datetime | None
    warning: str
    used: Sequence[SigningCertificate]


def report(desk: Desk) -> KeyReport:
    """Say which key signs and whether somebody has to see to it; never raises."""
    used = certificates.certificates()
    try:
        identity = desk.signer.identity
    except SigningUnavailable as why:
        return KeyReport(subject="", fingerprint="", not_after=None, warning=str(why), used=used)
    return KeyReport(
        subject=identity.subject,
        fingerprint=identity.fingerprint,
        not_after=identity.not_after,
        warning=warning(desk),
        used=used,
    )


def warning(desk: Desk) -> str:
    """Say what will soon be, or is, in the way of signing; empty: nothing. The end is told 60 days ahead."""
    try:
        identity = desk.signer.identity
    except SigningUnavailable as why:
        return str(why)
    if certificates.revocation_of(identity.fingerprint) is not None:
        return "现在使用的签名密钥已登记吊销，请更换签名密钥。"
    left = certificates.days_left(identity, at=desk.clock.now())
    if left is None:
        return ""
    day = desk.guide.local_date(identity.not_after).isoformat()
    if left < 0:
        return f"签名证书已于{day}到期，文书无法签发，请更换签名证书。"
    return f"签名证书将于{day}到期（还有{left}天），请及时更换。"


def revoke(desk: Desk, fingerprint: str, reason: str, *, since: datetime | None = None) -> SigningCertificate:
    """Take the office's word back from what a key signed since a moment, by default from now on.

    Letters signed before, and entered in the register's log then, stay genuine.

    Raises:
        NoSuchCertificate: no such certificate.
    """
    return certificates.revoke_certificate(fingerprint, since=since or desk.clock.now(), reason=reason)
