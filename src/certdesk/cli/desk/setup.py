"""``certdesk setup``: keys, database, static files, rehearsal accounts and a sample mailbox; safe to repeat."""

import importlib
import secrets
from argparse import Namespace
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from certdesk.cli.output import say
from certdesk.cli.parser import Parser
from certdesk.sealing.key_ring import KeysMissing, load_key_ring, new_key_ring, write_key_file


def add_arguments(parser: Parser) -> None:
    """Declare the one choice."""
    parser.add_argument("--rehearsal", action="store_true", help="建立演练账号（密码只显示一次）和样例邮箱")


def run(args: Namespace) -> int:
    """Prepare a desk, or bring an existing one up to date."""
    settings.CERTDESK_KEY_FILE.parent.mkdir(parents=True, exist_ok=True)
    if _make_keys(settings.CERTDESK_KEY_FILE):
        settings.SECRET_KEY = secrets.token_urlsafe(48)  # for this one process; the next one reads the key file
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if args.rehearsal:
        rehearsal = importlib.import_module("certdesk.cli.desk.rehearsal_home")  # needs Django's models
        rehearsal.prepare()
    say(f"已就绪。数据目录：{settings.HOME}")
    return 0


def _make_keys(path: Path) -> bool:
    """Make the key file once; a lost one is never replaced silently while data sealed under it exist."""
    try:
        load_key_ring(path, settings.CERTDESK_KEY_RING)
    except KeysMissing:
        write_key_file(path, new_key_ring())
        say(f"已生成密钥文件 {path}，请妥善备份：没有它，已加密的数据无法打开。")
        return True
    return False
