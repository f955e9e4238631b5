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
    looked_up, decided = _last_steps(case)
    if looked_up < decided:
        return True
    assessment = assess_case(case, guide)
    if assessment is None:
        return False
    if assessment.outcome is Outcome.NEEDS_OFFICER:
        decision = case.decisions.filter(kind=EventKind.ACCEPTED.value).order_by("-pk").first()
        return decision is not None and bool(decision.reasons)
    return assessment.outcome == case.outcome


def _last_steps(case: Case) -> tuple[int, int]:
    """Return where in the history the last look-up stands, and where the outcome was last decided; 0 is nowhere."""
    kinds = (EventKind.LOOKUP_RECORDED.value, EventKind.ACCEPTED.value, EventKind.PARTICULARS_CHANGED.value)
    looked_up = decided = 0
    for seq, kind, data in case.events.filter(kind__in=kinds).order_by("seq").values_list("seq", "kind", "data"):
        if kind == EventKind.LOOKUP_RECORDED:
            looked_up = seq
        elif kind == EventKind.ACCEPTED or data.get("fields") == FIELD:
            decided = seq
    return looked_up, decided
