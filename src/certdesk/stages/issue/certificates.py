"""The certificates that signed this desk's letters: known since their first letter, revoked when the office says so."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from certdesk.ports.signer import SigningIdentity, SigningUnavailable
from certdesk.stages.issue.models import SigningCertificate

WARNED_AHEAD = timedelta(days=60)


class NoSuchCertificate(LookupError):
    """No letter was ever signed with a certificate of that fingerprint."""


def note_use(identity: SigningIdentity, *, at: datetime) -> None:
    """Remember a certificate at its first letter, in the caller's transaction; refuse one that was revoked.

    Raises:
        SigningUnavailable: the office has revoked the key.
    """
    SigningCertificate.objects.get_or_create(
        fingerprint=identity.fingerprint,
        defaults={
            "subject": identity.subject[:300],
            "not_before": identity.not_before,
            "not_after": identity.not_after,
            "rehearsal": identity.rehearsal,
            "first_used_at": at,
        },
    )
    refuse_revoked(identity)


def refuse_revoked(identity: SigningIdentity) -> None:
    """Let a key that the office has revoked sign nothing more.

    Raises:
        SigningUnavailable: it was revoked.
    """
    if revocation_of(identity.fingerprint) is not None:
        raise SigningUnavailable("签名密钥已登记吊销，请系统管理员更换签名密钥；文书已保留，更换后会再次签名。")


def revoke_certificate(fingerprint: str, *, since: datetime, reason: str) -> SigningCertificate:
    """Take the office's word back from whatever the key signed from ``since`` on; a later call never gives it back.

    Raises:
        NoSuchCertificate: no such certificate, or several begin so.
    """
    found = list(SigningCertificate.objects.filter(fingerprint__startswith=fingerprint.lower())[:2])
    if len(found) != 1:
        raise NoSuchCertificate(fingerprint)
    row = found[0]
    row.revoked_at = min(since, row.revoked_at or since)
    row.reason = reason.strip()[:200]
    row.save(update_fields=["revoked_at", "reason"])
    return row


def certificates() -> list[SigningCertificate]:
    """Return every certificate that ever signed a letter, the newest first."""
    return list(SigningCertificate.objects.order_by("-first_used_at"))


@dataclass(frozen=True, slots=True)
class Revocation:
    """Since when a certificate counts no more, and why."""

    since: datetime
    reason: str


def revocation_of(fingerprint: str) -> Revocation | None:
    """Return whether and since when a certificate was revoked; None: it never was."""
    sql = (
        "SELECT id, revoked_at, reason FROM issue_signingcertificate WHERE fingerprint = %s AND revoked_at IS NOT NULL"
    )
    row = next(iter(SigningCertificate.objects.raw(sql, [fingerprint])), None)
    return Revocation(row.revoked_at, row.reason) if row and row.revoked_at else None


def days_left(identity: SigningIdentity, *, at: datetime) -> int | None:
    """Return in how many days a certificate ends, once that is worth a warning; below nought: it has."""
    left = identity.not_after - at
    return left.days if left <= WARNED_AHEAD else None
