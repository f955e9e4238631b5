"""``certdesk worker``: runs jobs and schedules until it is stopped."""

from argparse import Namespace

from certdesk.cli.parser import Parser
from certdesk.jobs.handlers import HANDLERS, SCHEDULES
from certdesk.jobs.worker import run_until_idle, serve
from certdesk.wiring import desk, workload


def add_arguments(parser: Parser) -> None:
    """Declare the one choice."""
    parser.add_argument("--drain", action="store_true", help="做完现有任务后退出")


def run(args: Namespace) -> int:
    """Work."""
    if args.drain:
        run_until_idle(desk(), workload(), HANDLERS)
        return 0
    serve(desk(), workload(), HANDLERS, SCHEDULES)
    return 0
