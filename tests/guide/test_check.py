"""What ``certdesk doctor`` says of the data; nothing is mended."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from certdesk.guide.check import findings
from certdesk.guide.load import load_guide
from certdesk.guide.model import Guide

GUIDE = load_guide()
OCTOBER = date(2026, 10, 1)


def found(guide: Guide, on: date = OCTOBER) -> list[tuple[str, str]]:
    return [(finding.code, finding.row) for finding in findings(guide, on=on)]


def with_cities(**cities) -> Guide:
    numbering = GUIDE.rulebook.numbering
    changed = {**numbering.cities, **{code.lstrip("_"): city for code, city in cities.items()}}
    return replace(GUIDE, rulebook=replace(GUIDE.rulebook, numbering=replace(numbering, cities=changed)))


def test_the_shipped_guide_has_the_two_doubts_that_were_published_and_the_unconfirmed_headings():
    """D-2 and D-8."""
    assert found(GUIDE) == [
        ("telephone_area_code", "18"),
        ("address_without_city", "11"),
        ("catalogue_unconfirmed", "2021"),
    ]


def test_a_finding_says_what_it_found():
    sentences = [str(finding.sentence) for finding in findings(GUIDE, on=OCTOBER)]

    assert "电话041-6655043的区号与营口自贸区（0417）不符。" in sentences
    assert "地址“银州区南环路30号”没有写明城市（铁岭）。" in sentences


def test_from_november_on_next_years_notice_is_missed():
    assert ("calendar_year_missing", "2027") not in found(GUIDE, date(2026, 10, 31))
    assert ("calendar_year_missing", "2027") in found(GUIDE, date(2026, 11, 1))


def test_the_present_year_and_gaps_between_years_are_missed():
    assert ("calendar_year_missing", "2028") in found(GUIDE, date(2028, 3, 1))
    calendar = replace(GUIDE.calendar, published_years=frozenset({2024, 2026}))
    assert ("calendar_year_missing", "2025") in found(replace(GUIDE, calendar=calendar))
    empty = replace(GUIDE.calendar, published_years=frozenset())
    assert ("calendar_year_missing", "2026") in found(replace(GUIDE, calendar=empty))


def test_a_code_without_an_office_and_an_office_without_a_code_are_found():
    stray = replace(GUIDE.rulebook.numbering.cities["14"], office_code="99")

    assert ("city_without_office", "14") in found(with_cities(_14=stray))
    assert ("office_without_city", "14") in found(with_cities(_14=stray))


def test_an_office_with_two_codes_is_found():
    double = replace(GUIDE.rulebook.numbering.cities["14"], code="15")

    assert ("office_without_city", "14") in found(with_cities(_15=double))


def test_a_provincial_code_outside_the_table_is_found():
    numbering = replace(GUIDE.rulebook.numbering, provincial_city_code="77")
    guide = replace(GUIDE, rulebook=replace(GUIDE.rulebook, numbering=numbering))

    assert ("provincial_code_unknown", "77") in found(guide)


def test_a_city_without_area_codes_is_not_judged():
    silent = replace(GUIDE.rulebook.numbering.cities["18"], area_codes=())

    assert ("telephone_area_code", "18") not in found(with_cities(_18=silent))


def test_rows_without_a_clause_are_found():
    offices = {**GUIDE.offices, "03": replace(GUIDE.offices["03"], clause="")}
    guide = replace(GUIDE, offices=MappingProxyType(offices), pickup=replace(GUIDE.pickup, clause=""))

    assert [row for code, row in found(guide) if code == "row_without_clause"] == ["offices 03", "pickup"]
