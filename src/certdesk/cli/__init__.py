"""The one program of the desk: ``certdesk COMMAND``. A command's module is loaded only when it is called.

Exit codes: 0 done; 1 the answer is no, or data is at fault, and the text says which; 2 wrong usage.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from certdesk.cli.commands import COMMANDS, find_command
from certdesk.cli.parser import COMMON_OPTIONS, WRONG_USAGE, WrongUsage, command_parser, common_parser
from certdesk.guide.rows import GuideDamaged

ANSWER_IS_NO = 1
GUIDE_VARIABLE = "CERTDESK_GUIDE"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; wrong arguments leave through ``SystemExit`` with 2."""
    _speak_utf8()
    common, rest = common_parser().parse_known_args(arguments)
    command = find_command(common.command)
    if command is None:
        return _overview(common.command, asked_for={"-h", "--help"} & set(rest))
    if common.guide is None and os.environ.get(GUIDE_VARIABLE):
        common.guide = Path(os.environ[GUIDE_VARIABLE])
    module = importlib.import_module(command.module)
    parser = command_parser(command.name, command.summary)
    module.add_arguments(command.name, parser)
    args = parser.parse_args(rest, namespace=common)
    try:
        return int(module.run(command.name, args))
    except WrongUsage as fault:
        parser.error(str(fault))
    except GuideDamaged as fault:
        sys.stderr.write(f"{fault}\n")
        return ANSWER_IS_NO


def _overview(name: str | None, *, asked_for: set[str]) -> int:
    """List the commands: on request, or because none or an unknown one was given."""
    lines = [f"  {command.name:<14}{command.summary}\n" for command in COMMANDS]
    text = "".join(["用法：certdesk 命令 [参数]\n\n命令：\n", *lines, "\n", COMMON_OPTIONS, "\n"])
    if asked_for and name is None:
        sys.stdout.write(text)
        return 0
    sys.stderr.write(text if name is None else f"没有“{name}”这个命令。\n\n{text}")
    return WRONG_USAGE


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale, and show what no encoding can write instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
