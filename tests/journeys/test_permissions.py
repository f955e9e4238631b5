"""G-19: every office works its own cases; who may do what is a table, and this is that table once more, by hand."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import transaction
from tests.conftest import _staff
from tests.journeys.conftest import particulars_of

from certdesk.cases.staff import HOLDER, SYSTEM, NotPermitted
from certdesk.journey import archiving, deciding, delivering, ending_letters, evidence, issuing
from certdesk.journey.deciding import Refusal
from certdesk.rules.business import Outcome
from certdesk.rules.lifecycle import MoveNotAllowed
from certdesk.rules.permissions import Role
from certdesk.stages.decision.accept import CannotAccept
from certdesk.stages.decision.decide import DecisionIncomplete
from certdesk.stages.delivery.hand_over import CannotHandOver, Collection, Parcel
from certdesk.stages.evidence.look_up import LookUpReport
from certdesk.stages.issue.approve import CannotApprove
from certdesk.stages.issue.endings import CannotEnd
from certdesk.stages.issue.models import EndKind, EndProposal

pytestmark = pytest.mark.django_db
REFUSAL = Refusal(clauses=["G-05"], reasons="未查到。")
WORK, SIGN, SEE = {"officer", "head"}, {"approver", "head"}, {"officer", "approver", "head"}


def propose_end(desk, letter, by):
    return ending_letters.propose(desk, letter.pk, EndKind.REVOKE, "错误", by=by)


def asked(letter) -> int:
    """A request of the officer's who wrote the letter."""
    row = EndProposal(letter=letter, kind=EndKind.REVOKE, reason="x", proposed_by=letter.prepared_by)
    row.proposed_at = letter.prepared_at
    row.save()
    return row.pk


#: Use case, who may, and the call itself, on a case and its letter.
TABLE: dict[str, tuple[set[str], Callable]] = {
    "accept": (WORK, lambda desk, case, _, by: deciding.accept(desk, case.pk, chosen=None, reasons="", by=by)),
    "reconsider": (WORK, lambda desk, case, _, by: deciding.reconsider(desk, case.pk, Outcome.PROOF, "x", by=by)),
    "decline": (WORK, lambda desk, case, _, by: deciding.decline(desk, case.pk, REFUSAL, by=by)),
    "reject": (WORK, lambda desk, case, _, by: deciding.reject(desk, case.pk, REFUSAL, by=by)),
    "refer": (WORK, lambda desk, case, _, by: deciding.refer(desk, case.pk, "02", "", by=by)),
    "withdraw": (WORK, lambda desk, case, _, by: deciding.withdraw(desk, case.pk, by=by)),
    "void": (SIGN, lambda desk, case, _, by: deciding.void(desk, case.pk, "错误", by=by)),
    "ask for an end": (SEE, lambda desk, _, letter, by: propose_end(desk, letter, by)),
    "drop that request": (SEE, lambda desk, _, letter, by: ending_letters.take_back(desk, asked(letter), by=by)),
    "end a letter": (SIGN, lambda desk, _, letter, by: ending_letters.conclude(desk, asked(letter), by=by)),
    "read again": (WORK, lambda desk, case, _, by: evidence.read_again(desk, case.files.first().pk, by=by)),
    "classify": (WORK, lambda desk, case, _, by: evidence.classify(desk, case.files.first().pk, "unknown", by=by)),
    "look up": (WORK, lambda desk, case, _, by: evidence.record_lookup(desk, case.pk, not_found(desk), None, by=by)),
    "ask the register": (WORK, lambda desk, case, _, by: evidence.confirm_from_register(desk, case.pk, by=by)),
    "set right": (WORK, lambda desk, case, _, by: evidence.correct_particulars(desk, case.pk, of(case), by=by)),
    "supplement": (WORK, lambda desk, case, _, by: evidence.request_supplement(desk, case.pk, "x", by=by)),
    "reveal": (SEE, lambda desk, case, _, by: evidence.reveal(desk, case.pk, "x", by=by)),
    "draft": (WORK, lambda desk, case, _, by: issuing.draft(desk, case.pk, by=by)),
    "preview": (SEE, lambda desk, _, letter, by: issuing.preview(desk, letter.pk, by=by)),
    "approve": (SIGN, lambda desk, _, letter, by: issuing.approve(desk, letter.pk, letter.pdf_sha256, by=by)),
    "return draft": (SIGN, lambda desk, _, letter, by: issuing.return_draft(desk, letter.pk, "x", by=by)),
    "dispatch": (WORK, lambda desk, case, _, by: delivering.dispatch(desk, case.pk, Parcel("a", "b"), by=by)),
    "lay out": (WORK, lambda desk, case, _, by: delivering.make_ready(desk, case.pk, by=by)),
    "hand over": (WORK, lambda desk, case, _, by: delivering.hand_over(desk, case.pk, NOBODY, by=by)),
    "close": (WORK, lambda desk, case, _, by: delivering.close(desk, case.pk, by=by)),
    "archive": (WORK, lambda desk, case, _, by: archiving.archive(desk, case.pk, by=by)),
    "resend": (WORK, lambda desk, case, _, by: delivering.resend(desk, case.outgoing.first().pk, by=by)),
}
#: What a use case may say after it has let somebody in: the case is in another state than it needs.
OTHER_OBJECTIONS = (
    MoveNotAllowed,
    CannotAccept,
    DecisionIncomplete,
    CannotApprove,
    CannotEnd,
    CannotHandOver,
    issuing.DraftExists,
    delivering.CannotClose,
)
NOBODY = Collection("XXXXXX", "", identity_checked=False)


def not_found(desk) -> LookUpReport:
    return LookUpReport(site="zscx", at=desk.clock.now(), found=False)


def of(case) -> evidence.Particulars:
    return particulars_of(case, address="别处")


def permitted(call: Callable[[], object]) -> bool:
    """Try a use case and undo it; any other objection comes after the question of permission."""
    savepoint = transaction.savepoint()
    try:
        call()
    except NotPermitted:
        return False
    except OTHER_OBJECTIONS:
        return True
    finally:
        transaction.savepoint_rollback(savepoint)
    return True


@pytest.fixture
def letter(desk, accepted, officer):
    return issuing.draft(desk, accepted.pk, by=officer)


@pytest.fixture
def people(officer, approver, head, administrator):
    return {"officer": officer, "approver": approver, "head": head, "administrator": administrator}


def test_each_role_may_do_what_the_table_says_and_nothing_else(desk, accepted, letter, people):
    """G-19 and design rule 5: officers work, approvers sign, heads do both, administrators see no case."""
    found = {
        use_case: {name for name, actor in people.items() if permitted(partial(call, desk, accepted, letter, actor))}
        for use_case, (_, call) in TABLE.items()
    }
    assert found == {use_case: allowed for use_case, (allowed, _) in TABLE.items()}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPROVER, Role.HEAD])
def test_another_office_may_do_nothing_with_a_case_whatever_the_role(desk, accepted, letter, role):
    """G-19: in its own space."""
    foreign = _staff(f"dalian-{role}", "大连", role, office="02")
    found = {name for name, (_, call) in TABLE.items() if permitted(partial(call, desk, accepted, letter, foreign))}
    assert found == set()


def test_neither_the_holder_nor_the_desk_itself_may_do_an_officers_work(desk, accepted, letter):
    """G-15: withdrawing is the holder's; all else needs a person of the office."""
    for nobody, own in ((HOLDER, {"withdraw"}), (SYSTEM, set())):
        tried = {
            name: permitted(lambda c=call, w=nobody: c(desk, accepted, letter, w)) for name, (_, call) in TABLE.items()
        }
        assert {name for name, let_in in tried.items() if let_in} == own


def test_every_use_case_that_asks_who_is_acting_stands_in_the_table(desk):
    """G-19: a new use case needs a line here. Parked mail has its own test, it belongs to an office and no case."""
    modules = (archiving, deciding, delivering, ending_letters, evidence, issuing)
    asking = {
        name
        for module in modules
        for name, function in vars(module).items()
        if getattr(function, "__module__", "") == module.__name__
        and "by" in getattr(function, "__annotations__", {})
        and not name.startswith("_")
    }
    assert len(asking) == len(TABLE)
