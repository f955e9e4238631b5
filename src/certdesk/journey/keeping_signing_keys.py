"""The office's signing key: how long it holds, which keys there were, and one that is no longer to be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from certdesk.ports.desk import Desk
from certdesk.ports.signer import SigningUnavailable
from certdesk.stages.delivery.outbox import Words, write_answer
from certdesk.stages.issue import certificates
from certdesk.stages.issue.models import SigningCertificate

URGENT_DAYS = 14


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
    if identity.not_before > desk.clock.now():
        day = desk.guide.local_date(identity.not_before).isoformat()
        return f"签名证书自{day}起才有效，在此之前文书无法签发，请核对服务器时间或更换签名证书。"
    left = certificates.days_left(identity, at=desk.clock.now())
    if left is None:
        return ""
    day = desk.guide.local_date(identity.not_after).isoformat()
    if left < 0:
        return f"签名证书已于{day}到期，文书无法签发，请更换签名证书。"
    return f"签名证书将于{day}到期（还有{left}天），请及时更换。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of signing an empty page, and of checking it as anybody's upload is checked."""

    level: str = ""
    stamped_at: datetime | None = None
    problem: str = ""  # empty: letters can be signed, and our own page will recognise them


def try_out(desk: Desk) -> Trial:
    """Sign an empty page and check it; never raises."""
    try:
        identity = desk.signer.identity
        certificates.refuse_revoked(identity)
        finding = desk.checker.check(desk.signer.try_out(at=desk.clock.now()))
    except SigningUnavailable as why:
        return Trial(problem=str(why))
    if not finding.sound:
        problem = "试签的文件通不过本单位自己的核验，请检查 CERTDESK_SIGNING_ROOTS：" + finding.why
        return Trial(level=identity.level, stamped_at=finding.stamped_at, problem=problem)
    if identity.level != "B-B" and finding.stamped_at is None:
        return Trial(level=identity.level, problem="时间戳无法核实，请设置 CERTDESK_TSA_ROOTS（时间戳服务的根证书）。")
    return Trial(level=identity.level, stamped_at=finding.stamped_at)


def tell_operator(desk: Desk) -> bool:
    """Try the key out, and write to the operator about what needs somebody; return whether a mail was written.

    Daily while letters cannot be signed and in the last two weeks, before that once a week.
    """
    problem = try_out(desk).problem
    trouble = problem or warning(desk)
    if not (trouble and desk.operator):
        return False
    today = desk.guide.local_date(desk.clock.now())
    year, week, _day = today.isocalendar()
    cause = today.isoformat() if problem or not _weeks_left(desk) else f"{year}-W{week:02d}"
    words = Words("signing_key", "签名密钥需要处理", {"trouble": trouble, "today": today}, cause)
    with transaction.atomic():
        row = write_answer(desk.operator, words, host=desk.links.start(), at=desk.clock.now())
        if row is not None:
            desk.queue.put("send_mail", {"mail": row.pk}, key=f"send_mail/{row.pk}")
    return row is not None


def _weeks_left(desk: Desk) -> bool:
    left = certificates.days_left(desk.signer.identity, at=desk.clock.now())
    return left is None or left > URGENT_DAYS


def revoke(desk: Desk, fingerprint: str, reason: str, *, since: datetime | None = None) -> SigningCertificate:
    """Take the office's word back from what a key signed since a moment, by default from now on.

    Letters signed before, and entered in the register's log then, stay genuine.

    Raises:
        NoSuchCertificate: no such certificate.
    """
    return certificates.revoke_certificate(fingerprint, since=since or desk.clock.now(), reason=reason)
