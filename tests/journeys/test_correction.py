"""D-5: an error in the original. Listed: exchanged with the corrected item. Not listed: a proof that states both."""

import pytest
from tests.journeys.conftest import CORRECTION, NUMBER, OVERSEAS, entry_of, particulars_of

from certdesk.cases.models import Case
from certdesk.journey import deciding, evidence, issuing
from certdesk.rules.business import Outcome
from certdesk.stages.decision.assess import assess_case
from certdesk.stages.decision.decide import DecisionIncomplete
from certdesk.stages.issue.compose import CannotCompose, from_json

pytestmark = pytest.mark.django_db
WRONG_NAME, REASONS = "林小梅", "申报表与身份证一致，证书为打印错误"


@pytest.fixture
def misprinted(desk, apply, officer):
    """A certificate that bears 林小梅 instead of 林晓梅; the officer has written both down."""

    def opened(occupation: str = "电工") -> Case:
        case = apply(CORRECTION, occupation=occupation)
        items = {
            "recorded_item": f"姓名：{WRONG_NAME}",
            "correct_item": "姓名：林晓梅",
            "correction_evidence": "户口簿",
        }
        evidence.correct_particulars(desk, case.pk, particulars_of(case, **items), by=officer)
        case.refresh_from_db()
        return case

    return opened


def test_a_listed_occupation_is_exchanged_with_the_corrected_item(misprinted, issue, read_letter):
    """D-5, G-02: the page keeps the number and prints what was recorded and what is right."""
    case = misprinted("保安员")
    letter = issue(case, entry_of(case, name=WRONG_NAME), reasons=REASONS)
    text = read_letter(letter)
    assert letter.kind == "exchange"
    assert f"换发。原证书编号：{NUMBER}。" in text
    assert f"姓名：{WRONG_NAME}" in text
    assert "更正为" in text
    assert "姓名：林晓梅" in text


@pytest.fixture
def mislevelled(desk, apply, officer):
    """A certificate that bears 五级 instead of 四级; the register shows the same error."""

    def opened(level: int, occupation: str = "保安员") -> Case:
        case = apply(CORRECTION, occupation=occupation)
        items = {
            "level": level,
            "recorded_item": "等级：五级/初级工",
            "correct_item": "等级：四级/中级工",
            "correction_evidence": "职业技能鉴定成绩册",
        }
        evidence.correct_particulars(desk, case.pk, particulars_of(case, **items), by=officer)
        case.refresh_from_db()
        return case

    return opened


def test_the_error_is_not_printed_once_more(mislevelled, issue, read_letter):
    """D-5: the page, and with it the blank, bears the correct level in its place, and the remark says so."""
    case = mislevelled(4)
    letter = issue(case, entry_of(case, level=5), reasons=REASONS)
    text = read_letter(letter)
    assert "四级/中级工Level4" in text
    assert "五级/初级工Level5" not in text
    assert "更正：“等级：五级/初级工”更正为“等级：四级/中级工”。" in text
    assert from_json(letter.record).level == 4


def test_a_page_that_would_repeat_the_error_is_not_drafted(desk, mislevelled, officer, confirm):
    """D-5: nobody has put the level right on the case."""
    case = mislevelled(5)
    confirm(case, entry_of(case, level=5))
    deciding.accept(desk, case.pk, chosen=None, reasons=REASONS, by=officer)
    with pytest.raises(CannotCompose, match="等级仍会是要更正的内容"):
        issuing.draft(desk, case.pk, by=officer)


def test_a_proof_says_what_is_registered_beside_what_is_right(misprinted, issue, read_letter):
    """D-5, G-05: nobody may think that the register holds the correct name."""
    case = misprinted()
    text = read_letter(issue(case, entry_of(case, name=WRONG_NAME), reasons=REASONS))
    assert f"姓名林晓梅（登记为“{WRONG_NAME}”）" in text


def test_a_proof_of_what_the_register_has_right_prints_it_once(misprinted, issue, read_letter):
    """D-5: only the paper is misprinted."""
    case = misprinted()
    assert "登记为" not in read_letter(issue(case, entry_of(case), reasons=REASONS))


def test_a_proof_states_the_level_as_it_is_registered(mislevelled, issue, read_letter):
    """D-5, G-03: a proof sets out what is registered, and both items beside it."""
    case = mislevelled(4, occupation="电工")
    text = read_letter(issue(case, entry_of(case, level=5), reasons=REASONS))
    assert "等级五级/初级工" in text
    assert "应为等级：四级/中级工" in text


def test_an_unlisted_one_gets_a_proof_that_states_both_items(misprinted, issue, read_letter):
    """D-5, G-03: 证书记载 and 应为 stand side by side."""
    case = misprinted()
    letter = issue(case, entry_of(case, name=WRONG_NAME), reasons=REASONS)
    text = read_letter(letter)
    assert letter.kind == "proof"
    assert "因原证书信息有误" in text
    assert f"证书记载姓名：{WRONG_NAME}" in text
    assert "应为姓名：林晓梅" in text


def test_a_correction_always_puts_a_question_to_the_officer(desk, misprinted):
    """D-5: which item, and on what evidence."""
    questions = [str(question) for question in assess_case(misprinted(), desk.guide).questions]
    assert "原证书记载与应更正的内容各是什么？依据哪些证明材料？请经办人写明理由。" in questions


@pytest.mark.parametrize("chosen", [None, Outcome.PROOF])
def test_a_correction_without_the_officers_reasons_is_not_accepted(desk, misprinted, officer, confirm, chosen):
    """D-5: both ways need an officer's reasons, also where the rules would decide by themselves."""
    case = misprinted()
    confirm(case, entry_of(case, name=WRONG_NAME))
    with pytest.raises(DecisionIncomplete, match="更正须写明理由"):
        deciding.accept(desk, case.pk, chosen=chosen, reasons=" ", by=officer)


def test_the_reasons_stay_with_the_decision(misprinted, issue):
    """D-5: and the decision cites the clause."""
    case = misprinted()
    issue(case, entry_of(case, name=WRONG_NAME), reasons=REASONS)
    decision = case.decisions.get()
    assert (decision.reasons, decision.clauses) == (REASONS, ["G-03", "D-5"])


def test_a_correction_that_does_not_say_what_is_wrong_is_not_drafted(desk, apply, officer, confirm):
    """D-5: the recorded and the correct item, both."""
    case = apply(CORRECTION)
    confirm(case, entry_of(case))
    deciding.accept(desk, case.pk, chosen=None, reasons=REASONS, by=officer)
    with pytest.raises(CannotCompose, match="证书所载内容和正确内容"):
        issuing.draft(desk, case.pk, by=officer)


def test_the_name_may_differ_only_where_the_name_is_what_is_corrected(desk, apply, officer, confirm):
    """D-5: correcting the level is no reason to print another person's name."""
    case = apply(CORRECTION)
    items = {"recorded_item": "等级：五级", "correct_item": "等级：四级", "correction_evidence": "户口簿"}
    evidence.correct_particulars(desk, case.pk, particulars_of(case, **items), by=officer)
    confirm(case, entry_of(case, name=WRONG_NAME))
    deciding.accept(desk, case.pk, chosen=None, reasons=REASONS, by=officer)
    with pytest.raises(CannotCompose, match="姓名与申请人不一致"):
        issuing.draft(desk, case.pk, by=officer)


def test_the_same_holds_for_the_identity_number(desk, misprinted, officer, confirm):
    """D-5: the name is corrected, but the number is another person's."""
    case = misprinted()
    confirm(case, entry_of(case, name=WRONG_NAME, id_number="210199197512120037"))
    deciding.accept(desk, case.pk, chosen=None, reasons=REASONS, by=officer)
    with pytest.raises(CannotCompose, match="身份证件号码与申请人不一致"):
        issuing.draft(desk, case.pk, by=officer)


def test_no_other_business_may_print_a_different_name(desk, apply, officer, confirm):
    """D-5: an exchange for work abroad corrects nothing."""
    case = apply(OVERSEAS, occupation="保安员")
    items = {"recorded_item": f"姓名：{WRONG_NAME}", "correct_item": "姓名：林晓梅", "correction_evidence": "户口簿"}
    evidence.correct_particulars(desk, case.pk, particulars_of(case, **items), by=officer)
    confirm(case, entry_of(case, name=WRONG_NAME))
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    with pytest.raises(CannotCompose, match="姓名与申请人不一致"):
        issuing.draft(desk, case.pk, by=officer)


def test_the_history_names_the_corrected_fields_and_never_their_values(misprinted):
    """D-5: what was right or wrong about a person stays sealed."""
    event = misprinted().events.get(kind="particulars_changed")
    assert event.data == {"fields": "证书所载内容、正确内容、更正的证明材料"}
