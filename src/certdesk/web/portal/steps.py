"""The six steps of an application, as a holder sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certdesk.rules.lifecycle import Closure, State

if TYPE_CHECKING:
    from certdesk.cases.models import Case

NAMES: tuple[Promise, ...] = (_("收到申请"), _("核对材料"), _("受理"), _("审批"), _("签发"), _("送达办结"))
NOW = {  # which step a state is at, counted from nought; steps before it are done
    State.RECEIVED: 1,
    State.AWAITING_SUPPLEMENT: 1,
    State.ACCEPTED: 3,
    State.DECIDED: 4,
    State.ISSUED: 5,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: done, now, waiting for the holder, or to come."""

    name: Promise
    mark: str


def steps_of(case: Case) -> list[Step]:
    """Return the steps of a case; none when it ended before its letter."""
    state = State(case.state)
    if state in {State.CLOSED, State.ARCHIVED}:
        return [Step(name, "done") for name in NAMES] if case.closure == Closure.ISSUED else []
    now = NOW[state]
    current = "wait" if state is State.AWAITING_SUPPLEMENT else "now"
    marks = ["done"] * now + [current] + [""] * (len(NAMES) - now - 1)
    return [Step(name, mark) for name, mark in zip(NAMES, marks, strict=True)]
