"""A command-line parser that speaks Chinese, and the options that every command shares."""

import re
from argparse import ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

WRONG_USAGE = 2
COMMON_OPTIONS = (
    "通用选项：\n  --json        以JSON输出\n  --guide PATH  使用另一份办事指南数据（或设环境变量CERTDESK_GUIDE）"
)
PHRASES = (  # argparse's own English
    (r"the following arguments are required: (.*)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.*)", r"不认识的参数：\1"),
    (r"argument (.*?): invalid choice: '?(.*?)'? \(choose from (.*)\)", r"参数 \1 不能是“\2”，可选：\3"),
    (r"argument (.*?): expected one argument", r"参数 \1 需要一个值"),
    (r"argument (.*?): expected at least one argument", r"参数 \1 至少需要一个值"),
    (r"argument (.*?): ignored explicit argument (.*)", r"参数 \1 不带值，却给出了\2"),
    (r"argument (.*?): invalid \S+ value: (.*)", r"参数 \1 的值不对：\2"),
    (r"argument (.*?): (.*)", r"参数 \1：\2"),
)


class WrongUsage(Exception):
    """The arguments contradict each other; the text says how, and the program ends with 2."""


class Parser(ArgumentParser):
    """An ``ArgumentParser`` with Chinese headings and errors."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False, **{"add_help": False, **options}
        )
        self._positionals.title = "参数"
        self._optionals.title = "选项"

    def format_usage(self) -> str:
        """Return the usage line with its heading in Chinese."""
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        """Return the whole help with the heading of its usage line in Chinese."""
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong after the usage line, and end with 2."""
        self.exit(WRONG_USAGE, f"{self.format_usage()}{self.prog}：{in_chinese(message)}\n")


def common_parser() -> Parser:
    """Return the parser of what may stand before or after the command: ``--json`` and ``--guide``."""
    parser = Parser(prog="certdesk")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--guide", type=Path, default=None)
    parser.add_argument("command", nargs="?")
    return parser


def command_parser(name: str, summary: str) -> Parser:
    """Return the parser of one command's own arguments."""
    parser = Parser(prog=f"certdesk {name}", description=summary, epilog=COMMON_OPTIONS)
    parser.add_argument("-h", "--help", action="help", help="显示本说明")
    return parser


def in_chinese(message: str) -> str:
    """Say argparse's message in Chinese; one that is unknown here stays as it is."""
    for pattern, chinese in PHRASES:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, chinese, message, count=1, flags=re.DOTALL)
    return message


def iso_date(text: str) -> date:
    """Read a date argument."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}”不是日期，应写作 2026-10-08") from None
