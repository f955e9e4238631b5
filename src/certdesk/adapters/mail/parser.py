"""The tolerant mail parser: any bytes in, one ``ParsedMail`` out, every part accounted for."""

import hashlib
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from certdesk.adapters.mail.automatic import authentication, automatic_kind, bounced_id
from certdesk.adapters.mail.harvest import Harvest, gather
from certdesk.adapters.mail.headers import Address, Headers, addresses, message_ids
from certdesk.adapters.mail.structure import Entity, Tree, cut, entity_at
from certdesk.ports.mail_parser import (
    Authentication,
    FileOrigin,
    MailFile,
    ParsedMail,
)
from certdesk.rules.mail_text.quoting import Split, is_forward_subject, plain_subject, split_text

MAIL_FIELDS = frozenset({"from", "to", "subject", "date", "message-id", "received", "return-path", "sender"})
TELLING_FIELDS = frozenset({"from", "message-id", "received", "return-path", "mime-version"})
SPACE = re.compile(r"\s+")


class TolerantMailParser:
    """Reads a mail as its sender meant it, whatever his program did to it."""

    def parse(self, raw: bytes) -> ParsedMail:
        """Read any bytes whatever; never raises."""
        try:
            return read_mail(raw)
        except Exception as trouble:  # noqa: BLE001 - one unforeseen mail must not hold up the ones behind it
            return _unread(raw, type(trouble).__name__)

    def keep_whole(self, raw: bytes) -> ParsedMail:
        """Take a mail as one file without looking inside."""
        return _unread(raw, "未打开")


def read_mail(raw: bytes) -> ParsedMail:
    """Read a mail without the last safety net, so that tests see what it would catch."""
    root = entity_at(raw, 0, len(raw))
    is_mail = _looks_like_mail(root.headers)
    if not is_mail and "content-type" not in root.headers.fields:
        root = Entity(raw, Headers(), 0, len(raw))
    main, _ = root.content_type
    tree = Tree()
    if raw and not raw.isspace():
        cut(root, tree, open_messages=main != "multipart/report")
    harvest = gather(tree)
    return _compose(root.headers, tree, harvest, is_mail=is_mail)


def _looks_like_mail(headers: Headers) -> bool:
    """Ask of a mail that it says where it comes from, or has at least two fields of a mail."""
    names = headers.fields.keys()
    return bool(names & TELLING_FIELDS) or len(names & MAIL_FIELDS) > 1


def _compose(headers: Headers, tree: Tree, harvest: Harvest, *, is_mail: bool) -> ParsedMail:
    subject = headers.text("subject")
    sender = _sender(headers)
    split = _split(subject, tree, harvest)
    reply_to = addresses(headers.raw("reply-to"))
    kind = automatic_kind(headers, sender.address)
    return ParsedMail(
        subject=subject,
        from_name=sender.name,
        from_address=sender.address,
        reply_to=reply_to[0].address if reply_to else "",
        to=_receivers(headers),
        message_id=next(iter(message_ids(headers.raw("message-id"))), ""),
        in_reply_to=next(iter(message_ids(headers.raw("in-reply-to"))), ""),
        references=message_ids(headers.raw("references")),
        date_header=_date(headers.text("date")),
        new_text=split.new,
        quoted_text=split.quoted,
        signature_text=split.signature,
        html_only=harvest.html_only,
        files=tuple(harvest.files),
        automatic=kind,
        bounce_of=bounced_id(headers, tree.leaves) if kind == "bounce" else "",
        authentication=authentication(headers),
        cloud_links=tuple(dict.fromkeys(harvest.links)),
        forwarded=bool(tree.messages) or split.forwarded or is_forward_subject(subject),
        problems=_problems(tree, harvest, sender, is_mail=is_mail),
        parts_in=harvest.parts_in,
        parts_out=harvest.parts_out,
        content_key=content_key(sender.address, subject, split.new, harvest.files),
        looks_like_mail=is_mail,
    )


def _sender(headers: Headers) -> Address:
    """Name the writer: From, else Sender, else the return path."""
    for name in ("from", "sender", "return-path"):
        found = [address for address in addresses(headers.raw(name)) if address.address or name == "from"]
        if found:
            return next((address for address in found if address.address), found[0])
    return Address("", "")


def _receivers(headers: Headers) -> tuple[str, ...]:
    fields = [value for name in ("to", "cc", "delivered-to") for value in headers.fields.get(name, ())]
    return tuple(dict.fromkeys(item.address for value in fields for item in addresses(value) if item.address))


def _date(text: str) -> datetime | None:
    """Read the sender's clock; a date without a zone is taken as UTC, nonsense as none."""
    try:
        date = parsedate_to_datetime(text)
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None


def _split(subject: str, tree: Tree, harvest: Harvest) -> Split:
    """Tell new text from quoted; what was forwarded as a whole message counts as new, without its head."""
    outer = split_text(harvest.text_of(0), forward=is_forward_subject(subject))
    news, quoted, signatures = [outer.new], [outer.quoted], [outer.signature]
    for number, inner in enumerate(tree.messages, start=1):
        inner_subject = inner.text("subject")
        part = split_text(harvest.text_of(number), forward=is_forward_subject(inner_subject))
        news.extend([f"主题：{inner_subject}" if inner_subject else "", part.new])
        quoted.append(part.quoted)
        signatures.append(part.signature)
    return Split(_join(news), _join(quoted), _join(signatures), forwarded=outer.forwarded)


def _join(pieces: list[str]) -> str:
    return "\n\n".join(piece for piece in pieces if piece)


def _problems(tree: Tree, harvest: Harvest, sender: Address, *, is_mail: bool) -> tuple[str, ...]:
    found = [*tree.problems, *harvest.problems]
    if not harvest.parts_in:
        found.append("邮件是空的。")
    if not is_mail:
        found.append("这不是一封完整的邮件：没有邮件头。")
    elif not sender.address:
        found.append("邮件没有发件人地址，无法回复。")
    return tuple(dict.fromkeys(found))


def content_key(sender: str, subject: str, text: str, files: list[MailFile]) -> str:
    """Reckon one key for a content, whatever Message-ID, date and wrapping it arrived with."""
    digests = sorted(hashlib.sha256(item.content).hexdigest() for item in files if item.origin != FileOrigin.TECHNICAL)
    parts = [sender, SPACE.sub("", plain_subject(subject)), SPACE.sub("", text), *digests]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _unread(raw: bytes, why: str) -> ParsedMail:
    """Keep a mail that met a fault of ours: whole, as one file, for an officer to look at."""
    whole = MailFile(
        name="原始邮件.eml", media_type="message/rfc822", content=raw, inline=False, origin=FileOrigin.ATTACHMENT
    )
    return ParsedMail(
        subject="",
        from_name="",
        from_address="",
        reply_to="",
        to=(),
        message_id="",
        in_reply_to="",
        references=(),
        date_header=None,
        new_text="",
        quoted_text="",
        signature_text="",
        html_only=False,
        files=(whole,),
        automatic=None,
        bounce_of="",
        authentication=Authentication(),
        cloud_links=(),
        forwarded=False,
        problems=(f"邮件未能读出，已整封保存，请人工查看（{why}）。",),
        parts_in=1,
        parts_out=1,
        content_key=content_key("", "", "", [whole]),
        looks_like_mail=False,
    )
