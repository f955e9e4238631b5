"""From one setting to a mailbox or an outbox: ``maildir:/path``, ``imaps://user:code@host``, ``smtps://…``."""

from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from certdesk.adapters.mail.imap import ImapMailbox
from certdesk.adapters.mail.maildir import MaildirMailbox
from certdesk.adapters.mail.rehearsal import MaildirOutbox
from certdesk.adapters.mail.smtp import Security, SmtpOutbox
from certdesk.ports.clock import Clock
from certdesk.ports.mailbox import Mailbox, SettingDamaged
from certdesk.ports.outbox import Outbox

IMAP_PORTS = {"imap": 143, "imaps": 993}
SMTP = {
    "smtps": (Security.TLS, 465),
    "smtp+starttls": (Security.STARTTLS, 587),
    "smtp": (Security.NONE, 25),
}


def mailbox_at(setting: str) -> Mailbox:
    """Return the mailbox a setting names.

    Raises:
        SettingDamaged: neither ``maildir:path`` nor ``imap(s)://user:password@host``.
    """
    address = urlsplit(setting)
    if address.scheme == "maildir":
        return MaildirMailbox(Path(address.path))
    if address.scheme in IMAP_PORTS and address.hostname and address.username:
        port = address.port or IMAP_PORTS[address.scheme]
        user, password = _account(address)
        return ImapMailbox(address.hostname, port, user, password, tls=address.scheme == "imaps")
    raise SettingDamaged("CERTDESK_MAILBOX 应为 maildir:目录 或 imaps://用户名:授权码@服务器，用户名中的 @ 写作 %40。")


def outbox_at(setting: str, clock: Clock, *, sender_name: str) -> Outbox:
    """Return the outbox a setting names.

    Raises:
        SettingDamaged: neither ``maildir:path`` nor ``smtps://``, ``smtp+starttls://`` or ``smtp://…@host``.
    """
    address = urlsplit(setting)
    if address.scheme == "maildir":
        return MaildirOutbox(Path(address.path), clock, sender_name=sender_name)
    if address.scheme in SMTP and address.hostname:
        security, port = SMTP[address.scheme]
        user, password = _account(address)
        return SmtpOutbox(
            address.hostname,
            address.port or port,
            user,
            password,
            clock=clock,
            sender_name=sender_name,
            security=security,
        )
    raise SettingDamaged("CERTDESK_OUTBOX 应为 maildir:目录 或 smtps://用户名:授权码@服务器，用户名中的 @ 写作 %40。")


def _account(address: SplitResult) -> tuple[str, str]:
    return unquote(address.username or ""), unquote(address.password or "")
