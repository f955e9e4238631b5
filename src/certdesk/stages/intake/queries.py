"""What may be asked about messages."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import accumulate

from django.db.models import Count, Q

from certdesk.cases.models import Case
from certdesk.cases.queries import cases_by_certificate, cases_by_email, cases_by_id_number
from certdesk.stages.intake.models import Bucket, MailboxReading, Opening, ReceivedMessage

SILENT_AFTER = timedelta(minutes=15)


def parked() -> list[ReceivedMessage]:
    """Return the messages that wait for a person, oldest first: a worklist, not a bin."""
    found = ReceivedMessage.objects.filter(bucket=Bucket.PARKED, resolved_at=None)
    return list(found.select_related("case").order_by("arrived_at")[:500])


def unsorted(limit: int, size: int) -> list[ReceivedMessage]:
    """Return the oldest messages that are stored but not sorted: at least one, at most ``limit`` or ``size`` bytes.

    Those over which a process died come last and alone: one of them may kill the next process, too.
    """
    fresh = ReceivedMessage.objects.filter(bucket="", attempts=0).order_by("pk")[:limit]
    rows = list(fresh) or list(ReceivedMessage.objects.filter(bucket="").order_by("attempts", "pk")[:1])
    totals = accumulate(row.size for row in rows)
    return [row for row, total in zip(rows, totals, strict=True) if row is rows[0] or total <= size]


def forms_of(content_key: str) -> list[ReceivedMessage]:
    """Return the web forms with exactly this content, oldest first."""
    found = ReceivedMessage.objects.filter(source="web", content_key=content_key)
    return list(found.select_related("case").order_by("pk"))


def by_bucket() -> dict[str, int]:
    """Count all messages by bucket; unsorted ones under the empty name."""
    rows = ReceivedMessage.objects.values_list("bucket").annotate(count=Count("pk"))
    return dict(rows)


def readings() -> list[MailboxReading]:
    """Return how reading each mailbox went last."""
    return list(MailboxReading.objects.order_by("source"))


def silent(now: datetime) -> list[MailboxReading]:
    """Return the mailboxes not read for too long: an alarm on the worklist."""
    return [row for row in readings() if row.read_at is None or now - row.read_at > SILENT_AFTER]


def opened_from(message_ids: Iterable[int]) -> dict[int, dict[int, Case]]:
    """Return, for each of these messages, the cases it began, by the number of the person."""
    found: dict[int, dict[int, Case]] = {}
    for opening in Opening.objects.filter(message__in=list(message_ids)).select_related("case").order_by("person"):
        found.setdefault(opening.message_id, {})[opening.person] = opening.case
    return found


def opening_message(case: Case) -> ReceivedMessage | None:
    """Return the message a case began with."""
    opening = Opening.objects.filter(case=case).select_related("message").first()
    return opening.message if opening else None


def messages_of(case_id: int) -> list[ReceivedMessage]:
    """Return the messages of a case, oldest first; the one it began with may have begun others, too."""
    theirs = Q(case_id=case_id) | Q(pk__in=Opening.objects.filter(case_id=case_id).values("message_id"))
    return list(ReceivedMessage.objects.filter(theirs).order_by("arrived_at", "pk"))


def message_by_id(message_id: int) -> ReceivedMessage | None:
    """Return a message with its case, if it has one."""
    return ReceivedMessage.objects.filter(pk=message_id).select_related("case").first()


def parked_message(message_id: int) -> ReceivedMessage | None:
    """Return a message that waits for a person, if it still does."""
    return ReceivedMessage.objects.filter(pk=message_id, bucket=Bucket.PARKED, resolved_at=None).first()


def count_parked() -> int:
    """Count the messages that wait for a person: an alarm on the worklist."""
    return ReceivedMessage.objects.filter(bucket=Bucket.PARKED, resolved_at=None).count()


def parked_about(case: Case) -> list[ReceivedMessage]:
    """Return the messages waiting for a person that name a case, its people or its number."""
    people = list(case.parties.all())
    about = Q(case=case)
    about |= Q(sender_index__in=[row.email_index for row in people if row.email_index])
    about |= Q(holder_index__in=[row.id_index for row in people if row.id_index])
    if case.certificate_number:
        about |= Q(certificate_number=case.certificate_number)
    waiting = ReceivedMessage.objects.filter(about, bucket=Bucket.PARKED, resolved_at=None)
    return list(waiting.order_by("arrived_at")[:20])


def related_cases(rows: Iterable[ReceivedMessage], *, each: int = 5) -> dict[int, list[Case]]:
    """Return, for each message, the newest cases of its writer, of the holder it names, and of its number."""
    listed = list(rows)
    writers = cases_by_email({row.sender_index for row in listed})
    holders = cases_by_id_number({row.holder_index for row in listed})
    numbers = cases_by_certificate({row.certificate_number for row in listed})
    found = {}
    for row in listed:
        cases = (*writers[row.sender_index], *holders[row.holder_index], *numbers[row.certificate_number])
        newest = sorted({case.pk: case for case in cases}.values(), key=lambda case: -case.pk)
        found[row.pk] = newest[:each]
    return found
