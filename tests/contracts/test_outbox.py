"""What every outbox promises: the mail goes out as it was given, the same one twice is recognisable."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from tests.adapters.mail.dovecot import free_port

from certdesk.adapters.mail.parser import read_mail
from certdesk.adapters.mail.rehearsal import MaildirOutbox
from certdesk.adapters.mail.smtp import Security, SmtpOutbox
from certdesk.ports.outbox import Attachment, Outbox, OutgoingMail, Refused

MAIL = OutgoingMail(
    message_id="<LN-26-000001.1@desk.example.invalid>",
    to="holder@example.invalid",
    subject="您的申请已收到，编号 LN-26-000001，还缺身份证国徽面照片和证书查询结果截图，请直接回复本邮件补交",
    text="张女士：\n您好，您的申请已收到。\n.\n请补交材料。",
    html="<p>张女士：</p><p>您好，您的申请已收到。</p>",
    in_reply_to="<asked@qq.com>",
    references="<first@qq.com> <asked@qq.com>",
    attachments=(
        Attachment(name="收件回执（样张）.pdf", media_type="application/pdf", content=b"%PDF-1.7\r\n\x00\xff"),
    ),
)


class FixedClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass
class Place:
    outbox: Outbox
    path: Path

    def received(self) -> list[bytes]:
        return [file.read_bytes() for file in sorted(self.path.glob("*.eml"))]


class Keep:
    """Keeps what arrives, one file for each delivery."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002 - aiosmtpd's names
        (self.path / f"{len(list(self.path.iterdir()))}.eml").write_bytes(envelope.content)
        return "250 OK"


@pytest.fixture(params=["rehearsal", "smtp"])
def place(request, tmp_path):
    path = tmp_path / "out"
    if request.param == "rehearsal":
        yield Place(MaildirOutbox(path, FixedClock(), sender="desk@example.invalid", sender_name="样例中心"), path)
        return
    path.mkdir()
    sink = Controller(Keep(path), hostname="127.0.0.1", port=free_port())
    sink.start()
    try:
        yield Place(
            SmtpOutbox("127.0.0.1", sink.port, "", "", clock=FixedClock(), sender="desk@example.invalid",
                       sender_name="样例中心", security=Security.NONE),
            path,
        )  # fmt: skip
    finally:
        sink.stop()


def test_the_mail_arrives_with_everything_it_was_given(place):
    place.outbox.send(MAIL)
    (raw,) = place.received()
    mail = read_mail(raw)
    assert mail.subject == MAIL.subject
    assert (mail.from_name, mail.from_address, mail.to) == (
        "样例中心",
        "desk@example.invalid",
        ("holder@example.invalid",),
    )
    assert mail.new_text == MAIL.text
    assert mail.message_id == MAIL.message_id
    assert (mail.in_reply_to, mail.references) == ("<asked@qq.com>", ("<first@qq.com>", "<asked@qq.com>"))
    assert mail.date_header == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert [(file.name, file.content) for file in mail.files] == [("收件回执（样张）.pdf", b"%PDF-1.7\r\n\x00\xff")]
    assert mail.problems == ()


def test_an_automatic_mail_says_so_and_is_never_answered_by_ourselves(place):
    place.outbox.send(MAIL)
    (raw,) = place.received()
    assert b"Auto-Submitted: auto-replied" in raw
    assert read_mail(raw).automatic == "vacation"


def test_a_second_try_has_the_same_message_id(place):
    place.outbox.send(MAIL)
    place.outbox.send(MAIL)
    assert {read_mail(raw).message_id for raw in place.received()} == {MAIL.message_id}


def test_the_bytes_are_plain_ascii_for_the_oldest_server(place):
    place.outbox.send(MAIL)
    (raw,) = place.received()
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_a_line_break_in_a_value_makes_no_header(place):
    mail = OutgoingMail(
        message_id="<1@x>", to="holder@example.invalid", subject="一\r\nBcc: other@example.invalid", text=""
    )
    place.outbox.send(mail)
    (raw,) = place.received()
    assert b"\nBcc:" not in raw
    assert read_mail(raw).subject == "一 Bcc: other@example.invalid"


@pytest.mark.parametrize(
    "address", ["", "no address", "a@b@c", "two@example.invalid, three@example.invalid", "a\r\nb@c.d"]
)
def test_an_impossible_address_is_refused_for_good(place, address):
    with pytest.raises(Refused):
        place.outbox.send(OutgoingMail(message_id="<1@x>", to=address, subject="x", text="x"))
    assert place.received() == []
