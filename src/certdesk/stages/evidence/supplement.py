"""补正: one notice that lists everything missing, and its answer (D-7)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from certdesk.cases.models import Case
from certdesk.guide.model import Guide
from certdesk.rules.materials import Missing
from certdesk.stages.evidence.models import SupplementNotice


class NothingMissing(Exception):
    """A notice must name at least one thing."""


def write_notice(
    case: Case, items: Sequence[Missing], words: str, *, guide: Guide, officer_id: int | None, at: datetime
) -> SupplementNotice:
    """Write down what the holder is asked for, all of it at once.

    Raises:
        NothingMissing: neither a missing item nor the officer's own words.
    """
    if not items and not words.strip():
        raise NothingMissing("材料齐全，没有需要补正的内容；如有其他要求，请写明。")
    return SupplementNotice.objects.create(
        case=case,
        items=[{"code": item.code, "clause": item.clause, "text": str(item.sentence)} for item in items],
        words=words.strip(),
        sent_at=at,
        by_id=officer_id,
        answer_by=guide.local_date(at) + timedelta(days=guide.supplement_answer_days),
    )


def close_notice(case: Case, *, at: datetime) -> None:
    """Note that the holder has answered."""
    case.notices.filter(answered_at=None).update(answered_at=at)
