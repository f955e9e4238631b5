"""``certdesk doctor``: says what is wrong with data and settings, and mends nothing."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict

from certdesk.cases import history
from certdesk.cli.output import answer
from certdesk.cli.parser import Parser
from certdesk.guide.check import findings
from certdesk.guide.model import Guide
from certdesk.journey import keeping_signing_keys
from certdesk.journey.checking_mail import Finding, check_mailbox, check_outbox
from certdesk.wiring import clock, desk, guide, mailbox, outbox


def add_arguments(parser: Parser) -> None:
    """Declare what is looked at."""
    parser.add_argument("--mailbox", action="store_true", help="登录收信和发信账号，逐项说明；不收取、不发出邮件")
    parser.add_argument("--history", action="store_true", help="逐件核对办理过程有无改动、缺失或调换")


def run(args: Namespace) -> int:
    """Report; 1 when the history is broken or a mail account does not work.

    What is doubtful in the published guide is reported, and is no error.
    """
    own = guide()
    mail = list(_mail_findings(args, own))
    doubts = [str(finding.sentence) for finding in findings(own, on=own.local_date(clock().now()))]
    breaks = [f"{found.reference} 第{found.seq}项：{found.why}" for found in _breaks(args)]
    payload: dict[str, object] = {"guide": doubts, "history": breaks if args.history else None, "ok": not breaks}
    if args.mailbox:
        failed = any(finding.failed for finding in mail)
        payload |= {"mail": [asdict(finding) for finding in mail], "ok": not breaks and not failed}
    key = keeping_signing_keys.warning(desk())
    payload |= {"signing": key}
    lines = [f"签名：{key}"] if key else []
    lines += [f"指南：{doubt}" for doubt in doubts] or ["指南：未发现问题"]
    if args.history:
        lines += [f"历史：{line}" for line in breaks] or ["历史：完整，未发现改动"]
    lines += [finding.text for finding in mail]
    answer(args, payload, lines)
    return 0 if payload["ok"] else 1


def _mail_findings(args: Namespace, own: Guide) -> Iterator[Finding]:
    if args.mailbox:
        yield from check_mailbox(mailbox, own, clock().now())
        yield from check_outbox(outbox)


def _breaks(args: Namespace) -> Iterator[history.Break]:
    if args.history:
        yield from history.check_all()
