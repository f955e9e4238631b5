"""Sending through an SMTP account. A passing fault keeps the mail in the outbox, a final one is reported."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from certdesk.adapters.mail.compose import finished
from certdesk.ports.clock import Clock
from certdesk.ports.outbox import OutgoingMail, Refused, TryAgain

OUR_FAULT = frozenset({530, 534, 535, 553})  # about our account, not about this mail: mended in the settings
FINAL = 500
ACCEPTED = 250


class Security(StrEnum):
    """How the connection is protected."""

    TLS = "tls"  # from the first byte: 465, 994
    STARTTLS = "starttls"  # 25, 587
    NONE = "none"  # a server on this machine


class SmtpOutbox:
    """Sends each mail over a connection of its own."""

    def __init__(  # noqa: PLR0913 - an account has that many parts
        self,
        host: str,
        port: int,
        user: str,
        password: str,
        *,
        clock: Clock,
        sender: str = "",
        sender_name: str = "",
        security: Security | str = Security.TLS,
        timeout: float = 60.0,
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._user = user
        self._password = password
        self._clock = clock
        self._sender = sender or user
        self._sender_name = sender_name
        self._security = Security(security)
        self._timeout = timeout
        self._tls_context = tls_context

    def send(self, mail: OutgoingMail) -> None:
        """Hand ``mail`` to the server.

        Raises:
            TryAgain: the server is away, slow or asks for patience; or our account needs mending.
            Refused: the server, or the address itself, makes this mail impossible.

        """
        content = finished(mail, self._sender, self._sender_name, self._clock.now())
        with self._judged(), self._connected() as server:
            server.sendmail(self._sender, [mail.to], content)

    def probe(self) -> None:
        """Log in and name the sender, then take it back: nothing is sent.

        Raises:
            TryAgain: the server is away, slow or asks for patience; or our account needs mending.
            Refused: it does not send for this address.

        """
        with self._judged(), self._connected() as server:
            server.ehlo_or_helo_if_needed()
            code, answer = server.mail(self._sender)
            server.rset()
            if code != ACCEPTED:
                raise _judge(code, answer)

    @contextmanager
    def _judged(self) -> Iterator[None]:
        """Turn whatever goes wrong on a connection into what the outbox does with the mail."""
        try:
            yield
        except smtplib.SMTPRecipientsRefused as trouble:
            code, answer = next(iter(trouble.recipients.values()))
            raise _judge(code, answer) from trouble
        except smtplib.SMTPResponseException as trouble:
            raise _judge(trouble.smtp_code, trouble.smtp_error) from trouble
        except smtplib.SMTPNotSupportedError as trouble:
            raise TryAgain(f"发信服务器不支持所需的功能：{trouble}。请检查端口和加密方式的设置。") from trouble
        except (smtplib.SMTPException, OSError) as trouble:
            why = type(trouble).__name__
            raise TryAgain(f"发信服务器 {self._host}:{self._port} 暂时无法使用（{why}），稍后自动再试。") from trouble

    def _connected(self) -> smtplib.SMTP:
        """Connect and log in; the caller's ``with`` says goodbye."""
        name = self._sender.partition("@")[2] or "localhost"
        context = self._tls_context or ssl.create_default_context()
        server: smtplib.SMTP
        if self._security is Security.TLS:
            server = smtplib.SMTP_SSL(self._host, self._port, name, timeout=self._timeout, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, name, timeout=self._timeout)
        try:
            if self._security is Security.STARTTLS:
                server.starttls(context=context)
            if self._user and self._password:
                server.login(self._user, self._password)
        except BaseException:
            server.close()
            raise
        return server


def _judge(code: int, answer: bytes | str) -> TryAgain | Refused:
    """Turn a server's answer into what the outbox does with the mail."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    said = f"{code} {' '.join(text.split())}"
    if code in OUR_FAULT:
        return TryAgain(
            f"发信账号被拒绝：{said}。请检查用户名、授权码和发件人地址（163邮箱使用授权码，不是登录密码）。"
        )
    if code >= FINAL:
        return Refused(f"对方服务器拒收：{said}")
    return TryAgain(f"发信服务器要求稍后再试：{said}")
