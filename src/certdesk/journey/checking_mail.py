"""Whether the mail accounts work, in words for whoever sets them up; nothing is fetched and nothing is sent (G-12)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from certdesk.guide.model import Guide
from certdesk.ports.mailbox import FolderReport, Mailbox, MailboxUnreachable, SettingDamaged
from certdesk.ports.outbox import Outbox, Refused, TryAgain

#: 163.com shows mail programs the last thirty days unless 收取全部邮件 is set: the earliest mail then is that old.
SHOWN_BY_DEFAULT = range(28, 32)


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about an account; ``failed``: it does not work."""

    text: str
    failed: bool = False


def check_mailbox(open_it: Callable[[], Mailbox], guide: Guide, now: datetime) -> Iterator[Finding]:
    """Visit the mailbox and say what stands there."""
    try:
        mailbox = open_it()
        report = mailbox.inspect()
    except (MailboxUnreachable, SettingDamaged) as why:
        yield Finding(f"收信：{why}", failed=True)
        return
    yield Finding(f"收信：可以登录 {mailbox.source}{'，服务器支持ID命令' if report.introduced else ''}。")
    for folder in report.folders:
        yield Finding(f"收信：文件夹“{folder.name}”{_described(folder, guide)}。")
    if len(report.folders) == 1:
        yield Finding("收信：没有找到垃圾邮件文件夹。请确认网页邮箱允许客户端读取它，申请人的来信常被误判。")
    if not any(folder.count for folder in report.folders):
        yield Finding("收信：邮箱里还没有邮件。请向它发一封测试邮件，再检查一次。")
    yield from _shortened(report.folders[0], now)


def _described(folder: FolderReport, guide: Guide) -> str:
    if folder.oldest is None or folder.newest is None:
        return "是空的"
    days = [guide.local_date(moment).isoformat() for moment in (folder.oldest, folder.newest)]
    return f"有{folder.count}封，最早{days[0]}，最近{days[1]}"


def _shortened(inbox: FolderReport, now: datetime) -> Iterator[Finding]:
    """Recognise the thirty days that 163.com shows of an older mailbox."""
    if inbox.oldest is not None and (now - inbox.oldest) // timedelta(days=1) in SHOWN_BY_DEFAULT:
        yield Finding(
            "收信：最早的邮件正好是大约30天前的，可能只给客户端看最近30天。"
            "请在网页邮箱的“设置→POP3/SMTP/IMAP”中把收取范围改为“收取全部邮件”。"
        )


def check_outbox(open_it: Callable[[], Outbox]) -> Iterator[Finding]:
    """Go as far as the sender's address, and send nothing."""
    try:
        open_it().probe()
    except (TryAgain, Refused, SettingDamaged) as why:
        yield Finding(f"发信：{why}", failed=True)
        return
    yield Finding("发信：可以登录，发件人地址被接受（没有发出任何邮件）。")
