"""How each field is compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.adapters.characters import HanCharacters
from certdesk.rules.identity_number import check_character
from certdesk.rules.matching.comparison import Match
from certdesk.rules.matching.values import (
    COMPARERS,
    compare_certificate_number,
    compare_date,
    compare_identity,
    compare_score,
    compare_sex,
    compare_text,
)

HAN = HanCharacters()
OLD = "990102680315123"
NEW = "990102196803151234"[:17] + check_character("99010219680315123")


def test_fifteen_digits_equal_the_eighteen_they_grew_into() -> None:
    found = compare_identity(OLD, NEW, HAN)
    assert found.agrees
    assert "15位与18位" in str(found.why)


@pytest.mark.parametrize(
    ("one", "other"), [("99010219680315124x", "99010219680315124X"), ("９９0102196803151231", "99 0102 1968 0315 1231")]
)
def test_case_width_and_blanks_of_an_id_number_are_writing(one: str, other: str) -> None:
    assert compare_identity(one, other, HAN).match is Match.WRITTEN_OTHERWISE


def test_one_wrong_digit_is_named_by_its_place() -> None:
    found = compare_identity("990102196803151231", "990102196803161231", HAN)
    assert found.match is Match.NEAR
    assert "第14位" in str(found.why)


@pytest.mark.parametrize(
    ("shown", "agrees"),
    [("9901**********1231", True), ("9901**********1239", False), ("99************", False), ("**************", False)],
)
def test_a_masked_number_agrees_by_what_it_shows_and_only_if_that_is_enough(shown: str, agrees: bool) -> None:
    assert compare_identity("990102196803151231", shown, HAN).agrees is agrees
    assert compare_identity(shown, "990102196803151231", HAN).agrees is agrees


def test_two_masked_numbers_prove_nothing() -> None:
    found = compare_identity("9901**********1231", "9901**********1231 ", HAN)
    assert not found.agrees
    assert "两处都遮去了" in str(found.why)


def test_certificate_numbers_are_compared_digit_by_digit() -> None:
    assert compare_certificate_number("0807-0000-0040-0123", "0807000000400123", HAN).agrees
    assert "第2位" in str(compare_certificate_number("0907000000400123", "0807000000400123", HAN).why)
    assert "位数不同" in str(compare_certificate_number("080700000040012", "0807000000400123", HAN).why)
    assert "不是同一" in str(compare_certificate_number("0807000000400123", "1107111119999999", HAN).why)


@pytest.mark.parametrize(
    ("one", "other", "agrees"),
    [
        ("維修電工", "维修电工", True),
        ("焊工（电焊工）", "焊工(电焊工)", True),
        ("辽宁省第１职业技能鉴定所", "辽宁省第1职业技能鉴定所", True),
        ("维修电工", "电工", False),
        ("中式烹调师", "西式烹调师", False),
    ],
)
def test_writing_of_occupations_and_bodies(one: str, other: str, agrees: bool) -> None:
    assert compare_text(one, other, HAN).agrees is agrees


def test_a_date_without_a_day_agrees_with_a_day_of_that_month() -> None:
    assert compare_date("2008-05", "2008-05-20", HAN).agrees
    assert not compare_date("2008-05", "2008-06-20", HAN).agrees
    assert not compare_date("2008-05-01", "2008-05-20", HAN).agrees


def test_sex_and_scores_agree_however_written() -> None:
    assert compare_sex("男", "male", HAN).agrees
    assert not compare_sex("男", "女", HAN).agrees
    assert compare_score("85.0", "85", HAN).agrees
    assert not compare_score("85", "86", HAN).agrees
    assert compare_score("合格", "合格", HAN).agrees
    assert not compare_score("合格", "85", HAN).agrees


@given(st.sampled_from(sorted(COMPARERS)), st.text(max_size=20), st.text(max_size=20))
def test_every_comparison_is_symmetric_reflexive_and_never_fails(name: str, one: str, other: str) -> None:
    compare = COMPARERS[name]
    assert compare(one, other, HAN).agrees == compare(other, one, HAN).agrees
    assert compare(one, one, HAN).agrees
