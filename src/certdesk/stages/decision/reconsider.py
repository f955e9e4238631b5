"""复核结论: a look-up after the acceptance may turn what the case comes to (G-02, G-03)."""

from certdesk.cases.models import Case
from certdesk.guide.model import Guide
from certdesk.rules.business import Outcome
from certdesk.rules.events import EventKind
from certdesk.stages.decision.assess import assess_case

FIELD = "办理结论"  # what PARTICULARS_CHANGED names when an outcome was decided anew


def outcome_stands(case: Case, guide: Guide) -> bool:
    """Tell whether the outcome of an accepted case still follows from what is confirmed.

    It does when it was decided with the newest look-up at hand, when the rules still lead to it, or when
    they leave open a question that the officer has answered with reasons.
    """
    if _last(case, EventKind.LOOKUP_RECORDED) < _decided(case):
        return True
    assessment = assess_case(case, guide)
    if assessment is None:
        return False
    if assessment.outcome is Outcome.NEEDS_OFFICER:
        decision = case.decisions.filter(kind=EventKind.ACCEPTED.value).order_by("-pk").first()
        return decision is not None and bool(decision.reasons)
    return assessment.outcome == case.outcome


def _decided(case: Case) -> int:
    """Return where in the history the outcome was last decided."""
    anew = _last(case, EventKind.PARTICULARS_CHANGED, data__fields=FIELD)
    return max(_last(case, EventKind.ACCEPTED), anew)


def _last(case: Case, kind: EventKind, **data: str) -> int:
    seqs = case.events.filter(kind=kind.value, **data).order_by("-seq").values_list("seq", flat=True)
    return seqs.first() or 0
