"""When a case is due, in words for somebody who glances at a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from certdesk.rules.lifecycle import State
from certdesk.rules.working_days import WorkCalendar

if TYPE_CHECKING:
    from certdesk.cases.models import Case

SOON = 1  # working days
COUNTED = 60  # calendar days; beyond them nobody counts working days


@dataclass(frozen=True, slots=True)
class Due:
    """The words, and the class of their colour."""

    words: str
    css: str
    day: date | None


def due_of(case: Case, today: date, calendar: WorkCalendar) -> Due:
    """Say when ``case`` is due, seen from ``today``."""
    if case.due_on is None:
        return Due(_without_date(case), "soft", None)
    if case.due_on == today:
        return Due(gettext("今天"), "soon", case.due_on)
    if abs((case.due_on - today).days) > COUNTED:
        late = case.due_on < today
        return Due(gettext("逾期") if late else "", "late" if late else "", case.due_on)
    days = calendar.working_days_between(today, case.due_on)
    if case.due_on < today:
        words = gettext("逾期{days}个工作日").format(days=-days) if days else gettext("逾期")
        return Due(words, "late", case.due_on)
    return Due(gettext("{days}个工作日").format(days=days), "soon" if days <= SOON else "", case.due_on)


def _without_date(case: Case) -> str:
    if case.state == State.AWAITING_SUPPLEMENT:
        return gettext("等申请人")
    return gettext("已送出") if case.state == State.ISSUED else "—"
