"""An outgoing mail as a message that Chinese mail programs show right: UTF-8, text and HTML, names encoded."""

from collections.abc import Iterable
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from certdesk.ports.outbox import Attachment, OutgoingMail, Refused

POLICY = SMTP.clone(max_line_length=76)


def finished(mail: OutgoingMail, sender: str, sender_name: str, at: datetime) -> bytes:
    """Return the bytes to hand over.

    Raises:
        Refused: the address cannot be one, so no try will ever succeed.

    """
    try:
        return compose(mail, sender, sender_name, at).as_bytes()
    except (ValueError, IndexError, MessageError) as trouble:
        raise Refused(f"邮件无法生成，请检查收件地址：{trouble}") from trouble


def compose(mail: OutgoingMail, sender: str, sender_name: str, at: datetime) -> EmailMessage:
    """Build the message; the Message-ID is the mail's own, the same at every try."""
    message = EmailMessage(POLICY)
    message["Message-ID"] = mail.message_id
    message["Date"] = at
    message["From"] = Address(_one_line(sender_name), addr_spec=sender)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = _one_line(mail.subject)
    if mail.in_reply_to:
        message["In-Reply-To"] = _one_line(mail.in_reply_to)
    if mail.references or mail.in_reply_to:
        message["References"] = _one_line(mail.references or mail.in_reply_to)
    if mail.automatic:  # RFC 3834: no machine answers a machine
        message["Auto-Submitted"] = "auto-replied" if mail.in_reply_to else "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text, charset="utf-8", cte="base64")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", charset="utf-8", cte="base64")
    _attach(message, mail.attachments)
    return message


def _attach(message: EmailMessage, attachments: Iterable[Attachment]) -> None:
    """Add the files, and the pictures that the HTML shows beside it."""
    page = message.get_body(("html",))
    for each in attachments:
        main, _, sub = each.media_type.partition("/")
        kind = {"maintype": main or "application", "subtype": sub or "octet-stream"}
        name = _one_line(each.name)
        if each.content_id and isinstance(page, EmailMessage):
            page.add_related(each.content, **kind, filename=name, disposition="inline", cid=f"<{each.content_id}>")  # type: ignore[arg-type]
        else:
            message.add_attachment(each.content, **kind, filename=name)  # type: ignore[arg-type]


def _one_line(text: str) -> str:
    """Keep a value on one line: a line break in a header would begin another header."""
    return " ".join(text.split())
