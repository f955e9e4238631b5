"""What a value must look like; nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.adapters.pictures.extract import values


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1992年4月25日", "1992-04-25"),
        ("2023/05/05", "2023-05-05"),
        ("2012.10.06", "2012-10-06"),
        ("发证日期:2009-6-4", "2009-06-04"),
        ("20090604", "2009-06-04"),
        ("2009年13月4日", ""),
        ("2009-02-30", ""),
        ("合格", ""),
    ],
)
def test_dates_become_iso_or_nothing(text, iso):
    assert values.read_date(text) == iso


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("三级/高级工", ("3", True)),
        ("高级工/三级", ("3", True)),
        ("四级(中级工)", ("4", True)),
        ("一级/高级技师", ("1", True)),
        ("技师", ("2", True)),
        ("高级技师", ("1", True)),
        ("五级/初级技能", ("5", True)),
        ("三级/中级工", ("3", False)),
        ("合格", ("", True)),
    ],
)
def test_a_level_is_its_digit_and_its_word_must_agree(text, level):
    assert values.read_level(text) == level


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("家政服务员 三级/高级工", ("家政服务员", "三级/高级工")),
        ("起重装卸机械操作工三级(高级技能)", ("起重装卸机械操作工", "三级(高级技能)")),
        ("焊工(电焊工) 五级/初级工", ("焊工(电焊工)", "五级/初级工")),
        ("劳动关系协调员二级/技频", ("劳动关系协调员", "二级/技频")),
        ("中式烹调师高级技师", ("中式烹调师", "高级技师")),
        ("中式烹调师", ("中式烹调师", "")),
    ],
)
def test_occupation_and_level_in_one_line_are_parted(text, parts):
    assert values.split_level(text) == parts


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("440199199204251099", ("440199199204251099", True)),
        ("4401 9919 9204 2510 99", ("440199199204251099", True)),
        ("44O199l99204251O99", ("440199199204251099", True)),
        ("37029919990306170x", ("37029919990306170X", True)),
        ("440199199204251098", ("440199199204251098", False)),
        ("110105491231002", ("110105491231002", False)),
        ("4301*********9551", ("4301**********9551", False)),
        ("44019919920425109", ("", False)),
        ("公民身份号码", ("", False)),
    ],
)
def test_an_identity_number_is_vouched_for_by_its_check_character(text, number):
    assert values.read_id_number(text) == number


@given(st.text(max_size=40))
def test_a_number_that_is_vouched_for_really_checks(text):
    number, valid = values.read_id_number(text)
    assert valid == values.is_id_number(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1807000000103353", "1807000000103353"),
        ("18O7OOOOOO1O3353", "1807000000103353"),
        ("证书编号 1807000000103353", "1807000000103353"),
        ("Y370041674120232308734", "Y370041674120232308734"),
        ("5000061239471124694723", "S000061239471124694723"),
        ("18070000001033", ""),
        ("440199199204251099", ""),
    ],
)
def test_certificate_numbers_have_sixteen_digits_or_twenty_two_places(text, number):
    assert values.read_certificate_number(text) == number


def test_year_and_level_inside_a_number_speak_for_it():
    assert values.agreeing_parts("1807000000103353", "2018-06-01", "1")
    assert not values.agreeing_parts("1807000000103353", "2017-06-01", "1")
    assert not values.agreeing_parts("1807000000103353", "2018-06-01", "2")
    assert not values.agreeing_parts("1807000000103353", "", "1")
    assert values.agreeing_parts("Y370041674120232308734", "2023-05-05", "2")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王小海", "王小海"),
        ("买买提•艾力", "买买提·艾力"),
        ("张 三", "张三"),
        ("卢梓赟", "卢梓赟"),
        ("2018", ""),
        ("昇", "昇"),
    ],
)
def test_names_are_kept_as_they_are_printed(text, name):
    assert values.read_name(text) == name


@pytest.mark.parametrize(
    ("text", "people"), [("漢", "汉"), ("朝鮮族", "朝鲜"), ("维吾尔", "维吾尔"), ("滿", "满"), ("汉人", "")]
)
def test_peoples_are_a_closed_list(text, people):
    assert values.read_ethnicity(text) == people


@pytest.mark.parametrize(
    ("text", "score"), [("88", "88"), ("81.5分", "81.5"), ("合格", "合格"), ("101", ""), ("8-8", "")]
)
def test_scores_are_marks_out_of_a_hundred_or_a_word(text, score):
    assert values.read_score(text) == score
