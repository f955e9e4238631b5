"""A made-up province runs on the same rules: every fact of the real one is data."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from certdesk.guide.check import findings
from certdesk.guide.load import load_guide
from certdesk.rules.business import Business, Material, Outcome
from certdesk.rules.business_words import recognise_business
from certdesk.rules.certificate_number import read_number
from certdesk.rules.deadlines import deadlines
from certdesk.rules.eligibility import Assessment, Claim, assess

GUIDE = load_guide(Path(__file__).parent / "data" / "tiannan.toml")


def judge(number: str, occupation: str = "焊工", **said) -> Assessment:
    facts = {"business": Business.LOST, "found": True, "on": date(2026, 9, 30), **said}
    return assess(Claim(number_text=number, occupation=occupation, **facts), GUIDE.rulebook)


def test_its_own_numbers_are_routed_to_its_own_offices():
    reading = read_number("1888210000103353", GUIDE.rulebook.numbering, this_year=2026)

    assert reading.ok
    assert GUIDE.office_of(reading).name == "云台市技能中心"
    assert GUIDE.office_of(reading).on_desk


def test_the_real_provinces_numbers_are_foreign_here():
    reading = read_number("1807000000103353", GUIDE.rulebook.numbering, this_year=2026)
    (problem,) = reading.problems

    assert problem.code == "not_liaoning"
    assert "天南省的代码“88”" in str(problem.sentence)
    assert GUIDE.office_of(reading) is None


def test_an_unknown_city_names_its_own_telephone():
    (problem,) = read_number("1888010000103353", GUIDE.rulebook.numbering, this_year=2026).problems

    assert "天南省技能中心：0999-1000000" in str(problem.sentence)


@pytest.mark.parametrize(("digits", "year"), [("96", 1996), ("95", None), ("03", 2003)])
def test_its_own_first_year_holds(digits, year):
    assert read_number(f"{digits}88000000103353", GUIDE.rulebook.numbering, this_year=2026).year == year


def test_its_own_catalogue_and_traps_hold():
    """What is a trap in the national catalogue is plainly listed here."""
    assert judge("1888000000103353").outcome == Outcome.REISSUE
    assert judge("1888000000103353", "社会体育指导员").outcome == Outcome.REISSUE
    assert judge("1888000000103353", "家畜繁殖员").outcome == Outcome.PROOF


def test_its_own_scope_holds():
    assert judge("0288000000103353", handwritten=True).clauses == ("G-06",)
    assert "certificates.tiannan.example" in str(judge("1888000000103353", found=False).reasons[0])


def test_its_own_materials_and_words_hold():
    assert judge("1888000000103353").materials == (Material.ID_PORTRAIT_SIDE,)
    words = {business: rule.words for business, rule in GUIDE.businesses.items()}
    assert recognise_business("遗失申请", "", words).business == Business.LOST
    assert recognise_business("证书丢失补证明", "", words).business is None


def test_its_own_limits_hold():
    result = deadlines(date(2026, 11, 2), accepted=date(2026, 11, 3), calendar=GUIDE.calendar, limits=GUIDE.limits)

    assert (result.accept_by, result.issue_by) == (date(2026, 11, 4), date(2026, 11, 10))


def test_its_day_begins_in_its_own_time_zone():
    moment = datetime(2026, 11, 2, 17, 30, tzinfo=UTC)

    assert GUIDE.local_date(moment) == date(2026, 11, 2)
    assert load_guide().local_date(moment) == date(2026, 11, 3)


def test_its_data_have_nothing_doubtful():
    assert findings(GUIDE, on=date(2026, 10, 1)) == ()
