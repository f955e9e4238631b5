"""Occupations and levels as written."""

import pytest

from certdesk.rules.mail_text.occupations import mentioned_occupation, read_level, read_occupation


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("三级", "3"),
        ("高级技师", "1"),
        ("技师", "2"),
        ("二级/技师", "2"),
        ("高级工", "3"),
        ("中级", "4"),
        ("初级工", "5"),
        ("国家职业资格四级", "4"),
        ("Ⅲ级", "3"),
        ("3级", "3"),
        ("叁级", "3"),
        ("优秀", None),
    ],
)
def test_a_level_is_one_to_five(text, level):
    found = read_level(text, 0, len(text))
    assert (found.value if found else None) == level


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("维修电工", ("维修电工", True)),
        ("维修电工（三级）", ("维修电工", True)),
        ("维修电工 三级", ("维修电工", True)),
        ("高级美容师", ("美容师", True)),
        ("美容師", ("美容師", True)),
        ("建(构)筑物消防员", ("建(构)筑物消防员", True)),
        ("焊工证", ("焊工", True)),
        ("某某新工种", ("某某新工种", False)),
        ("国家职业资格证书", None),
        ("工", None),
        ("！", None),
    ],
)
def test_the_value_of_an_occupations_label(text, expected):
    found = read_occupation(text, 0, len(text), ())
    assert ((found.value, found.known) if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我的维修电工三级证书丢了", ("维修电工", True)),
        ("2015年考的中级中式烹调师证书", ("中式烹调师", True)),
        ("我有一本水泥生产巡检工证书", ("水泥生产巡检工", False)),
        ("我的高级水泥制作工证丢了", ("水泥制作工", False)),
        ("我的工证丢了", None),
        ("证书丢了", None),
        ("开具证明", None),
    ],
)
def test_an_occupation_in_a_sentence(text, expected):
    found = mentioned_occupation(text, ())
    assert ((found.value, found.known) if found else None) == expected


def test_the_guides_own_occupations_are_known():
    found = mentioned_occupation("民航乘务员证书遗失", ("民航乘务员",))
    assert (found.value, found.known) == ("民航乘务员", True)
