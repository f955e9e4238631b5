"""Design rule 1: a wrong letter stops being valid, by two people, even after its case has closed."""

import pytest

from certdesk.cases.staff import NotPermitted
from certdesk.journey import archiving, deciding, delivering, ending_letters, issuing, verifying
from certdesk.rules.lifecycle import Closure, State
from certdesk.stages.decision.decide import DecisionIncomplete
from certdesk.stages.delivery.hand_over import Parcel
from certdesk.stages.issue.endings import CannotEnd
from certdesk.stages.issue.models import EndKind, Letter, LetterState
from certdesk.stages.verify.models import LogEntry
from certdesk.stages.verify.verdict import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(desk, accepted, issue, officer):
    letter = issue(accepted)
    delivering.dispatch(desk, accepted.pk, Parcel("顺丰", "SF0001"), by=officer)
    delivering.close(desk, accepted.pk, by=officer)
    accepted.refresh_from_db()
    return letter


def test_a_letter_of_a_closed_case_can_be_revoked_and_its_holder_is_told(desk, closed, accepted, revoke, outbox, work):
    revoke(closed)
    work()
    accepted.refresh_from_db()
    assert (accepted.state, accepted.closure) == (State.CLOSED, Closure.VOIDED)
    answer = verifying.verify_code(desk, closed.code)
    assert answer.verdict is Verdict.REVOKED
    assert "登记数据有误" in str(answer.why)
    assert "登记数据有误" in outbox.sent[-1].text
    assert "不再有效" in outbox.sent[-1].text


def test_a_letter_of_an_archived_case_can_be_revoked_and_not_written_anew(desk, closed, accepted, officer, revoke):
    archiving.archive(desk, accepted.pk, by=officer)
    with pytest.raises(CannotEnd, match="已归档"):
        revoke(closed, kind=EndKind.CORRECT)
    revoke(closed)
    accepted.refresh_from_db()
    assert (accepted.state, accepted.closure) == (State.ARCHIVED, Closure.VOIDED)
    assert verifying.verify_code(desk, closed.code).verdict is Verdict.REVOKED


def test_the_letter_stands_until_another_person_decides(desk, closed, approver, officer):
    proposal = ending_letters.propose(desk, closed.pk, EndKind.REVOKE, "登记数据有误", by=approver)
    assert verifying.verify_code(desk, closed.code).verdict is Verdict.GENUINE
    with pytest.raises(CannotEnd, match="不能批准自己提出的申请"):
        ending_letters.conclude(desk, proposal.pk, by=approver)
    with pytest.raises(NotPermitted):
        ending_letters.conclude(desk, proposal.pk, by=officer)
    assert verifying.verify_code(desk, closed.code).verdict is Verdict.GENUINE


def test_a_request_can_be_taken_back_and_the_letter_stands(desk, closed, approver, officer, head):
    proposal = ending_letters.propose(desk, closed.pk, EndKind.REVOKE, "登记数据有误", by=officer)
    ending_letters.take_back(desk, proposal.pk, by=officer)
    with pytest.raises(CannotEnd, match="已经处理"):
        ending_letters.conclude(desk, proposal.pk, by=head)
    assert verifying.verify_code(desk, closed.code).verdict is Verdict.GENUINE
    again = ending_letters.propose(desk, closed.pk, EndKind.REVOKE, "登记数据有误", by=officer)
    ending_letters.take_back(desk, again.pk, by=approver)


def test_one_request_at_a_time_with_a_reason_about_a_letter_that_stands(desk, closed, officer, revoke):
    with pytest.raises(CannotEnd, match="写明理由"):
        ending_letters.propose(desk, closed.pk, EndKind.REVOKE, " ", by=officer)
    proposal = ending_letters.propose(desk, closed.pk, EndKind.REVOKE, "登记数据有误", by=officer)
    with pytest.raises(CannotEnd, match="已有一个"):
        ending_letters.propose(desk, closed.pk, EndKind.CORRECT, "登记数据有误", by=officer)
    ending_letters.take_back(desk, proposal.pk, by=officer)
    revoke(closed)
    with pytest.raises(CannotEnd, match="不是有效状态"):
        revoke(closed)


@pytest.mark.parametrize("named", ["林晓梅申请有误", "证件210199198003070014有误", "请联系13900000001"])
def test_the_public_line_of_a_reason_names_nobody(desk, closed, officer, named):
    """G-03: it is shown to whoever verifies; names and numbers belong on the lines below."""
    with pytest.raises(CannotEnd, match="公开显示"):
        ending_letters.propose(desk, closed.pk, EndKind.REVOKE, named, by=officer)
    ending_letters.propose(desk, closed.pk, EndKind.REVOKE, f"登记有误\n{named}", by=officer)


def test_nobody_voids_a_signed_letter_alone(desk, closed, accepted, head):
    with pytest.raises(DecisionIncomplete, match="由另一位同事批准"):
        deciding.void(desk, accepted.pk, "登记数据有误", by=head)


def test_a_case_that_ended_without_a_letter_has_nothing_to_void(desk, case, approver):
    deciding.withdraw(desk, case.pk)
    with pytest.raises(DecisionIncomplete, match="已办结"):
        deciding.void(desk, case.pk, "登记数据有误", by=approver)


@pytest.fixture
def rewritten(desk, closed, accepted, revoke, issue) -> tuple[Letter, Letter]:
    """A letter that was recalled, and the right one."""
    revoke(closed, "等级登记有误", EndKind.CORRECT)
    accepted.refresh_from_db()
    right = issue(accepted)
    closed.refresh_from_db()
    return closed, right


def test_a_recalled_letter_opens_its_case_for_the_right_one(desk, closed, accepted, revoke, clock, outbox, work):
    clock.advance(days=10)
    revoke(closed, "等级登记有误", EndKind.CORRECT)
    work()
    accepted.refresh_from_db()
    assert (accepted.state, accepted.closure, accepted.closed_at) == (State.ACCEPTED, "", None)
    assert accepted.due_on is not None
    assert accepted.due_on > desk.guide.local_date(clock.now())  # G-16: three working days from now
    assert verifying.verify_code(desk, closed.code).verdict is Verdict.REVOKED
    assert "正在为您重新出具" in outbox.sent[-1].text


def test_lineage_is_shown_both_ways(desk, rewritten):
    wrong, right = rewritten
    assert (wrong.state, wrong.successor_id) == (LetterState.REVOKED, right.pk)
    old, new = verifying.verify_code(desk, wrong.code), verifying.verify_code(desk, right.code)
    assert f"更正后的文书是{right.number}" in str(old.why)
    assert old.document.replaced_by == right.number
    assert new.verdict is Verdict.GENUINE
    assert new.document.replaces == (wrong.number,)


def test_both_ends_stand_in_the_log(desk, rewritten):
    kinds = list(LogEntry.objects.order_by("index").values_list("kind", flat=True))
    assert kinds == ["issued", "revoked", "issued"]


def test_the_right_letter_goes_out_as_any_other(desk, rewritten, accepted, officer):
    accepted.refresh_from_db()
    assert accepted.due_on is not None  # the parcel of the wrong letter does not count
    delivering.dispatch(desk, accepted.pk, Parcel("顺丰", "SF0002"), by=officer)
    delivering.close(desk, accepted.pk, by=officer)
    accepted.refresh_from_db()
    assert (accepted.closure, accepted.due_on) == (Closure.ISSUED, None)


def test_a_recalled_case_may_be_withdrawn_or_rejected_like_any_accepted_one(desk, closed, accepted, revoke, officer):
    revoke(closed, "等级登记有误", EndKind.CORRECT)
    issuing.draft(desk, accepted.pk, by=officer)
    deciding.withdraw(desk, accepted.pk, by=officer)
    accepted.refresh_from_db()
    assert accepted.closure == Closure.WITHDRAWN
