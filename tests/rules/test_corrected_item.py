"""D-5: the value that a correction is about, found in what people wrote."""

from datetime import date

import pytest

from certdesk.rules.corrected_item import is_the_error


@pytest.mark.parametrize(
    ("value", "recorded", "correct"),
    [
        (5, "等级：五级/初级工", "等级：四级/中级工"),
        (5, "五级", "中级工"),
        (2, "等级为技师", "等级应为高级技师"),
        (4, "4级", "3级"),
        ("电工", "职业：电工", "职业：维修电工"),
        ("维修电工", "职业写成了维修电工", "电工"),
        ("游泳救生", "职业方向：“游泳救生”", "职业方向：“游泳”"),
        (date(2018, 7, 1), "发证日期：2018年7月1日", "发证日期：2018年7月11日"),
        (date(2018, 7, 1), "2018.07.01", "2018-07-11"),
        ("女", "性别：女", "性别：男"),
    ],
)
def test_the_error_is_recognised(value, recorded, correct):
    assert is_the_error(value, recorded, correct)


@pytest.mark.parametrize(
    ("value", "recorded", "correct"),
    [
        (4, "等级：五级", "等级：四级"),
        (1, "等级：技师", "等级：高级技师"),
        (None, "等级：五级", "等级：四级"),
        ("", "职业：电工", "职业：维修电工"),
        ("维修电工", "职业：电工", "职业：维修电工"),
        ("合格", "姓名：王小朋", "姓名：王小明"),
        (date(2018, 7, 11), "发证日期：2018年7月1日", "发证日期：2018年7月11日"),
        (date(2018, 7, 1), "2018年13月45日", "2018年7月1日"),
    ],
)
def test_what_is_right_or_not_spoken_of_is_no_error(value, recorded, correct):
    assert not is_the_error(value, recorded, correct)
