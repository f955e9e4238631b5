"""What may be asked about outgoing mail and parcels."""

from datetime import datetime, timedelta

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


def outbox(limit: int = 200) -> list[OutboxMail]:
    """Return the newest outgoing mails, what needs a look on top."""
    return list(OutboxMail.objects.select_related("case").order_by("state", "-pk")[:limit])


def troubled(now: datetime) -> int:
    """Count mails that failed or wait too long: an alarm on the worklist."""
    failed = OutboxMail.objects.filter(state=MailState.FAILED).count()
    stuck = OutboxMail.objects.filter(state=MailState.WAITING, created_at__lt=now - STUCK_AFTER).count()
    return failed + stuck
