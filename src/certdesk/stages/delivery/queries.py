"""What may be asked about outgoing mail and parcels."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from certdesk.cases.models import Case
from certdesk.stages.delivery.models import HandOver, MailState, OutboxMail

STUCK_AFTER = timedelta(minutes=15)


def handovers_of(case: Case) -> list[HandOver]:
    """Return how a case's letters left the office."""
    return list(case.handovers.select_related("letter").order_by("pk"))


def has_left(case: Case) -> bool:
    """Tell whether the letter was posted or collected, so that the case can be closed."""
    return case.handovers.filter(method="post").exists() or case.handovers.filter(collected_at__isnull=False).exists()


def mails_of(case: Case) -> list[OutboxMail]:
    """Return the mails of a case, oldest first."""
    return list(case.outgoing.order_by("pk"))


def _mine(offices: frozenset[str], home: str) -> QuerySet[OutboxMail]:
    """Return the mails of these offices; those of no case belong to the office whose mailbox this is."""
    theirs = Q(case__office_code__in=offices)
    return OutboxMail.objects.filter(theirs | Q(case=None) if home in offices else theirs)


def outbox_of(offices: frozenset[str], *, home: str, limit: int = 100) -> list[OutboxMail]:
    """Return the newest outgoing mails of these offices, what needs a look on top."""
    mine = _mine(offices, home).select_related("case")
    return [
        row
        for state in (MailState.FAILED, MailState.WAITING, MailState.SENT)
        for row in mine.filter(state=state).order_by("-pk")[:limit]
    ]


def mail_by_id(mail_id: int) -> OutboxMail | None:
    """Return an outgoing mail with its case."""
    return OutboxMail.objects.filter(pk=mail_id).select_related("case").first()


def awaits_collection(case: Case) -> bool:
    """Tell whether a letter lies at the counter for somebody."""
    return case.handovers.filter(method="pickup", collected_at=None).exists()


def troubled(now: datetime, offices: frozenset[str], *, home: str) -> int:
    """Count mails of these offices that failed or wait too long: an alarm on the worklist."""
    mine = _mine(offices, home)
    failed = mine.filter(state=MailState.FAILED).count()
    stuck = mine.filter(state=MailState.WAITING, created_at__lt=now - STUCK_AFTER).count()
    return failed + stuck
