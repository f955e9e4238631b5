"""What may be asked about decisions."""

from certdesk.cases.models import Case
from certdesk.stages.decision.models import Decision


def decisions_of(case: Case) -> list[Decision]:
    """Return the decisions on a case, oldest first."""
    return list(case.decisions.order_by("pk"))
