"""From the bytes of a mail to one frozen value. Reading is total: any bytes give a value, nothing is lost silently."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class AutomaticKind(StrEnum):
    """Why a mail was not written by a person: it is never answered (RFC 3834)."""

    BOUNCE = "bounce"  # 退信
    VACATION = "vacation"  # 自动回复
    RECEIPT = "receipt"  # 已读回执
    LIST = "list"  # 群发邮件
    OTHER = "other"  # 系统邮件


class FileOrigin(StrEnum):
    """Where in the mail a file stood."""

    ATTACHMENT = "attachment"
    INLINE = "inline"  # shown in the text: a cid picture, a data: picture
    FORWARDED = "forwarded"  # inside a forwarded message
    WINMAIL = "winmail"  # inside Outlook's winmail.dat
    UUENCODE = "uuencode"  # inside the text, the old way
    TECHNICAL = "technical"  # signature, delivery report: never evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFile:
    """One file that came with a mail, whole."""

    name: str
    media_type: str  # what the content shows itself to be, else what the mail declares
    content: bytes = field(repr=False)
    inline: bool
    origin: FileOrigin


@dataclass(frozen=True, slots=True)
class CloudLink:
    """A large attachment left on the sender's mail service (超大附件); it is never fetched."""

    host: str
    name: str


@dataclass(frozen=True, slots=True)
class Authentication:
    """What the receiving server found out about the sender; empty: it did not say."""

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedMail:
    """Everything a mail says. Texts are as written; what was damaged stands in ``problems``."""

    subject: str
    from_name: str
    from_address: str  # lower case; empty when the mail names no sender
    reply_to: str
    to: tuple[str, ...]
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    date_header: datetime | None  # the sender's clock, aware; never a deadline's start
    new_text: str  # what the writer newly wrote, what was forwarded included
    quoted_text: str  # the reply's older mail and the heads of forwarded ones
    signature_text: str
    html_only: bool
    files: tuple[MailFile, ...]
    automatic: AutomaticKind | None
    bounce_of: str  # Message-ID of our mail that came back
    authentication: Authentication
    cloud_links: tuple[CloudLink, ...]
    forwarded: bool
    problems: tuple[str, ...]  # one Chinese sentence each
    parts_in: int  # leaves found in the structure
    parts_out: int  # leaves that became text or files; always equal to parts_in
    content_key: str  # SHA-256 of sender, subject, new text and files: the same content has the same key
    looks_like_mail: bool


class MailParser(Protocol):
    """Reads a mail."""

    def parse(self, raw: bytes) -> ParsedMail:
        """Read any bytes whatever; never raises."""
        ...

    def keep_whole(self, raw: bytes) -> ParsedMail:
        """Take a mail as one file without looking inside: for one over which programs die."""
        ...
