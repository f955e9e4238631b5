"""Outgoing mail is a row, written in the transaction that causes it (design rule 7)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.template.loader import render_to_string

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.parties import email_index
from certdesk.ports.outbox import OutgoingMail
from certdesk.stages.delivery.models import MailState, OutboxMail

MAX_ATTEMPTS = 12
_TELLING = re.compile(r"[^\s@<>]+@[^\s@<>]+|[0-9]{6,}")  # mail addresses and long numbers


@dataclass(frozen=True, slots=True)
class Words:
    """One mail to a holder: which template, under which subject, with which values."""

    kind: str  # template name in mail/
    subject: str
    values: Mapping[str, object]
    cause: str  # what led to it; the same cause never sends twice
    in_reply_to: str = ""


def address_of(case: Case) -> str:
    """Return where a case's mails go, or nothing: a web applicant need not have mail."""
    return case.parties.filter(role=PartyRole.SENDER).values_list("email", flat=True).first() or ""


def write(case: Case, words: Words, *, host: str, at: datetime) -> OutboxMail | None:
    """Put a mail into the outbox in the caller's transaction; None when there is nobody to write to, or it is there."""
    recipient = address_of(case)
    key = f"{case.reference}/{words.kind}/{words.cause}"
    if not recipient or OutboxMail.objects.filter(key=key).exists():
        return None
    values = {"case": case, **words.values}
    return OutboxMail.objects.create(
        case=case,
        kind=words.kind,
        key=key,
        message_id=make_msgid(idstring=case.reference, domain=urlsplit(host).hostname or "certdesk.invalid"),
        recipient=recipient,
        recipient_index=email_index(recipient),
        subject=f"【{case.reference}】{words.subject}",
        text=render_to_string(f"mail/{words.kind}.txt", values),
        html=render_to_string(f"mail/{words.kind}.html", values),
        in_reply_to=words.in_reply_to,
        references=words.in_reply_to,
        created_at=at,
    )


def as_mail(row: OutboxMail) -> OutgoingMail:
    """Return the mail a row stands for; every try sends the same one."""
    return OutgoingMail(
        message_id=row.message_id,
        to=row.recipient,
        subject=row.subject,
        text=row.text,
        html=row.html,
        in_reply_to=row.in_reply_to,
        references=row.references,
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


def mark_bounced(case: Case, message_id: str) -> OutboxMail | None:
    """Mark the mail that came back; None when it is not one of ours."""
    row = case.outgoing.filter(message_id=message_id).first()
    if row is None:
        return None
    row.state, row.last_error = MailState.FAILED, "对方邮箱退信"
    row.save(update_fields=["state", "last_error"])
    return row
