"""``certdesk fetch-mail``: read the mailbox once and sort what came."""

from argparse import Namespace

from certdesk.cli.output import answer
from certdesk.cli.parser import Parser
from certdesk.journey import receiving
from certdesk.stages.intake.queries import by_bucket
from certdesk.wiring import desk


def add_arguments(_parser: Parser) -> None:
    """Take no arguments."""


def run(args: Namespace) -> int:
    """Fetch; 1 when the mailbox could not be read."""
    fetched = receiving.fetch_mail(desk())
    buckets = by_bucket()
    payload = {"stored": fetched.stored, "sorted": fetched.sorted, "problem": fetched.problem, "buckets": buckets}
    lines = [f"新收{fetched.stored}封，整理{fetched.sorted}封。"]
    if fetched.problem:
        lines.append(f"邮箱读取有问题：{fetched.problem}")
    answer(args, payload, lines)
    return 1 if fetched.problem else 0
