"""``certdesk doctor``: says what is wrong with data and settings, and mends nothing."""

from argparse import Namespace
from collections.abc import Iterator

from certdesk.cases import history
from certdesk.cli.output import answer
from certdesk.cli.parser import Parser
from certdesk.guide.check import findings
from certdesk.wiring import clock, guide


def add_arguments(parser: Parser) -> None:
    """Declare what is looked at."""
    parser.add_argument("--history", action="store_true", help="逐件核对办理过程有无改动、缺失或调换")


def run(args: Namespace) -> int:
    """Report; 1 when the history is broken. What is doubtful in the published guide is reported, not an error."""
    own = guide()
    doubts = [str(finding.sentence) for finding in findings(own, on=own.local_date(clock().now()))]
    breaks = [f"{found.reference} 第{found.seq}项：{found.why}" for found in _breaks(args)]
    payload = {"guide": doubts, "history": breaks if args.history else None, "ok": not breaks}
    lines = [f"指南：{doubt}" for doubt in doubts] or ["指南：未发现问题"]
    if args.history:
        lines += [f"历史：{line}" for line in breaks] or ["历史：完整，未发现改动"]
    answer(args, payload, lines)
    return 1 if breaks else 0


def _breaks(args: Namespace) -> Iterator[history.Break]:
    if args.history:
        yield from history.check_all()
