"""Design rule 5: two people, and the approval binds to the bytes that were seen; the database itself insists."""

import hashlib

import pytest
from django.db import IntegrityError, transaction
from tests.journeys.conftest import ENTRY

from certdesk.cases.staff import NotPermitted
from certdesk.journey import deciding, evidence, issuing
from certdesk.rules.lifecycle import MoveNotAllowed, State
from certdesk.stages.issue.approve import CannotApprove
from certdesk.stages.issue.compose import CannotCompose
from certdesk.stages.issue.models import Letter, LetterState
from certdesk.stages.issue.sign import CannotSign

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(desk, accepted, officer) -> Letter:
    return issuing.draft(desk, accepted.pk, by=officer)


def seen(desk, letter, who) -> str:
    return hashlib.sha256(issuing.preview(desk, letter.pk, by=who)).hexdigest()


def test_nothing_is_drafted_before_the_entry_is_confirmed(desk, case, officer, confirm):
    """G-05: a look-up that found nothing confirms nothing, and the applicant's screenshot is only a claim."""
    with pytest.raises((CannotCompose, MoveNotAllowed)):
        issuing.draft(desk, case.pk, by=officer)
    assert Letter.objects.count() == 0


def test_the_one_who_drafted_cannot_approve_even_as_head_of_office(desk, accepted, head):
    letter = issuing.draft(desk, accepted.pk, by=head)
    with pytest.raises(CannotApprove, match="不能审批自己拟的稿"):
        issuing.approve(desk, letter.pk, seen(desk, letter, head), by=head)


def test_an_officer_has_no_right_to_approve(desk, letter, officer):
    with pytest.raises(NotPermitted):
        issuing.approve(desk, letter.pk, letter.pdf_sha256, by=officer)


def test_the_database_refuses_an_approver_who_prepared(letter):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(approved_by=letter.prepared_by)


def test_the_database_refuses_an_approval_of_other_bytes(letter, approver):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(approved_by=approver.user_id, approved_sha256="0" * 64)


def test_the_database_refuses_a_signed_letter_without_an_approval(letter):
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.SIGNED, signed_sha256="0" * 64)


def test_bytes_other_than_those_on_file_cannot_be_approved(desk, letter, approver):
    with pytest.raises(CannotApprove, match="您看到的稿件与现在的不同"):
        issuing.approve(desk, letter.pk, "0" * 64, by=approver)


def test_a_look_up_after_the_draft_voids_it(desk, letter, accepted, approver, confirm, clock):
    clock.advance(minutes=5)
    confirm(accepted)
    with pytest.raises(CannotApprove, match="拟稿之后查询记录有变化"):
        issuing.approve(desk, letter.pk, seen(desk, letter, approver), by=approver)


def test_an_approval_that_is_returned_needs_a_new_one_and_frees_the_number(desk, letter, accepted, approver, officer):
    issuing.approve(desk, letter.pk, seen(desk, letter, approver), by=approver)
    issuing.return_draft(desk, letter.pk, "职业方向漏写", by=approver)
    accepted.refresh_from_db()
    letter.refresh_from_db()
    assert (accepted.state, letter.state, letter.serial) == (State.ACCEPTED, LetterState.RETURNED, None)
    assert not issuing.sign_letter(desk, letter.pk)
    assert issuing.draft(desk, accepted.pk, by=officer).serial == 1


def test_a_second_draft_beside_an_open_one_is_refused(desk, letter, accepted, officer):
    with pytest.raises(issuing.DraftExists):
        issuing.draft(desk, accepted.pk, by=officer)


def test_bytes_that_changed_after_the_approval_are_never_signed(desk, letter, approver, with_part):
    issuing.approve(desk, letter.pk, seen(desk, letter, approver), by=approver)

    class Swapped:
        def get(self, _sha256):
            return b"%PDF-1.7 something else"

    with pytest.raises(CannotSign):
        issuing.sign_letter(with_part(vault=Swapped()), letter.pk)
    letter.refresh_from_db()
    assert letter.state == LetterState.APPROVED


def test_what_is_approved_cannot_be_approved_again_and_what_is_signed_cannot_come_back(
    desk, letter, approver, head, work
):
    issuing.approve(desk, letter.pk, seen(desk, letter, approver), by=approver)
    with pytest.raises(CannotApprove, match="已经处理"):
        issuing.approve(desk, letter.pk, letter.pdf_sha256, by=head)
    work()
    with pytest.raises(CannotApprove, match="只能撤销"):
        issuing.return_draft(desk, letter.pk, "写错了", by=approver)


def test_a_look_up_of_somebody_else_stops_the_draft(desk, accepted, officer, confirm, clock):
    clock.advance(minutes=1)
    confirm(accepted, type(ENTRY).from_json(ENTRY.to_json() | {"name": "林小梅"}))
    with pytest.raises(CannotCompose, match="姓名与申请人不一致"):
        issuing.draft(desk, accepted.pk, by=officer)


def test_a_repeated_signing_job_changes_nothing(desk, letter, approver, work):
    issuing.approve(desk, letter.pk, seen(desk, letter, approver), by=approver)
    work()
    letter.refresh_from_db()
    signed = letter.signed_sha256
    assert not issuing.sign_letter(desk, letter.pk)
    letter.refresh_from_db()
    assert letter.signed_sha256 == signed


def test_looking_at_unmasked_data_is_an_event(desk, accepted, officer, administrator):
    evidence.reveal(desk, accepted.pk, "证件号码", by=officer)
    assert accepted.events.last().kind == "revealed"
    with pytest.raises(NotPermitted):
        evidence.reveal(desk, accepted.pk, "证件号码", by=administrator)


def test_a_withdrawn_case_leaves_no_draft_to_approve(desk, letter, accepted, approver):
    deciding.withdraw(desk, accepted.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.serial) == (LetterState.RETURNED, None)
    with pytest.raises(CannotApprove):
        issuing.approve(desk, letter.pk, letter.pdf_sha256, by=approver)


def test_a_case_accepted_without_a_look_up_cannot_be_drafted(desk, case, officer):
    """G-05: acceptance is possible on the applicant's word, a letter is not."""
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    with pytest.raises(CannotCompose, match="未经查实"):
        issuing.draft(desk, case.pk, by=officer)
