"""Decisions: who, what, on which clause, for which reasons."""

from django.conf import settings
from django.db import models

from certdesk.cases.models import Case
from certdesk.rules.events import EventKind
from certdesk.sealing.fields import SealedTextField

DECISIONS = (
    EventKind.ACCEPTED,
    EventKind.DECLINED,
    EventKind.REFERRED,
    EventKind.REJECTED,
    EventKind.WITHDRAWN,
    EventKind.LAPSED,
    EventKind.VOIDED,
)


class Decision(models.Model):
    """One decision on a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in DECISIONS])
    clauses = models.JSONField(default=list)
    reasons = SealedTextField(blank=True, default="")
    outcome = models.CharField(max_length=16, blank=True)
    referred_to = models.CharField(max_length=8, blank=True)  # office code (G-19)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        """A refusal cites a clause."""

        constraints = [
            models.CheckConstraint(
                name="refusal_has_clause",
                condition=~models.Q(kind__in=["declined", "rejected"]) | ~models.Q(clauses=[]),
            )
        ]
