"""G-02, G-03, D-4: what a case comes to. In the catalogue: a page with the original number. Outside it: a proof."""

import pytest
from tests.journeys.conftest import LOST, NUMBER, OVERSEAS, entry_of

from certdesk.journey import deciding, issuing
from certdesk.rules.business import Outcome
from certdesk.stages.decision.accept import CannotAccept
from certdesk.stages.decision.decide import DecisionIncomplete
from certdesk.stages.issue.approve import CannotApprove
from certdesk.stages.issue.compose import CannotCompose

pytestmark = pytest.mark.django_db
PAGE, PROOF = "职业资格证书（{}）", "关于职业资格证书情况的证明"


def test_a_listed_occupation_for_work_abroad_is_exchanged_under_its_original_number(apply, issue, read_letter):
    """G-02: 境外就业 → 换发, with the original number and a remark that says so."""
    letter = issue(apply(OVERSEAS, occupation="保安员"))
    text = read_letter(letter)
    assert letter.kind == "exchange"
    assert PAGE.format("换发") in text
    assert f"换发。原证书编号：{NUMBER}。换发日期：2026年11月23日。依据：" in text
    assert "《国家职业资格目录（2021年版）》；人社厅发〔2018〕42号第五条。" in text
    assert "theoriginalcertificatenumberiskept.Dateofexchange:23November2026." in text
    assert PROOF not in text


def test_a_listed_occupation_that_was_lost_is_reissued_under_its_original_number(apply, issue, read_letter, outbox):
    """G-02: 遗失 → 补发, with the original number and a remark that says so."""
    letter = issue(apply(occupation="保安员"))
    assert "您申请补发的证书已经签发" in outbox.sent[-1].text
    text = read_letter(letter)
    assert letter.kind == "reissue"
    assert PAGE.format("补发") in text
    assert f"补发。原证书编号：{NUMBER}。补发日期：2026年11月23日。依据：" in text


def test_the_old_name_of_a_listed_occupation_counts_as_listed(apply, issue, read_letter):
    """G-02: 建（构）筑物消防员 is today's 消防设施操作员; the page prints the name the certificate bears."""
    case = apply(occupation="建（构）筑物消防员")
    letter = issue(case, entry_of(case, occupation="建(构)筑物消防员"))
    assert letter.kind == "reissue"
    assert "建(构)筑物消防员" in read_letter(letter)


def test_an_unlisted_occupation_that_was_lost_gets_a_proof_of_its_particulars(apply, issue, read_letter):
    """G-03: no reissue; the proof sets out what the look-up showed of the original."""
    letter = issue(apply())
    text = read_letter(letter)
    assert letter.kind == "proof"
    assert PROOF in text
    for stated in ("林晓梅", "210199198003070014", "电工", "四级/中级工", NUMBER, "合格", "因原证书遗失"):
        assert stated in text
    assert "备注" not in text
    assert "补发日期" not in text


def test_an_unlisted_occupation_for_work_abroad_gets_a_proof_and_no_exchange(apply, issue, read_letter):
    """G-03: 改由原证书颁发机构出具书面证明."""
    letter = issue(apply(OVERSEAS))
    assert letter.kind == "proof"
    assert "因境外就业" in read_letter(letter)


def test_what_the_look_up_did_not_show_is_not_printed(apply, issue, read_letter):
    """G-03: the proof states verified facts only; the applicant's own word for the level is not one."""
    case = apply()
    text = read_letter(issue(case, entry_of(case, level=None, result="")))
    assert case.level == 4
    assert "等级" not in text
    assert "评定成绩" not in text


def test_a_subject_that_asks_for_a_proof_still_gets_the_certificate_it_is_entitled_to(apply, issue):
    """D-4: all three subjects end in 补证明; the rules choose the outcome and the applicant need not know."""
    case = apply("证书丢失补证明", occupation="保安员")
    assert case.business == "lost"
    assert issue(case).kind == "reissue"


def test_a_welder_is_a_question_to_the_officer_and_never_an_answer(desk, apply, officer, confirm):
    """G-02, G-03: only nuclear welders are listed; the machine does not decide which one this is."""
    case = apply(occupation="焊工")
    confirm(case, entry_of(case))
    with pytest.raises(CannotAccept, match=r"焊工.*仅限民用核安全设备"):
        deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)


def test_the_officers_answer_about_a_welder_needs_reasons(desk, apply, officer, confirm):
    """G-02, G-03: a judgement without reasons is none."""
    case = apply(occupation="焊工")
    confirm(case, entry_of(case))
    with pytest.raises(DecisionIncomplete, match="请写明理由"):
        deciding.accept(desk, case.pk, chosen=Outcome.PROOF, reasons=" ", by=officer)
    case.refresh_from_db()
    assert case.state == "received"


@pytest.mark.parametrize(("chosen", "kind"), [(Outcome.PROOF, "proof"), (Outcome.REISSUE, "reissue")])
def test_the_officers_answer_about_a_welder_decides_the_letter(apply, issue, chosen, kind):
    """G-02, G-03: with reasons, the officer's judgement stands, either way."""
    case = apply(occupation="焊工")
    letter = issue(case, chosen=chosen, reasons="看过证书原件的职业方向")
    assert letter.kind == kind
    assert case.decisions.get().reasons == "看过证书原件的职业方向"


def test_only_one_of_the_three_letters_can_be_chosen(desk, case, officer, confirm):
    """G-02, G-03: accepting is not the place to decline."""
    confirm(case)
    with pytest.raises(CannotAccept, match="出具证明、补发或换发"):
        deciding.accept(desk, case.pk, chosen=Outcome.DECLINE, reasons="不想办", by=officer)


def test_once_confirmed_the_registers_occupation_counts_and_not_the_claimed_one(apply, issue):
    """G-02: the applicant wrote 电工; the look-up shows 保安员, which is listed."""
    case = apply()
    assert issue(case, entry_of(case, occupation="保安员")).kind == "reissue"


def test_a_look_up_after_the_acceptance_that_turns_the_outcome_stops_the_draft(desk, apply, officer, confirm):
    """G-02, G-03: accepted as a proof on the applicant's word; then the look-up shows a listed occupation."""
    case = apply()
    assert deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer) is Outcome.PROOF
    confirm(case, entry_of(case, occupation="保安员"))
    with pytest.raises(CannotCompose, match="请先重新确定办理结论"):
        issuing.draft(desk, case.pk, by=officer)


def test_the_officer_decides_such_a_case_anew_with_reasons(desk, apply, officer, confirm, sign_off):
    """G-02: the second decision stands beside the first, and the letter follows it."""
    case = apply()
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    confirm(case, entry_of(case, occupation="保安员"))
    with pytest.raises(DecisionIncomplete, match="理由"):
        deciding.reconsider(desk, case.pk, Outcome.REISSUE, "", by=officer)
    deciding.reconsider(desk, case.pk, Outcome.REISSUE, "查实为保安员，在目录内", by=officer)
    assert sign_off(case).kind == "reissue"
    assert [decision.outcome for decision in case.decisions.order_by("pk")] == ["proof", "reissue"]


def test_a_case_accepted_before_its_look_up_goes_on_when_the_look_up_agrees(desk, apply, officer, confirm, sign_off):
    """G-03: accepting first and looking up afterwards is allowed; the outcome is the same."""
    case = apply()
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    confirm(case, entry_of(case))
    assert sign_off(case).kind == "proof"


def test_a_welder_judged_before_the_look_up_is_not_asked_about_again(desk, apply, officer, confirm, sign_off):
    """G-03: the question is the same after the look-up, and the officer has answered it with reasons."""
    case = apply(occupation="焊工")
    deciding.accept(desk, case.pk, chosen=Outcome.PROOF, reasons="普通电焊工", by=officer)
    confirm(case, entry_of(case))
    assert sign_off(case).kind == "proof"


def test_a_decision_taken_anew_while_a_draft_waits_is_refused(desk, accepted, officer):
    """G-02: the draft must come back first, so that no approval meets a letter of the old outcome."""
    issuing.draft(desk, accepted.pk, by=officer)
    with pytest.raises(DecisionIncomplete, match="没有待审批稿件"):
        deciding.reconsider(desk, accepted.pk, Outcome.REISSUE, "看错了", by=officer)


def test_a_particular_changed_after_the_draft_stops_its_approval(desk, accepted, officer, approver, confirm, clock):
    """G-03: the letter states the holder's name; after it is set right, the old draft cannot be approved."""
    letter = issuing.draft(desk, accepted.pk, by=officer)
    holder = accepted.parties.get(role="holder")
    holder.name = "林晓玫"
    holder.save()
    with pytest.raises(CannotApprove, match="登记的内容有变化"):
        issuing.approve(desk, letter.pk, letter.pdf_sha256, by=approver)


def test_a_draft_of_yesterday_is_approved_today(desk, accepted, officer, approver, work, clock, read_letter):
    """G-03, G-16: nothing has changed but the day; the letter keeps the day it was written."""
    letter = issuing.draft(desk, accepted.pk, by=officer)
    clock.advance(days=1)
    issuing.approve(desk, letter.pk, letter.pdf_sha256, by=approver)
    work()
    letter.refresh_from_db()
    assert letter.state == "signed"
    assert "2026年11月23日" in read_letter(letter)


def test_two_holders_letters_stand_beside_each_other_with_their_own_numbers(apply, issue):
    """G-03: proofs do not replace each other; numbers run on without a gap."""
    letters = [issue(apply(LOST, number=f"150700000041234{last}", sender=f"{last}@example.com")) for last in "56"]
    assert [(letter.series, letter.serial, letter.state) for letter in letters] == [
        ("LN2026-00", 1, "signed"),
        ("LN2026-00", 2, "signed"),
    ]
