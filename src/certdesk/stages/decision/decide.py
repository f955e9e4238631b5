"""Write a decision down: who, what, on which clause, for which reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from certdesk.cases.models import Case
from certdesk.cases.staff import Actor
from certdesk.rules.events import EventKind
from certdesk.stages.decision.models import Decision


class DecisionIncomplete(Exception):
    """A refusal needs a clause and a reason the holder can read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What was decided."""

    kind: EventKind
    clauses: Sequence[str] = ()
    reasons: str = ""
    outcome: str = ""
    referred_to: str = ""


_NEEDS_REASONS = {EventKind.DECLINED, EventKind.REJECTED, EventKind.VOIDED}
_NEEDS_CLAUSE = {EventKind.DECLINED, EventKind.REJECTED}


def decide(case: Case, ruling: Ruling, *, by: Actor, at: datetime) -> Decision:
    """Keep a ruling.

    Raises:
        DecisionIncomplete: a refusal without a clause or without reasons.
    """
    if ruling.kind in _NEEDS_CLAUSE and not ruling.clauses:
        raise DecisionIncomplete("请选择所依据的条款。")
    if ruling.kind in _NEEDS_REASONS and not ruling.reasons.strip():
        raise DecisionIncomplete("请写明理由，申请人会看到这些文字。")
    return Decision.objects.create(
        case=case,
        kind=ruling.kind.value,
        clauses=list(ruling.clauses),
        reasons=ruling.reasons.strip(),
        outcome=ruling.outcome,
        referred_to=ruling.referred_to,
        by_id=by.user_id,
        at=at,
    )
