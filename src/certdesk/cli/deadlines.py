"""``certdesk deadlines``: by when a case is to be accepted and issued, explained day by day (G-15, G-16)."""

from argparse import ArgumentTypeError, Namespace
from datetime import date, datetime

from certdesk.cli.output import answer
from certdesk.cli.parser import Parser, WrongUsage, iso_date
from certdesk.guide.load import load_guide
from certdesk.guide.model import Guide
from certdesk.rules.deadlines import Deadlines, Pause, deadlines


def add_arguments(_name: str, parser: Parser) -> None:
    """Declare the days that the clocks run from."""
    moment = "日期，或带时区的时刻"
    parser.add_argument("--received", required=True, type=_moment, metavar="ISO", help=f"收到申请的{moment}")
    parser.add_argument("--accepted", type=_moment, metavar="ISO", help=f"受理的{moment}")
    parser.add_argument(
        "--pause",
        action="append",
        default=[],
        type=_pause,
        metavar="FROM/TO",
        help="等待补正的起止日期，可重复；尚未答复时省略TO",
    )


def run(_name: str, args: Namespace) -> int:
    """Print both deadlines."""
    guide = load_guide(args.guide)
    received = _local(args.received, guide)
    accepted = None if args.accepted is None else _local(args.accepted, guide)
    if accepted is not None and accepted < received:
        raise WrongUsage("受理日期不能早于收到申请的日期")
    try:
        result = deadlines(received, accepted=accepted, pauses=args.pause, calendar=guide.calendar, limits=guide.limits)
    except ValueError:
        raise WrongUsage("日期太远，无法计算") from None
    answer(args, payload(result), _lines(result))
    return 0


def payload(result: Deadlines) -> dict[str, object]:
    """Return the answer under the keys that callers rely on."""
    return {
        "accept_by": result.accept_by.isoformat() if result.accept_by else None,
        "issue_by": result.issue_by.isoformat() if result.issue_by else None,
        "provisional": result.provisional,
        "explanation": [str(line) for line in result.explanation],
    }


def _lines(result: Deadlines) -> list[str]:
    provisional = "（暂计）" if result.provisional else ""
    return [
        f"受理期限：{result.accept_by or '未定'}{provisional}",
        f"出证期限：{result.issue_by or '未定'}{provisional}",
        *(f"  {line}" for line in result.explanation),
    ]


def _moment(text: str) -> date | datetime:
    """Read a day, or a moment with its time zone."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}”不是日期，应写作 2026-10-08 或 2026-10-08T09:30:00+08:00") from None


def _local(moment: date | datetime, guide: Guide) -> date:
    """Take the calendar day in the guide's time zone (D-6); a moment without a zone is local already."""
    if not isinstance(moment, datetime):
        return moment
    try:
        return guide.local_date(moment) if moment.tzinfo else moment.date()
    except OverflowError:
        raise WrongUsage("日期太远，无法计算") from None


def _pause(text: str) -> Pause:
    start, _, end = text.partition("/")
    try:
        return Pause(iso_date(start), iso_date(end) if end else None)
    except ValueError:
        raise ArgumentTypeError(f"“{text}”的结束日期早于开始日期") from None
