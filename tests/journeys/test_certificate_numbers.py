"""G-20, G-21, D-9: what a number says, from the mail on; one that routes to nobody is never given to somebody."""

import pytest
from tests.journeys.conftest import BODY, NUMBER, a_mail, entry_of, particulars_of

from certdesk.journey import deciding, evidence
from certdesk.journey.understanding import understand
from certdesk.rules.business import Outcome
from certdesk.rules.lifecycle import State
from certdesk.stages.decision.accept import CannotAccept
from certdesk.stages.decision.assess import assess_case
from certdesk.stages.decision.decide import DecisionIncomplete

pytestmark = pytest.mark.django_db


def reasons_of(desk, case) -> str:
    return "".join(str(reason) for reason in assess_case(case, desk.guide).reasons)


def test_the_guides_own_example_is_a_certificate_of_the_provincial_centre(apply, issue, read_letter):
    """G-20: 1807000000103353 is of 2018, of Liaoning, of the centre; the whole journey goes with it."""
    case = apply(number="1807000000103353")
    letter = issue(case)
    assert (case.office_code, letter.kind) == ("00", "proof")
    assert "1807000000103353" in read_letter(letter)


@pytest.mark.parametrize("written", ["1507 0000 0041 2345", "1507-0000-0041-2345", "１５０７００００００４１２３４５"])
def test_blanks_hyphens_and_full_width_digits_are_no_mistake(apply, written):
    """G-20: people copy numbers as they see them."""
    assert apply(number=written).certificate_number == NUMBER


@pytest.mark.parametrize("city", ["15", "16", "17", "19", "20", "99"])
def test_an_unknown_city_code_is_routed_to_nobody(desk, apply, officer, city):
    """G-21: not the provincial centre's by default; it waits in the mailbox owner's worklist for a person."""
    number = f"1507{city}0000412345"
    case = apply(number=number)
    assert assess_case(case, desk.guide).outcome is Outcome.NEEDS_OFFICER
    with pytest.raises(CannotAccept, match="请对照证书或查询结果核对证书编号"):
        deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    assert f"第5、6位“{city}”不在市地代码对照表中" in reasons_of(desk, case)
    assert "请致电辽宁省人事考试中心：024-22955229、024-22955269" in reasons_of(desk, case)


@pytest.mark.parametrize("city", ["15", "19"])
def test_what_the_desk_makes_of_such_a_mail_names_no_office(desk, city):
    """G-21: nor does the command that only explains a mail."""
    raw = a_mail(body=BODY.replace(NUMBER, f"1507{city}0000412345"))
    day = desk.guide.local_date(desk.clock.now())
    assert understand(raw, guide=desk.guide, parser=desk.parser, reader=desk.reader, on=day).office_code == ""
    own = understand(a_mail(), guide=desk.guide, parser=desk.parser, reader=desk.reader, on=day)
    assert own.office_code == "00"


def test_an_officer_who_takes_an_unknown_code_on_gives_reasons(desk, apply, officer, confirm):
    """G-21: a person may know better than the table, and signs for it."""
    case = apply(number="1507150000412345")
    confirm(case, entry_of(case))
    with pytest.raises(DecisionIncomplete):
        deciding.accept(desk, case.pk, chosen=Outcome.PROOF, reasons="", by=officer)
    deciding.accept(desk, case.pk, chosen=Outcome.PROOF, reasons="省中心2015年代发，台账可查", by=officer)
    case.refresh_from_db()
    assert case.state == State.ACCEPTED


def test_a_number_that_an_officer_sets_right_is_routed_by_the_right_one(desk, apply, officer, confirm):
    """G-20, G-21: one digit misread; afterwards nothing is in the way."""
    case = apply(number="1507150000412345")
    right = particulars_of(case, certificate_number="1507 0000 0041 2345")
    evidence.correct_particulars(desk, case.pk, right, by=officer)
    confirm(case)
    assert deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer) is Outcome.PROOF


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("150700000041234", "应为16位数字，现在是15位"),
        ("15070000004123456", "应为16位数字，现在是17位"),
        ("150700000041234O", "是否把数字0、1写成了字母O、I"),
        ("", "应为16位数字，现在是0位"),
    ],
)
def test_a_misshapen_number_is_a_question_and_no_refusal(desk, submit, officer, number, problem):
    """G-20: the holder is asked to look again; nobody is declined for a typing mistake."""
    case = submit(certificate_number=number, files={})
    assert assess_case(case, desk.guide).outcome is Outcome.NEEDS_OFFICER
    assert problem in reasons_of(desk, case)


@pytest.mark.parametrize(("digits", "year"), [("94", 1994), ("99", 1999), ("00", 2000), ("26", 2026)])
def test_two_digits_are_a_year_from_1994_to_this_one(desk, apply, digits, year):
    """D-9: 94–99 are 19xx, 00 up to this year are 20xx."""
    assessment = assess_case(apply(number=f"{digits}07000000412345"), desk.guide)
    assert (assessment.number.year, assessment.outcome) == (year, Outcome.PROOF)


@pytest.mark.parametrize("digits", ["93", "27", "80"])
def test_other_years_are_impossible_and_a_question(desk, apply, officer, digits):
    """D-9: national certificates begin in 1994, and none is of next year."""
    case = apply(number=f"{digits}07000000412345")
    assert "年份应在1994年至2026年之间" in reasons_of(desk, case)
    with pytest.raises(CannotAccept, match="核对证书编号"):
        deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)


def test_next_year_its_number_is_possible(desk, clock, apply):
    """D-9: the year of receipt decides what 'this year' is."""
    clock.advance(days=60)
    assert assess_case(apply(number="2707000000412345"), desk.guide).number.year == 2027
