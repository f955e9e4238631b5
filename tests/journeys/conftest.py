"""Mails and cases as the journeys begin with them."""

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from certdesk.cases.models import Case
from certdesk.journey import deciding, evidence, receiving
from certdesk.ports.desk import Desk
from certdesk.stages.evidence.look_up import Entry, LookUpReport
from certdesk.stages.intake.models import ReceivedMessage

ID_NUMBER = "210199198003070014"
NUMBER = "1507000000412345"
BODY = f"""您好：
我的证书丢失了，申请补证明。
姓名：林晓梅
身份证号：{ID_NUMBER}
证书编号：{NUMBER}
职业：电工
等级：四级
收件人：林晓梅
电话：13900000001
地址：辽宁省沈阳市和平区示例街1号2单元301室
谢谢！
"""
PORTRAIT = f"id_portrait_side|name=林晓梅|id_number={ID_NUMBER}".encode()
EMBLEM = "id_emblem_side|authority=示例公安局".encode()
SCREENSHOT = (
    f"lookup_screenshot|name=林晓梅|id_number={ID_NUMBER}|certificate_number={NUMBER}|occupation=电工|level=4".encode()
)
ORIGINAL = f"original_certificate|name=林晓梅|certificate_number={NUMBER}".encode()
ALL_THREE = {"正面.jpg": PORTRAIT, "反面.jpg": EMBLEM, "截图.png": SCREENSHOT}


def a_mail(
    subject: str = "证书丢失补证明",
    body: str = BODY,
    files: dict[str, bytes] | None = None,
    sender: str = "lin@example.com",
    message_id: str = "<first@example.com>",
    **headers: str,
) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, "lnjnjd@163.com", subject, message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    for name, content in (ALL_THREE if files is None else files).items():
        mail.add_attachment(content, maintype="image", subtype="jpeg", filename=name)
    return mail.as_bytes()


@pytest.fixture
def post(maildir: Path, clock) -> Callable[[bytes], None]:
    """Put a mail into the mailbox."""
    count = 0

    def drop(raw: bytes) -> None:
        nonlocal count
        count += 1
        (maildir / "new" / f"{int(clock.now().timestamp())}.{count}.test").write_bytes(raw)

    return drop


@pytest.fixture
def fetch(desk: Desk, work) -> Callable[[], list[ReceivedMessage]]:
    """Read the mailbox, do all work that follows, and return the messages, oldest first."""

    def read() -> list[ReceivedMessage]:
        receiving.fetch_mail(desk)
        work()
        return list(ReceivedMessage.objects.order_by("pk"))

    return read


@pytest.fixture
def case(db, post, fetch) -> Case:
    """A complete application for a lost certificate, its pictures read."""
    post(a_mail())
    return fetch()[0].case


ENTRY = Entry(name="林晓梅", id_number=ID_NUMBER, certificate_number=NUMBER, occupation="电工", level=4, result="合格")


@pytest.fixture
def confirm(desk: Desk, officer) -> Callable[..., None]:
    """Let the officer record a look-up that found the certificate."""

    def record(case: Case, entry: Entry = ENTRY, *, found: bool = True) -> None:
        report = LookUpReport(site="zscx", at=desk.clock.now(), found=found, entry=entry if found else None)
        evidence.record_lookup(desk, case.pk, report, b"screenshot of the site", by=officer)

    return record


@pytest.fixture
def accepted(desk: Desk, case: Case, officer, confirm) -> Case:
    """The same application, confirmed and accepted."""
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    case.refresh_from_db()
    return case
