"""``certdesk mailbox``: does what was received add up, and does anything stay on the server?"""

from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator
from dataclasses import asdict

from certdesk.cli.output import answer
from certdesk.cli.parser import Parser
from certdesk.stages.intake.models import Bucket
from certdesk.stages.intake.reconcile import BUCKETS, UNSORTED, Box, Day, Reconciliation, reconcile
from certdesk.wiring import clock, guide

DEFAULT_DAYS = 7
NAMES = {bucket.value: str(bucket.label) for bucket in Bucket} | {UNSORTED: "待分类"}


def add_arguments(parser: Parser) -> None:
    """Declare how far back to look."""
    parser.add_argument("--days", type=_days, default=DEFAULT_DAYS, help=f"列出最近多少天（默认{DEFAULT_DAYS}）")


def _days(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise ArgumentTypeError(f"“{text}”不是天数，应为大于0的整数")
    return int(text)


def run(args: Namespace) -> int:
    """Report; 1 when the sums disagree, something stays unstored or unsorted, or a mailbox is silent."""
    found = reconcile(guide(), clock().now(), days=args.days)
    answer(args, payload(found), _lines(found))
    return 0 if found.ok else 1


def payload(found: Reconciliation) -> dict[str, object]:
    """Return the account under the keys that callers rely on."""
    return {
        "ok": found.ok,
        "mailboxes": [_box(box) for box in found.boxes],
        "days": [_day(day) for day in found.days],
        "missed": found.missed,
        "unsorted_late": found.unsorted_late,
    }


def _box(box: Box) -> dict[str, object]:
    folders = {folder.name: asdict(folder) | {"not_stored": folder.not_stored} for folder in box.folders}
    return {
        "source": box.source,
        "read_at": box.read_at.isoformat() if box.read_at else None,
        "tried_at": box.tried_at.isoformat(),
        "problem": box.problem,
        "silent": box.silent,
        "on_server": sum(folder.on_server for folder in box.folders),
        "known": sum(folder.known for folder in box.folders),
        "not_stored": sum(folder.not_stored for folder in box.folders),
        "folders": folders,
    }


def _day(day: Day) -> dict[str, object]:
    buckets = {bucket or "unsorted": day.buckets.get(bucket, 0) for bucket in BUCKETS}
    return {"day": day.day.isoformat(), "received": day.received, "buckets": buckets, "agrees": day.agrees}


def _lines(found: Reconciliation) -> Iterator[str]:
    for box in found.boxes:
        yield from _box_lines(box)
    if not found.boxes:
        yield "还没有读取过邮箱。"
    for day in found.days:
        parts = "，".join(f"{NAMES[name]}{count}" for name, count in day.buckets.items() if name in NAMES)
        yield f"{day.day.isoformat()}　收到{day.received}封：{parts}{'' if day.agrees else '　——合计不符'}"
    if found.unsorted_late:
        yield f"注意：{found.unsorted_late}封来件超过5分钟还没有归类，请检查后台任务。"
    yield "收支相符，没有遗漏。" if found.ok else "有需要处理的情况，见上。"


def _box_lines(box: Box) -> Iterator[str]:
    yield f"邮箱 {box.source}　最近读取：{box.read_at.isoformat(timespec='minutes') if box.read_at else '从未成功'}"
    for folder in box.folders:
        yield f"  {folder.name}：服务器上{folder.on_server}封，已收{folder.known}封，未收{folder.not_stored}封"
    if box.missed:
        yield f"  注意：{box.missed}封邮件读取后仍未收下，下次会再试；如反复出现，请在网页邮箱中查看。"
    if box.silent:
        yield "  注意：超过15分钟没有读取成功，请检查后台进程和网络。"
    if box.problem:
        yield f"  {box.problem}"
