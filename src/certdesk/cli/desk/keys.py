"""``certdesk keys``: the certificate that signs letters, how long it holds, and those that signed before."""

from argparse import Namespace
from datetime import UTC, datetime, time
from time import perf_counter as time_now

from certdesk.cli.output import answer
from certdesk.cli.parser import Parser, WrongUsage, iso_date
from certdesk.journey import keeping_signing_keys
from certdesk.stages.issue.certificates import NoSuchCertificate
from certdesk.stages.issue.models import SigningCertificate
from certdesk.wiring import desk


def add_arguments(parser: Parser) -> None:
    """Declare the deeds."""
    parser.add_argument("deed", nargs="?", default="list", choices=["list", "try", "revoke"], metavar="list|try|revoke")
    parser.add_argument("fingerprint", nargs="?", default="", metavar="指纹", help="revoke：证书指纹（开头几位即可）")
    parser.add_argument("--reason", default="", metavar="理由", help="revoke：为什么吊销，公开")
    parser.add_argument("--since", type=iso_date, metavar="DATE", help="revoke：自哪一天（含）起无效，缺省为此刻")


def run(args: Namespace) -> int:
    """List the certificates, 1 when the key needs somebody; try the key out, 1 when it does not sign; or revoke one.

    Raises:
        WrongUsage: a revocation without fingerprint and reason, or of an unknown certificate.
    """
    if args.deed == "try":
        return _try_out(args)
    if args.deed == "revoke":
        _revoke(args)
    found = keeping_signing_keys.report(desk())
    payload = {
        "subject": found.subject,
        "fingerprint": found.fingerprint,
        "not_after": found.not_after.isoformat() if found.not_after else None,
        "warning": found.warning,
        "used": [_row(row) for row in found.used],
    }
    lines = [f"现在签名：{found.subject or '—'}", f"  指纹 {found.fingerprint or '—'}"]
    lines += [f"  有效期至 {found.not_after:%Y-%m-%d}"] if found.not_after else []
    lines += [f"注意：{found.warning}"] if found.warning else []
    lines += [_line(row) for row in found.used]
    answer(args, payload, lines)
    return 1 if found.warning else 0


def _try_out(args: Namespace) -> int:
    began = time_now()
    found = keeping_signing_keys.try_out(desk())
    seconds = round(time_now() - began, 2)
    stamped_at = found.stamped_at.isoformat() if found.stamped_at else None
    payload = {"level": found.level, "stamped_at": stamped_at, "problem": found.problem, "seconds": seconds}
    lines = [f"不能签发：{found.problem}"] if found.problem else [f"试签一页空白文件成功，用时{seconds}秒。"]
    lines += [f"  签名级别 {found.level}"] if found.level else []
    lines += [f"  时间戳 {stamped_at}"] if stamped_at else []
    answer(args, payload, lines)
    return 1 if found.problem else 0


def _revoke(args: Namespace) -> None:
    if not (args.fingerprint and args.reason.strip()):
        raise WrongUsage("revoke 须给出证书指纹和 --reason。")
    own = desk()
    since = datetime.combine(args.since, time(0), own.guide.time_zone).astimezone(UTC) if args.since else None
    try:
        keeping_signing_keys.revoke(own, args.fingerprint, args.reason, since=since)
    except NoSuchCertificate as why:
        raise WrongUsage("没有这个指纹的签名证书，或几个证书都以此开头。") from why


def _row(row: SigningCertificate) -> dict[str, object]:
    return {
        "fingerprint": row.fingerprint,
        "subject": row.subject,
        "not_before": row.not_before.isoformat(),
        "not_after": row.not_after.isoformat(),
        "first_used_at": row.first_used_at.isoformat(),
        "rehearsal": row.rehearsal,
        "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
        "reason": row.reason,
    }


def _line(row: SigningCertificate) -> str:
    ended = f"　自 {row.revoked_at:%Y-%m-%d} 起吊销：{row.reason}" if row.revoked_at else ""
    rehearsal = "　演练" if row.rehearsal else ""
    return f"用过：{row.fingerprint[:16]}…　{row.subject}　至 {row.not_after:%Y-%m-%d}{rehearsal}{ended}"
