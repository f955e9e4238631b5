"""Outgoing mail is a row, written in the transaction that causes it (design rule 7)."""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.template.loader import render_to_string

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.parties import email_index
from certdesk.ports.outbox import Attachment, OutgoingMail
from certdesk.stages.delivery.models import MailState, OutboxMail, Paper

MAX_ATTEMPTS = 12
LONGEST_THREAD = 20  # Message-IDs in References
_TELLING = re.compile(r"[^\s@<>]+@[^\s@<>]+|[0-9]{6,}")  # mail addresses and long numbers


@dataclass(frozen=True, slots=True)
class Words:
    """One mail: which template, under which subject, with which values."""

    kind: str  # template name in mail/
    subject: str
    values: Mapping[str, object]
    cause: str  # what led to it; the same cause never sends twice
    in_reply_to: str = ""
    references: str = ""  # the thread that the answered mail stands in
    attachments: tuple[Attachment, ...] = ()
    encloses: Paper | None = None  # goes along as a file, once it is set


def address_of(case: Case) -> str:
    """Return where a case's mails go, or nothing: a web applicant need not have mail."""
    return case.parties.filter(role=PartyRole.SENDER).values_list("email", flat=True).first() or ""


def write(case: Case, words: Words, *, host: str, at: datetime) -> OutboxMail | None:
    """Put a mail into the outbox in the caller's transaction; None when there is nobody to write to, or it is there."""
    recipient = address_of(case)
    key = key_of(case, words.kind, words.cause)
    if not recipient or is_written(key):
        return None
    row = _row(recipient, words, host=host, at=at, name=case.reference, values={"case": case, **words.values})
    row.case, row.key, row.subject = case, key, f"【{case.reference}】{words.subject}"
    row.references = " ".join(thread(words.references, words.in_reply_to)) or _thread_of(case)
    row.encloses = words.encloses
    row.save(force_insert=True)
    return row


def write_answer(recipient: str, words: Words, *, host: str, at: datetime) -> OutboxMail | None:
    """Put an answer to a message that is no case into the outbox; None when it is there."""
    key = f"{words.kind}/{words.cause}"
    if is_written(key):
        return None
    row = _row(recipient, words, host=host, at=at, name="answer", values=words.values)
    row.key, row.subject = key, words.subject
    row.references = " ".join(thread(words.references, words.in_reply_to))
    row.save(force_insert=True)
    return row


def key_of(case: Case, kind: str, cause: str) -> str:
    """Name a mail of a case by what led to it."""
    return f"{case.reference}/{kind}/{cause}"


def is_written(key: str) -> bool:
    """Tell whether the mail of that key is in the outbox, sent or not."""
    return OutboxMail.objects.filter(key=key).exists()


def hold(row: OutboxMail, why: str) -> None:
    """Keep a mail from going out by itself; a person sees it among the failed ones and may send it."""
    row.state, row.last_error = MailState.FAILED, why
    row.save(update_fields=["state", "last_error"])


def thread(references: str, in_reply_to: str) -> list[str]:
    """Return the References of an answer: the thread's beginning, its latest part, and the mail answered (RFC 5322)."""
    earlier = [name for name in references.split() if name != in_reply_to]
    kept = earlier if len(earlier) < LONGEST_THREAD else [earlier[0], *earlier[1 - LONGEST_THREAD :]]
    return [*kept, in_reply_to] if in_reply_to else kept


def _thread_of(case: Case) -> str:
    """Return the thread of our own first mail of the case: the later ones stand under it in the holder's mailbox."""
    first = case.outgoing.order_by("pk").values_list("references", "message_id").first()
    return " ".join(first).strip() if first else ""


def _row(
    recipient: str, words: Words, *, host: str, at: datetime, name: str, values: Mapping[str, object]
) -> OutboxMail:
    return OutboxMail(
        kind=words.kind,
        message_id=make_msgid(idstring=name, domain=urlsplit(host).hostname or "certdesk.invalid"),
        recipient=recipient,
        recipient_index=email_index(recipient),
        text=render_to_string(f"mail/{words.kind}.txt", dict(values)),
        html=render_to_string(f"mail/{words.kind}.html", dict(values)),
        attachments=[asdict(each) | {"content": b64encode(each.content).decode()} for each in words.attachments],
        in_reply_to=words.in_reply_to,
        created_at=at,
    )


def as_mail(row: OutboxMail, enclosed: tuple[Attachment, ...] = ()) -> OutgoingMail:
    """Return the mail a row stands for, with the paper it encloses; every try sends the same one."""
    return OutgoingMail(
        message_id=row.message_id,
        to=row.recipient,
        subject=row.subject,
        text=row.text,
        html=row.html,
        in_reply_to=row.in_reply_to,
        references=row.references,
        attachments=(
            *(Attachment(**each | {"content": b64decode(each["content"])}) for each in row.attachments or ()),
            *enclosed,
        ),
    )


def note_sent(row: OutboxMail, *, at: datetime) -> None:
    """Note that the server took the mail."""
    row.state, row.sent_at, row.last_error = MailState.SENT, at, ""
    row.attempts += 1
    row.save(update_fields=["state", "sent_at", "last_error", "attempts"])


def note_trouble(row: OutboxMail, why: str, *, final: bool) -> bool:
    """Note a failed try; return whether the mail is given up and somebody must look."""
    row.attempts += 1
    row.last_error = _TELLING.sub("…", why)[:300]  # servers quote the address they refuse
    given_up = final or row.attempts >= MAX_ATTEMPTS
    if given_up:
        row.state = MailState.FAILED
    row.save(update_fields=["state", "last_error", "attempts"])
    return given_up


def try_again(row_id: int) -> bool:
    """Put a failed mail back, its count at nought; False when it is not a failed one: nothing goes out twice."""
    failed = OutboxMail.objects.filter(pk=row_id, state=MailState.FAILED)
    return failed.update(state=MailState.WAITING, attempts=0) == 1


def mark_bounced(case: Case | None, message_id: str) -> OutboxMail | None:
    """Mark the mail that came back; None when it is not one of ours, or another case's."""
    row = OutboxMail.objects.filter(case=case, message_id=message_id).first() if message_id else None
    if row is None:
        return None
    row.state, row.last_error = MailState.FAILED, "对方邮箱退信"
    row.save(update_fields=["state", "last_error"])
    return row
