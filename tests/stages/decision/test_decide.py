"""A refusal has a clause and a reason, in the code and in the database."""

import pytest
from django.db import IntegrityError, transaction

from certdesk.rules.events import EventKind
from certdesk.stages.decision.decide import DecisionIncomplete, Ruling, decide
from certdesk.stages.decision.models import Decision
from certdesk.stages.decision.queries import decisions_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", [EventKind.DECLINED, EventKind.REJECTED])
def test_a_refusal_without_a_clause_or_reasons_is_not_kept(open_case, officer, clock, kind):
    case = open_case()
    for ruling in (Ruling(kind=kind, reasons="未查到"), Ruling(kind=kind, clauses=["G-05"], reasons="\n ")):
        with pytest.raises(DecisionIncomplete):
            decide(case, ruling, by=officer, at=clock.now())
    assert decisions_of(case) == []


def test_the_database_keeps_no_refusal_without_a_clause_either(open_case, clock):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(case=open_case(), kind="declined", clauses=[], at=clock.now())


def test_a_decision_keeps_who_what_when_and_why(open_case, officer, clock):
    case = open_case()
    decide(case, Ruling(kind=EventKind.DECLINED, clauses=["G-05"], reasons=" 未查到 "), by=officer, at=clock.now())
    (kept,) = decisions_of(case)
    assert (kept.kind, kept.clauses, kept.reasons, kept.by_id, kept.at) == (
        "declined", ["G-05"], "未查到", officer.user_id, clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("kind", [EventKind.WITHDRAWN, EventKind.LAPSED, EventKind.REFERRED])
def test_what_is_no_refusal_needs_neither(open_case, officer, clock, kind):
    assert decide(open_case(), Ruling(kind=kind), by=officer, at=clock.now()).reasons == ""
