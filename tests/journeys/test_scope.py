"""G-04, G-05, G-06: which certificates this office may speak about, and what proves that one exists."""

from datetime import date, timedelta

import pytest
from tests.journeys.conftest import ENTRY, ID_NUMBER, NUMBER, entry_of

from certdesk.journey import deciding, evidence, issuing
from certdesk.journey.deciding import Refusal
from certdesk.ports.register import RegisterEntry
from certdesk.rules.business import Outcome
from certdesk.rules.lifecycle import Closure, State
from certdesk.stages.decision.accept import CannotAccept
from certdesk.stages.decision.assess import assess_case
from certdesk.stages.decision.decide import DecisionIncomplete
from certdesk.stages.evidence.look_up import LookUpIncomplete, LookUpReport
from certdesk.stages.issue.compose import CannotCompose
from certdesk.stages.issue.models import Letter

pytestmark = pytest.mark.django_db
SHENYANG_OF_ANOTHER_PROVINCE = "1506000000412345"
FROM_1998 = "9807000000412345"


class Ledger:
    """An imported register of one entry."""

    def __init__(self, *entries: RegisterEntry) -> None:
        self._entries = {entry.certificate_number: entry for entry in entries}

    def find(self, certificate_number: str) -> RegisterEntry | None:
        return self._entries.get(certificate_number)


IN_THE_LEDGER = RegisterEntry(
    certificate_number=NUMBER,
    name="林晓梅",
    id_number=ID_NUMBER,
    occupation="电工",
    level=4,
    issued_on=date(2015, 6, 30),
    body="辽宁省职业技能鉴定中心",
)


def test_a_certificate_of_another_province_cannot_be_accepted(desk, apply, officer):
    """G-04: digits 3 and 4 are not 07; the officer is told why, and whom the holder should ask."""
    case = apply(number=SHENYANG_OF_ANOTHER_PROVINCE)
    with pytest.raises(CannotAccept, match=r"不是辽宁省的代码“07”.*证书上载明的发证机构"):
        deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)


def test_not_even_the_officers_own_choice_brings_another_province_into_scope(desk, apply, officer):
    """G-04: out of scope is no question of judgement."""
    case = apply(number=SHENYANG_OF_ANOTHER_PROVINCE)
    with pytest.raises(CannotAccept, match="不在办理范围"):
        deciding.accept(desk, case.pk, chosen=Outcome.PROOF, reasons="帮个忙", by=officer)


def test_it_is_declined_with_its_clause_and_the_holder_hears_why(desk, apply, officer, outbox, work):
    """G-04: a refusal cites its clause; the reasons go to the holder."""
    case = apply(number=SHENYANG_OF_ANOTHER_PROVINCE)
    deciding.decline(
        desk, case.pk, Refusal(clauses=["G-04"], reasons="证书由外省颁发，请向原发证机构咨询。"), by=officer
    )
    work()
    case.refresh_from_db()
    assert (case.state, case.closure) == (State.CLOSED, Closure.DECLINED)
    assert case.decisions.get().clauses == ["G-04"]
    assert outbox.sent[-1].subject == f"【{case.reference}】不予受理的告知"
    assert "证书由外省颁发，请向原发证机构咨询。" in outbox.sent[-1].text


@pytest.mark.parametrize(("clauses", "reasons"), [([], "外省证书"), (["G-04"], "  ")])
def test_a_refusal_without_a_clause_or_without_reasons_is_none(desk, case, officer, clauses, reasons):
    """G-04, G-05, G-06: whoever is refused learns on what ground."""
    with pytest.raises(DecisionIncomplete):
        deciding.decline(desk, case.pk, Refusal(clauses=clauses, reasons=reasons), by=officer)
    case.refresh_from_db()
    assert case.state == State.RECEIVED


def test_a_skill_level_certificate_is_another_kind_of_certificate(desk, submit, officer):
    """G-04: its number begins with a letter and it is not issued by the human-resources departments."""
    case = submit(certificate_number="Y000021000001234567890")
    assessment = assess_case(case, desk.guide)
    assert (assessment.outcome, assessment.clauses) == (Outcome.DECLINE, ("G-04",))
    with pytest.raises(CannotAccept, match="职业技能等级证书"):
        deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)


def test_the_applicants_screenshot_confirms_nothing(desk, case, officer):
    """G-05: accepted on a claim, but no letter is even drafted before somebody has looked the entry up."""
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    with pytest.raises(CannotCompose, match="尚未记录经办人的查询结果"):
        issuing.draft(desk, case.pk, by=officer)
    assert Letter.objects.count() == 0


def test_a_certificate_found_nowhere_cannot_be_accepted(desk, case, officer, confirm):
    """G-05: the officer's own look-up found nothing; the sites are named."""
    confirm(case, found=False)
    with pytest.raises(CannotAccept, match=r"zscx\.osta\.org\.cn.*ln\.nvq\.net\.cn.*均未查到"):
        deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)


def test_found_nowhere_is_declined_under_its_clause(desk, case, officer, confirm):
    """G-05: by a person, on the record of the look-up."""
    confirm(case, found=False)
    deciding.decline(desk, case.pk, Refusal(clauses=["G-05"], reasons="两个网站均未查到。"), by=officer)
    case.refresh_from_db()
    assert case.closure == Closure.DECLINED
    assert case.lookups.get().found is False


def test_found_on_the_second_site_is_found(desk, case, officer, confirm, clock):
    """G-05: 或; one of the two is enough, and the newest look-up decides."""
    confirm(case, found=False)
    clock.advance(minutes=3)
    report = LookUpReport(site="ln_nvq", at=clock.now(), found=True, entry=ENTRY)
    evidence.record_lookup(desk, case.pk, report, None, by=officer)
    assert deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer) is Outcome.PROOF


def test_the_letter_names_the_site_and_the_day_of_the_look_up(apply, issue, read_letter):
    """G-05: whoever reads the letter sees what it rests on."""
    text = read_letter(issue(apply()))
    assert "经2026年11月23日在技能人才评价证书全国联网查询（zscx.osta.org.cn）查询" in text


def test_a_look_up_elsewhere_counts_for_nothing(desk, case, officer):
    """G-05: the guide names two sites; nor can anybody claim by hand that the register said so."""
    for site in ("example.com", "register", ""):
        report = LookUpReport(site=site, at=desk.clock.now(), found=True, entry=ENTRY)
        with pytest.raises(LookUpIncomplete, match="请选择查询所用的网站"):
            evidence.record_lookup(desk, case.pk, report, None, by=officer)
    assert case.lookups.count() == 0


def test_a_look_up_of_tomorrow_is_refused(desk, case, officer):
    """G-05: the newest look-up decides, so none may be dated ahead of all others."""
    report = LookUpReport(site="zscx", at=desk.clock.now() + timedelta(minutes=1), found=True, entry=ENTRY)
    with pytest.raises(LookUpIncomplete, match="不能晚于现在"):
        evidence.record_lookup(desk, case.pk, report, None, by=officer)


def test_a_look_up_that_found_it_says_what_it_showed(desk, case, officer):
    """G-05: the letter prints from the look-up, so an empty one is no use."""
    report = LookUpReport(site="zscx", at=desk.clock.now(), found=True, entry=entry_of(case, occupation=""))
    with pytest.raises(LookUpIncomplete, match="请完整填写"):
        evidence.record_lookup(desk, case.pk, report, None, by=officer)


def test_a_look_up_of_another_number_writes_no_letter(desk, case, officer, confirm):
    """G-05: the entry found must be the one applied for; whichever is right, a person sets it right first."""
    confirm(case, entry_of(case, certificate_number="1507000000499999"))
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    with pytest.raises(CannotCompose, match="证书编号与本件登记的不一致"):
        issuing.draft(desk, case.pk, by=officer)


def test_the_imported_register_confirms_an_entry(desk, with_part, case, officer, sign_off, read_letter):
    """G-05: an office that imported its register need not ask the sites; the letter says so."""
    assert evidence.confirm_from_register(with_part(register=Ledger(IN_THE_LEDGER)), case.pk, by=officer)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    text = read_letter(sign_off(case))
    assert "在本单位证书数据库查询" in text
    assert "2015年6月30日" in text
    assert "辽宁省职业技能鉴定中心" in text


def test_a_register_without_the_entry_confirms_nothing(desk, with_part, case, officer):
    """G-05: no row, no event, no letter."""
    assert not evidence.confirm_from_register(with_part(register=Ledger()), case.pk, by=officer)
    assert case.lookups.count() == 0
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    with pytest.raises(CannotCompose):
        issuing.draft(desk, case.pk, by=officer)


def test_a_certificate_from_before_2000_asks_whether_it_is_handwritten(desk, apply):
    """G-06: the year alone refuses nobody."""
    assessment = assess_case(apply(number=FROM_1998), desk.guide)
    assert (assessment.outcome, assessment.provisional) == (Outcome.PROOF, True)
    assert "G-06" in assessment.clauses
    assert any("是否为手写证书" in str(question) for question in assessment.questions)


def test_a_printed_findable_one_from_before_2000_stays_in_scope(apply, issue, read_letter):
    """G-06: what an officer finds on the site is not one of the handwritten ones."""
    letter = issue(apply(number=FROM_1998))
    assert letter.kind == "proof"
    assert FROM_1998 in read_letter(letter)


def test_a_handwritten_one_from_before_2000_is_declined_under_its_clause(desk, apply, officer, confirm):
    """G-06: 手写老证书不在办理范围."""
    case = apply(number=FROM_1998)
    confirm(case, found=False)
    deciding.decline(desk, case.pk, Refusal(clauses=["G-06"], reasons="2000年之前颁发的手写证书。"), by=officer)
    case.refresh_from_db()
    assert (case.closure, case.decisions.get().clauses) == (Closure.DECLINED, ["G-06"])


def test_a_certificate_from_2000_on_is_not_asked_about_handwriting(desk, apply):
    """G-06: 2000年之前."""
    assessment = assess_case(apply(number="0007000000412345"), desk.guide)
    assert "G-06" not in assessment.clauses
