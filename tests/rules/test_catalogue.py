"""The national catalogue: exact, possible, or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.guide.load import load_guide
from certdesk.rules.catalogue import CatalogueMatch, Match, match_occupation

CATALOGUE = load_guide().rulebook.catalogue


def match(occupation: str, direction: str = "") -> CatalogueMatch:
    return match_occupation(occupation, direction, CATALOGUE)


@pytest.mark.parametrize(
    ("occupation", "entry"),
    [
        ("家畜繁殖员", "家畜繁殖员"),
        (" 家畜 繁殖员 ", "家畜繁殖员"),
        ("保安员", "保安员"),
        ("保安员（三级）", "保安员"),
        ("保安员(三级/高级工)", "保安员"),
        ("保安员 四级/中级技能", "保安员"),
        ("消防设施操作员", "消防设施操作员"),
        ("拍卖师", "拍卖师"),
    ],
)
def test_a_whole_name_is_exact_whatever_its_spaces_brackets_and_level(occupation, entry):
    found = match(occupation)

    assert (found.match, found.entry, found.clause) == (Match.EXACT, entry, "G-02")


@pytest.mark.parametrize("occupation", ["保育员", "中式烹调师", "维修电工", "美容师", "秘书", "电工"])
def test_an_occupation_that_left_the_catalogue_is_none(occupation):
    found = match(occupation)

    assert (found.match, found.entry, found.clause) == (Match.NONE, None, "G-03")
    assert str(found.why) == f"“{occupation}”不在国家职业资格目录（2021年版）内。"


@pytest.mark.parametrize("occupation", ["焊工", "电焊工", "焊工（高级）", "手工电弧焊工", "焊接操作工"])
def test_an_ordinary_welder_is_never_exact_but_a_question(occupation):
    """The catalogue's 焊工 is nuclear-safety welding only."""
    assert match(occupation).match == Match.POSSIBLE
    assert match(occupation, "电焊工").match == Match.POSSIBLE
    assert "民用核安全设备" in str(match(occupation).why)


@pytest.mark.parametrize(
    ("occupation", "direction"),
    [
        ("焊工", "民用核安全设备焊工"),
        ("焊工", "民用核安全设备焊接操作工"),
        ("民用核安全设备焊工", ""),
        ("国防科技工业军用核安全设备焊接人员", ""),
    ],
)
def test_a_nuclear_safety_welder_is_exact(occupation, direction):
    found = match(occupation, direction)

    assert (found.match, found.entry) == (Match.EXACT, "焊工")


def test_a_negated_deciding_word_stays_a_question():
    assert match("焊工", "非民用核安全设备").match == Match.POSSIBLE
    assert match("焊工", "除民用核安全设备以外").match == Match.POSSIBLE


def test_a_doubting_word_without_a_deciding_one_changes_nothing():
    assert match("社会体育指导员", "非遗舞蹈").match == Match.NONE


@pytest.mark.parametrize("direction", ["游泳", "滑雪", "潜水", "攀岩", "高山滑雪", "游泳、潜水", "（攀岩）"])
def test_a_sports_instructor_is_exact_in_the_four_directions(direction):
    found = match("社会体育指导员", direction)

    assert (found.match, found.entry) == (Match.EXACT, "社会体育指导员（游泳、滑雪、潜水、攀岩）")


@pytest.mark.parametrize("occupation", ["社会体育指导员（攀岩）", "社会体育指导员(攀岩)三级", "社会体育指导员—攀岩"])
def test_the_direction_may_stand_in_the_name(occupation):
    assert match(occupation).match == Match.EXACT


@pytest.mark.parametrize("direction", ["健身", "健美操", "篮球"])
def test_a_sports_instructor_of_another_direction_is_none(direction):
    found = match("社会体育指导员", direction)

    assert (found.match, found.clause) == (Match.NONE, "G-03")
    assert str(found.why) == "目录内的“社会体育指导员”限游泳、滑雪、潜水、攀岩，本证书不在其中。"


@pytest.mark.parametrize("direction", ["", "——", "三级"])
def test_a_sports_instructor_without_a_direction_is_a_question(direction):
    assert match("社会体育指导员", direction).match == Match.POSSIBLE


def test_a_mixture_of_listed_and_other_directions_is_a_question():
    assert match("社会体育指导员", "游泳、健身").match == Match.POSSIBLE


@pytest.mark.parametrize(
    "occupation", ["建(构)筑物消防员", "建（构）筑物消防员", "建构筑物消防员", "建（构）筑物消防员（五级）"]
)
def test_a_former_name_is_the_listed_occupation(occupation):
    """Old certificates bear the old name; the occupation itself is listed."""
    found = match(occupation)

    assert (found.match, found.entry) == (Match.EXACT, "消防设施操作员")
    assert "原名称" in str(found.why)


@pytest.mark.parametrize("occupation", ["消防", "导游", "高级保安员管理", "汽车驾驶员", "民航", "物业保安员"])
def test_a_near_name_is_a_question(occupation):
    found = match(occupation)

    assert found.match == Match.POSSIBLE
    assert found.entry is not None


def test_a_groups_heading_alone_is_a_question_and_exact_with_its_sub_item():
    """The 2018 layout puts the catalogue's name and the direction on two lines."""
    assert match("安全保护服务人员").match == Match.POSSIBLE
    assert match("安全保护服务人员", "保安员").match == Match.EXACT
    assert match("安全保护服务人员", "保安员").entry == "保安员"


def test_a_listed_name_in_the_direction_only_is_a_question():
    assert match("物业管理", "保安员").match == Match.POSSIBLE


@pytest.mark.parametrize("occupation", ["", "  ", "（）", "——"])
def test_no_occupation_is_a_question_and_not_a_no(occupation):
    found = match(occupation)

    assert (found.match, found.entry) == (Match.POSSIBLE, None)


def test_a_single_character_is_near_to_nothing():
    assert match("员").match == Match.NONE


def test_a_name_that_is_only_a_level_is_left_alone():
    assert match("技师").match == Match.NONE


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_whatever_raises(occupation, direction):
    assert str(match(occupation, direction).why)


@given(st.sampled_from(["焊工", "电焊工", "气焊工", "焊接设备操作工"]), st.text(max_size=12))
def test_welding_without_its_deciding_words_is_never_exact(occupation, direction):
    if "核安全设备" not in direction:
        assert match(occupation, direction).match != Match.EXACT
