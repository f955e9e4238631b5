"""How a case ends otherwise, and what remains of it: withdrawn, rejected, voided; archived with all its files."""

import pytest

from certdesk.cases.history import check_all
from certdesk.cases.staff import NotPermitted
from certdesk.journey import archiving, deciding, delivering, evidence, issuing, receiving
from certdesk.journey.deciding import Refusal
from certdesk.rules.lifecycle import Closure, MoveNotAllowed, State
from certdesk.stages.decision.decide import DecisionIncomplete
from certdesk.stages.delivery.hand_over import Parcel
from certdesk.stages.issue.models import LetterState

pytestmark = pytest.mark.django_db


def test_the_holder_withdraws_on_the_progress_page(desk, case, outbox, work):
    """G-15: until it is decided; nobody of the office is needed."""
    deciding.withdraw(desk, case.pk)
    work()
    case.refresh_from_db()
    assert (case.state, case.closure) == (State.CLOSED, Closure.WITHDRAWN)
    assert case.events.get(kind="withdrawn").actor_label == "申请人"
    assert outbox.sent[-1].subject == f"【{case.reference}】申请已撤回"


def test_an_officer_notes_a_withdrawal_by_telephone(desk, case, officer, stranger):
    """G-15: in the officer's own name, and only in the own office."""
    with pytest.raises(NotPermitted):
        deciding.withdraw(desk, case.pk, by=stranger)
    deciding.withdraw(desk, case.pk, by=officer)
    assert case.events.get(kind="withdrawn").actor_label == "王经办"


def test_while_materials_are_awaited_it_can_be_withdrawn_too(desk, case, officer):
    """D-7: whoever cannot get what is missing."""
    evidence.request_supplement(desk, case.pk, "请重拍。", by=officer)
    deciding.withdraw(desk, case.pk)
    case.refresh_from_db()
    assert case.closure == Closure.WITHDRAWN


def test_a_withdrawn_case_takes_its_draft_back_and_frees_the_number(desk, accepted, apply, issue, officer):
    """G-16: no draft of a closed case waits for an approver, and no number is lost."""
    letter = issuing.draft(desk, accepted.pk, by=officer)
    deciding.withdraw(desk, accepted.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.serial) == (LetterState.RETURNED, None)
    other = issue(apply(number="1507000000499999", sender="mei@example.com", message_id="<mei@x>"))
    assert other.serial == 1


def test_what_is_signed_cannot_be_withdrawn(desk, accepted, sign_off):
    """G-16: the letter exists."""
    sign_off(accepted)
    with pytest.raises(MoveNotAllowed):
        deciding.withdraw(desk, accepted.pk)


def test_an_accepted_case_is_rejected_with_clause_and_reasons(desk, accepted, officer, outbox, work):
    """G-05: the site shows it no longer; the holder hears on what ground."""
    deciding.reject(desk, accepted.pk, Refusal(clauses=["G-05"], reasons="复核时两个网站均已查不到。"), by=officer)
    work()
    accepted.refresh_from_db()
    assert (accepted.state, accepted.closure) == (State.CLOSED, Closure.REJECTED)
    assert outbox.sent[-1].subject.endswith("不予办理的告知")
    assert "复核时两个网站均已查不到。" in outbox.sent[-1].text


def test_declining_comes_before_acceptance_and_rejecting_after_it(desk, case, officer, confirm):
    """G-15: two different answers to the holder."""
    refusal = Refusal(clauses=["G-05"], reasons="未查到。")
    with pytest.raises(MoveNotAllowed):
        deciding.reject(desk, case.pk, refusal, by=officer)
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    with pytest.raises(MoveNotAllowed):
        deciding.decline(desk, case.pk, refusal, by=officer)


def test_a_case_opened_in_error_is_voided_by_whoever_signs(desk, case, officer, approver):
    """G-12: not by the officer alone, and not without reasons."""
    with pytest.raises(NotPermitted):
        deciding.void(desk, case.pk, "重复立件", by=officer)
    with pytest.raises(DecisionIncomplete, match="请写明理由"):
        deciding.void(desk, case.pk, " ", by=approver)
    deciding.void(desk, case.pk, "重复立件", by=approver)
    case.refresh_from_db()
    assert (case.state, case.closure) == (State.CLOSED, Closure.VOIDED)


def test_the_archive_lists_every_file_by_its_hash(desk, accepted, sign_off, officer):
    """G-12: every message, every picture, every screenshot of a look-up, every signed letter; each is in the vault."""
    letter = sign_off(accepted)
    delivering.dispatch(desk, accepted.pk, Parcel("顺丰", "SF0001"), by=officer)
    delivering.close(desk, accepted.pk, by=officer)
    archiving.archive(desk, accepted.pk, by=officer)
    data = accepted.events.get(kind="archived").data
    assert data["manifest"] == {
        "messages": [message.raw_sha256 for message in accepted.messages.all()],
        "evidence": sorted(file.sha256 for file in accepted.files.all()),
        "lookups": [accepted.lookups.get().screenshot_sha256],
        "papers": sorted(accepted.papers.exclude(kind="archive").values_list("sha256", flat=True)),
        "letters": [letter.signed_sha256],
    }
    assert data["files"] == 10  # with receipt, acceptance, courier slip and envelope page
    assert all(desk.vault.has(sha256) for hashes in data["manifest"].values() for sha256 in hashes)
    accepted.refresh_from_db()
    assert accepted.state == State.ARCHIVED
    assert list(check_all()) == []


def test_an_open_case_is_not_archived(desk, case, officer):
    """G-16: first it ends."""
    with pytest.raises(MoveNotAllowed):
        archiving.archive(desk, case.pk, by=officer)


def test_a_photo_that_comes_late_is_kept_and_wakes_no_closed_case(desk, case):
    """G-12: whatever the state, what arrives is seen."""
    deciding.withdraw(desk, case.pk)
    late = receiving.IncomingFile(name="迟.jpg", media_type="image/jpeg", content=b"id_emblem_side|late")
    receiving.add_materials(desk, case.pk, [late])
    case.refresh_from_db()
    assert (case.state, case.files.count()) == (State.CLOSED, 4)
