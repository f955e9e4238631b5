"""Automatic answers know their bounds: at most so many a day to one address, whatever arrives from it (RFC 3834)."""

from datetime import datetime

from certdesk.cases.parties import email_index
from certdesk.stages.delivery.models import MailState, OutboxMail

RECEIVED, NOTED, ATTACH_AGAIN = "received", "noted", "attach_again"
AUTOMATIC = (RECEIVED, NOTED, ATTACH_AGAIN)
A_DAY = 3
HELD = "今天已向这个邮箱自动答复3次，这封没有自动发出；需要时请点“重新发送”"


def answered_enough(recipient: str, *, since: datetime) -> bool:
    """Tell whether this address has had its automatic answers since the day began; those held back do not count."""
    answers = OutboxMail.objects.filter(
        recipient_index=email_index(recipient), kind__in=AUTOMATIC, created_at__gte=since
    )
    return answers.exclude(state=MailState.FAILED, attempts=0).count() >= A_DAY
