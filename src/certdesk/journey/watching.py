"""What a new holiday notice asks for: every open case's deadline computed anew (design rule 2)."""

from certdesk.cases.clocks import recompute
from certdesk.cases.queries import open_case_ids
from certdesk.journey.common import desk_at_work
from certdesk.ports.desk import Desk


def recompute_deadlines(desk: Desk) -> int:
    """Compute the deadline of every open case anew (design rule 2); return how many moved."""
    return sum(_recompute(desk, case_id) for case_id in open_case_ids())


def _recompute(desk: Desk, case_id: int) -> bool:
    with desk_at_work(case_id) as case:
        return recompute(case, desk.guide)
