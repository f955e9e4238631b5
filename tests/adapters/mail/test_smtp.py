"""A server that refuses, asks for patience, falls silent or hangs up."""

import asyncio
import socket
import threading
from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from tests.adapters.mail.dovecot import free_port

from certdesk.adapters.mail.smtp import Security, SmtpOutbox
from certdesk.ports.outbox import OutgoingMail, Refused, TryAgain

MAIL = OutgoingMail(message_id="<1@desk.example.invalid>", to="holder@example.invalid", subject="样例", text="您好")


class FixedClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Answer:
    """Gives the answers of the test."""

    def __init__(self, *, sender="250 OK", recipient="250 OK", data="250 OK", slow=0.0):
        self.sender, self.recipient, self.data, self.slow = sender, recipient, data, slow
        self.received = 0

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802, ARG002 - aiosmtpd's names
        envelope.mail_from = address
        return self.sender

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, ARG002 - aiosmtpd's names
        envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002 - aiosmtpd's names
        await asyncio.sleep(self.slow)
        self.received += 1
        return self.data


def send_to(handler, *, timeout=10.0):
    sink = Controller(handler, hostname="127.0.0.1", port=free_port())
    sink.start()
    try:
        outbox(sink.port, timeout=timeout).send(MAIL)
    finally:
        sink.stop()


def outbox(port, *, timeout=10.0, user="", password="", security=Security.NONE):
    return SmtpOutbox(
        "127.0.0.1",
        port,
        user,
        password,
        clock=FixedClock(),
        sender="desk@example.invalid",
        security=security,
        timeout=timeout,
    )


@pytest.mark.parametrize(
    "handler",
    [
        Answer(sender="451 busy"),
        Answer(recipient="450 greylisted"),
        Answer(data="452 no space"),
        Answer(data="421 closing"),
    ],
)
def test_a_passing_refusal_keeps_the_mail(handler):
    with pytest.raises(TryAgain, match="稍后再试"):
        send_to(handler)


@pytest.mark.parametrize(
    "handler",
    [
        Answer(recipient="550 User not found"),
        Answer(data="554 DT:SPM refused"),
        Answer(sender="552 too large"),
    ],
)
def test_a_final_refusal_is_reported_with_the_servers_words(handler):
    with pytest.raises(Refused, match="对方服务器拒收：55"):
        send_to(handler)


def test_a_refused_sender_is_our_settings_fault_and_keeps_the_mail():
    with pytest.raises(TryAgain, match="授权码"):
        send_to(Answer(sender="553 Mail from must equal authorized user"))


def test_a_slow_server_keeps_the_mail():
    with pytest.raises(TryAgain, match="暂时无法使用"):
        send_to(Answer(slow=3), timeout=0.5)


def test_nobody_listening_keeps_the_mail():
    with pytest.raises(TryAgain, match="暂时无法使用"):
        outbox(free_port()).send(MAIL)


def test_a_connection_cut_in_the_middle_of_the_data_keeps_the_mail():
    with cutting_server() as port, pytest.raises(TryAgain, match="暂时无法使用"):
        outbox(port).send(MAIL)


def test_no_encryption_where_it_is_asked_for_keeps_the_mail():
    sink = Controller(Answer(), hostname="127.0.0.1", port=free_port())
    sink.start()
    try:
        with pytest.raises(TryAgain, match="加密方式"):
            outbox(sink.port, security=Security.STARTTLS).send(MAIL)
        with pytest.raises(TryAgain, match="暂时无法使用"):
            outbox(sink.port, security=Security.TLS, timeout=2).send(MAIL)
    finally:
        sink.stop()


class cutting_server:  # noqa: N801 - used like a function
    """Answers politely up to DATA, takes a few bytes and hangs up."""

    def __enter__(self) -> int:
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        return int(self._listener.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _serve(self) -> None:
        client, _ = self._listener.accept()
        with client, client.makefile("rb") as lines:
            client.sendall(b"220 test\r\n")
            for line in lines:
                if line.upper().startswith(b"DATA"):
                    client.sendall(b"354 go on\r\n")
                    client.recv(64)
                    return
                client.sendall(b"250 OK\r\n")
