"""Design rule 1: a letter that turns out to be wrong stops being valid, even after its case has closed."""

import pytest

from certdesk.journey import archiving, deciding, delivering, verifying
from certdesk.rules.lifecycle import Closure, State
from certdesk.stages.decision.decide import DecisionIncomplete
from certdesk.stages.delivery.hand_over import Parcel
from certdesk.stages.verify.verdict import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(desk, accepted, issue, officer):
    letter = issue(accepted)
    delivering.dispatch(desk, accepted.pk, Parcel("顺丰", "SF0001"), by=officer)
    delivering.close(desk, accepted.pk, by=officer)
    accepted.refresh_from_db()
    return letter


def test_a_letter_of_a_closed_case_can_be_revoked_and_its_holder_is_told(
    desk, closed, accepted, approver, outbox, work
):
    deciding.void(desk, accepted.pk, "登记数据有误", by=approver)
    work()
    accepted.refresh_from_db()
    assert (accepted.state, accepted.closure) == (State.CLOSED, Closure.VOIDED)
    answer = verifying.verify_code(desk, closed.code)
    assert answer.verdict is Verdict.REVOKED
    assert "登记数据有误" in str(answer.why)
    assert "登记数据有误" in outbox.sent[-1].text
    assert "不再有效" in outbox.sent[-1].text


def test_a_letter_of_an_archived_case_can_be_revoked(desk, closed, accepted, officer, approver):
    archiving.archive(desk, accepted.pk, by=officer)
    deciding.void(desk, accepted.pk, "登记数据有误", by=approver)
    accepted.refresh_from_db()
    assert (accepted.state, accepted.closure) == (State.ARCHIVED, Closure.VOIDED)
    assert verifying.verify_code(desk, closed.code).verdict is Verdict.REVOKED


def test_a_case_that_ended_without_a_letter_has_nothing_to_revoke(desk, case, approver):
    deciding.withdraw(desk, case.pk)
    with pytest.raises(DecisionIncomplete, match="没有可以撤销的文书"):
        deciding.void(desk, case.pk, "登记数据有误", by=approver)


def test_a_letter_is_revoked_once(desk, closed, accepted, approver):
    deciding.void(desk, accepted.pk, "登记数据有误", by=approver)
    with pytest.raises(DecisionIncomplete):
        deciding.void(desk, accepted.pk, "再来一次", by=approver)
