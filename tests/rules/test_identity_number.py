"""The resident identity number, 18 digits and 15. Every number here is made up or the standard's own example."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.rules.identity_number import (
    IdentityKind,
    Sex,
    check_character,
    masked,
    read_identity_number,
    same_person_number,
    to_18,
)

STANDARD_EXAMPLE = "11010519491231002X"
seventeen = st.builds(
    lambda place, birth, sequence: f"{place:06d}{birth:%Y%m%d}{sequence:03d}",
    st.integers(110000, 659999),
    st.dates(date(1900, 1, 1), date(2026, 12, 31)),
    st.integers(0, 999),
)


def problems(text: str, on: date | None = None) -> list[str]:
    return [problem.code for problem in read_identity_number(text, on=on).problems]


@pytest.mark.parametrize(
    ("number", "birth", "sex"),
    [
        (STANDARD_EXAMPLE, date(1949, 12, 31), Sex.FEMALE),
        ("440524188001010014", None, Sex.MALE),
        ("110105491231002", date(1949, 12, 31), Sex.FEMALE),
    ],
)
def test_birth_and_sex_are_read(number, birth, sex):
    reading = read_identity_number(number)

    assert (reading.birth, reading.sex) == (birth, sex)
    assert reading.valid == (birth is not None)


@pytest.mark.parametrize("written", ["11010519491231002x", "１１０１０５ 19491231 002Ｘ", "110105-19491231-002X"])
def test_width_case_and_spacing_do_not_matter(written):
    reading = read_identity_number(written)

    assert (reading.number, reading.kind, reading.valid) == (STANDARD_EXAMPLE, IdentityKind.EIGHTEEN, True)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("110105194912310021", ["wrong_check_character"]),
        ("110105194913310020", ["impossible_birth", "wrong_check_character"]),
        ("110105491331002", ["impossible_birth"]),
        ("440524188001010014", ["impossible_birth"]),
        ("", ["not_a_resident_number"]),
        ("E12345678", ["not_a_resident_number"]),
        ("1101051949123100", ["not_a_resident_number"]),
        ("X10105194912310020", ["not_a_resident_number"]),
    ],
)
def test_what_is_wrong_is_named(written, expected):
    assert problems(written) == expected
    assert read_identity_number(written).valid is False


def test_nobody_is_born_after_the_day_in_question():
    assert problems(STANDARD_EXAMPLE, on=date(1949, 12, 30)) == ["impossible_birth"]
    assert problems(STANDARD_EXAMPLE, on=date(1949, 12, 31)) == []


def test_fifteen_digits_grow_into_eighteen():
    assert to_18("110105491231002") == STANDARD_EXAMPLE
    assert to_18("11010519491231002x") == STANDARD_EXAMPLE
    assert to_18("E12345678") is None


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("110105491231002", "11010519491231002x", True),
        ("110105491231002", "110105491231002", True),
        ("e12345678", "Ｅ1234 5678", True),
        ("110105491231002", "110105491231003", False),
        ("", "", False),
        ("", "110105491231002", False),
    ],
)
def test_two_forms_of_one_number_are_the_same(first, second, same):
    assert same_person_number(first, second) is same
    assert same_person_number(second, first) is same


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (STANDARD_EXAMPLE, "110***********002X"),
        ("110105491231002", "110********1002"),
        ("E12345678", "E*******8"),
        ("1234", "1**4"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_a_masked_number_hides_the_birth_date(number, shown):
    assert masked(number) == shown
    assert len(shown) == len(number)


@given(seventeen)
def test_any_sound_number_is_valid_and_any_wrong_digit_is_caught(digits):
    number = digits + check_character(digits)
    assert read_identity_number(number).valid

    for place in range(17):
        other = str((int(number[place]) + 1) % 10)
        assert not read_identity_number(number[:place] + other + number[place + 1 :]).valid


@given(st.text(max_size=40), st.one_of(st.none(), st.dates()))
def test_no_text_whatever_raises(text, on):
    reading = read_identity_number(text, on=on)

    assert all(str(problem.sentence) for problem in reading.problems)
    assert to_18(text) is None or len(to_18(text)) == 18
    assert len(masked(text)) == len(text)
    same_person_number(text, text)


@given(st.text(alphabet="0123456789xXＸ０ ²", max_size=22))
def test_number_like_text_never_raises(text):
    assert read_identity_number(text).kind in IdentityKind
