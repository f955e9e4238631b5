"""Two names: what is only writing agrees, what is only alike never does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.adapters.characters import HanCharacters
from certdesk.rules.matching.comparison import Comparison, Match
from certdesk.rules.matching.names import compare_names as comparing

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=5)


def compare_names(one: str, other: str) -> Comparison:
    return comparing(one, other, HanCharacters())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王 丽", "王丽"),
        ("阿迪力·买买提", "阿迪力•买买提"),
        ("阿迪力．买买提", "阿迪力·买买提"),
        ("王\u3000丽", "王丽"),
    ],
)
def test_blanks_and_dots_are_only_writing(one: str, other: str) -> None:
    found = compare_names(one, other)
    assert found.match is Match.WRITTEN_OTHERWISE
    assert found.agrees


@pytest.mark.parametrize(
    ("one", "other"), [("张国強", "张国强"), ("李昇", "李升"), ("王麗", "王丽"), ("周錦華", "周锦华")]
)
def test_traditional_and_variant_forms_are_flagged_never_accepted(one: str, other: str) -> None:
    found = compare_names(one, other)
    assert found.match is Match.VARIANT
    assert not found.agrees


@pytest.mark.parametrize(
    ("one", "other", "place"),
    [("王莉", "王丽", "2"), ("张晓东", "张小东", "2"), ("曾伟", "曾玮", "2"), ("刘志国", "刘智国", "2")],
)
def test_homophones_are_flagged_with_their_place(one: str, other: str, place: str) -> None:
    found = compare_names(one, other)
    assert found.match is Match.SOUNDS_ALIKE
    assert not found.agrees
    assert f"第{place}个字" in str(found.why)


def test_a_character_with_two_readings_sounds_like_either() -> None:
    assert compare_names("乐山", "月山").match is Match.SOUNDS_ALIKE  # 乐 is yuè as a surname


def test_one_wrong_character_is_near_and_differs() -> None:
    assert compare_names("赵建国", "赵建军").match is Match.NEAR


def test_other_names_and_other_lengths_differ() -> None:
    assert compare_names("赵建国", "钱学文").match is Match.DIFFERENT
    assert compare_names("赵建国", "赵建").match is Match.DIFFERENT


def test_the_reason_never_shows_the_name() -> None:
    for one, other in (("王莉", "王丽"), ("张国強", "张国强"), ("赵建国", "钱学文")):
        words = str(compare_names(one, other).why)
        assert not set(one + other) & set(words) - set("国")


@given(HAN, HAN)
def test_comparing_is_symmetric_and_agrees_only_with_the_same_characters(one: str, other: str) -> None:
    there, back = compare_names(one, other), compare_names(other, one)
    assert there.match is back.match
    assert there.agrees == (one == other)
