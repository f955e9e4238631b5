"""What a rehearsal needs: four accounts and a mailbox full of the mails that people write."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from certdesk.cases.accounts import AccountExists, create_account
from certdesk.cli.output import say
from certdesk.rules.permissions import Role
from certdesk.wiring import desk, write_sample_mailbox

ACCOUNTS = (
    ("officer", "演练·经办人", Role.OFFICER),
    ("approver", "演练·审批人", Role.APPROVER),
    ("head", "演练·负责人", Role.HEAD),
    ("administrator", "演练·管理员", Role.ADMINISTRATOR),
)


def prepare() -> None:
    """Make accounts and sample mails that are not there yet."""
    _make_accounts()
    address = urlsplit(settings.CERTDESK_MAILBOX)
    if address.scheme == "maildir":
        write_sample_mailbox(Path(address.path), at=desk().clock.now())


def _make_accounts() -> None:
    office = desk().guide.rulebook.numbering.provincial_city_code
    made = []
    with transaction.atomic():
        for name, label, role in ACCOUNTS:
            password = secrets.token_urlsafe(9)
            try:
                create_account(name, label, password, office_code=office, role=role)
            except AccountExists:
                continue
            made.append((name, label, password))
    if made:
        say("演练账号（密码只显示这一次）：")
    for name, label, password in made:
        say(f"  {label}　用户名 {name}　密码 {password}")
