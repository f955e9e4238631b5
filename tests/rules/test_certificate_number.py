"""The certificate number: annex 1 of the guide."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from certdesk.guide.load import load_guide
from certdesk.rules.certificate_number import NumberKind, NumberReading, ProblemCode, normalise, read_number

SCHEME = load_guide().rulebook.numbering


def read(text: str, this_year: int = 2026) -> NumberReading:
    return read_number(text, SCHEME, this_year=this_year)


def codes(text: str, this_year: int = 2026) -> list[str]:
    return [problem.code.value for problem in read(text, this_year).problems]


def test_the_guides_own_example_is_read_part_by_part():
    reading = read("1807000000103353")

    assert reading.ok
    assert reading.kind == NumberKind.QUALIFICATION_CERTIFICATE
    assert (reading.year, reading.province_code, reading.city_code) == (2018, "07", "00")
    assert reading.city is not None
    assert reading.city.name == "省本级"
    assert reading.body_code == "0000"
    assert reading.level_hint == 1


@pytest.mark.parametrize(
    "written",
    [
        "１８０７００００００１０３３５３",
        " 1807 0000 0010 3353 ",
        "1807-0000-0010-3353",
        "1807—0000–0010−3353",
        "\u200b1807000000103353\ufeff",
        "1807\u3000000000\t103353\n",
    ],
)
def test_width_spaces_hyphens_and_invisible_marks_are_folded(written):
    assert normalise(written) == "1807000000103353"
    assert read(written).ok


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", ["wrong_length"]),
        ("180700000010335", ["wrong_length"]),
        ("18070000001033531", ["wrong_length"]),
        ("18O7000000103353", ["not_digits"]),
        ("证书编号1807000000103353", ["wrong_length", "not_digits"]),
        ("١٨٠٧٠٠٠٠٠٠١٠٣٣٥٣", ["not_digits"]),
        ("1810000000103353", ["not_liaoning"]),
        ("1807150000103353", ["unknown_city"]),
        ("1807990000103353", ["unknown_city"]),
        ("5007000000103353", ["impossible_year"]),
        ("5010990000103353", ["impossible_year", "not_liaoning"]),
        ("5007170000103353", ["impossible_year", "unknown_city"]),
        ("Y000121123456195000001", ["skill_level_certificate"]),
    ],
)
def test_every_problem_is_named(written, expected):
    assert codes(written) == expected


@pytest.mark.parametrize("written", ["", "180700000010335", "18O7000000103353"])
def test_a_number_of_the_wrong_shape_is_not_taken_apart(written):
    reading = read(written)

    assert reading.kind is None
    assert (reading.year, reading.province_code, reading.city_code, reading.city) == (None, None, None, None)


def test_an_unknown_city_names_the_provincial_centres_telephones():
    """G-21: no default office, but somebody to ring."""
    (problem,) = read("1807170000103353").problems

    assert problem.clause == "G-21"
    assert str(problem.sentence) == (
        "第5、6位“17”不在市地代码对照表中，无法判断发证单位。"
        "请核对编号；如编号无误，请致电辽宁省人事考试中心：024-22955229、024-22955269。"
    )


def test_another_province_is_refused_without_being_named():
    (problem,) = read("1810000000103353").problems

    assert problem.clause == "G-04"
    assert "“10”" in str(problem.sentence)
    assert "江苏" not in str(problem.sentence)


@pytest.mark.parametrize(
    ("two_digits", "this_year", "year"),
    [
        ("94", 2026, 1994),
        ("99", 2026, 1999),
        ("00", 2026, 2000),
        ("26", 2026, 2026),
        ("27", 2026, None),
        ("93", 2026, None),
        ("27", 2027, 2027),
        ("94", 1994, 1994),
        ("95", 1994, None),
    ],
)
def test_two_digits_mean_the_one_possible_year(two_digits, this_year, year):
    """D-9: 94 to 99 are 19xx, 00 up to this year are 20xx, the rest is an error."""
    reading = read(f"{two_digits}07000000103353", this_year)

    assert reading.year == year
    assert reading.has(ProblemCode.IMPOSSIBLE_YEAR) == (year is None)


@pytest.mark.parametrize(("digit", "hint"), [("1", 1), ("5", 5), ("0", None), ("6", None), ("9", None)])
def test_the_level_digit_is_a_hint_and_never_a_problem(digit, hint):
    reading = read(f"1807000000{digit}03353")

    assert reading.ok
    assert reading.level_hint == hint


def test_a_skill_level_number_is_recognised_with_its_year_and_level():
    reading = read("y０００１21123456195000001")

    assert reading.kind == NumberKind.SKILL_LEVEL_CERTIFICATE
    assert (reading.year, reading.level_hint, reading.body_code) == (2019, 5, "0001")
    assert (reading.city, reading.province_code) == (None, None)
    assert "评价机构" in str(reading.problems[0].sentence)


def test_a_skill_level_number_may_carry_a_year_or_level_that_cannot_be():
    reading = read("Y000121123456999000001")

    assert (reading.year, reading.level_hint) == (None, None)
    assert codes("Y000121123456999000001") == ["skill_level_certificate"]


def test_a_skill_level_number_of_two_letters_is_recognised_but_not_taken_apart():
    reading = read("SY00121123456195000001")

    assert reading.kind == NumberKind.SKILL_LEVEL_CERTIFICATE
    assert (reading.year, reading.level_hint, reading.body_code) == (None, None, None)


@pytest.mark.parametrize("city", ["00", "01", "05", "10", "14", "18"])
def test_every_city_of_annex_one_is_known(city):
    assert read(f"1807{city}0000103353").ok


@pytest.mark.parametrize("city", ["15", "16", "17", *[f"{code}" for code in range(19, 100)]])
def test_every_other_city_code_is_unknown(city):
    assert codes(f"1807{city}0000103353") == ["unknown_city"]


def test_a_reading_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        read("1807000000103353").year = 1999


@given(st.text(max_size=60), st.integers(1994, 2093))
@example("\ud800", 2026)
@example("①⑧⓪７", 2026)
@example("Ⅷ" * 16, 2026)
def test_no_text_whatever_raises(text, this_year):
    reading = read_number(text, SCHEME, this_year=this_year)

    assert reading.ok == (reading.problems == ())
    for problem in reading.problems:
        assert str(problem.sentence)
        assert problem.clause


@given(st.text(alphabet="0123456789YSＯ０-— \u200b", max_size=30), st.integers(1994, 2093))
def test_number_like_text_never_raises_and_a_routed_number_is_always_a_listed_city(text, this_year):
    reading = read_number(text, SCHEME, this_year=this_year)

    if reading.ok:
        assert reading.city == SCHEME.cities[reading.number[4:6]]
        assert 1994 <= reading.year <= this_year


@given(st.text(alphabet="0123456789YSＯ０１-—− \u200b\u3000", max_size=40))
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)
