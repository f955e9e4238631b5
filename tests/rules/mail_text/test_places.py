"""Addresses cut clean."""

import pytest

from certdesk.rules.mail_text.places import free_place, labelled_place

STREET = "沈阳市虚拟区样张街99号1单元3楼2号"


@pytest.mark.parametrize(
    ("text", "value", "name"),
    [
        (STREET, STREET, ""),
        (f"{STREET}，张三，15400000001", STREET, "张三"),
        (f"{STREET} 张三收", STREET, ""),
        (f"{STREET}，邮编110000", STREET, ""),
        (f"{STREET}。谢谢", STREET, ""),
        (f"请寄到{STREET}", STREET, ""),
        (f"，：{STREET}", STREET, ""),
        (f"{STREET} 电话024-00000000", STREET, ""),
        (f"{STREET} 虚拟小区", f"{STREET} 虚拟小区", ""),
        ("同上", None, ""),
        ("家里", None, ""),
        ("", None, ""),
    ],
)
def test_the_value_of_an_address_label(text, value, name):
    place = labelled_place(text, 0, len(text))
    assert (text[place.start : place.end] if place else None) == value
    assert (place.name if place else "") == name


def test_an_address_over_two_lines_is_joined():
    text = "沈阳市虚拟区样张街99号\n  1单元3楼2号\n谢谢"
    place = labelled_place(text, 0, text.index("\n"))
    assert text[place.start : place.end] == "沈阳市虚拟区样张街99号\n  1单元3楼2号"


@pytest.mark.parametrize("following", ["电话：15400000001", "谢谢老师", "张三收", "1单元" + "很" * 40])
def test_the_next_line_is_left_alone_when_it_is_no_address(following):
    text = f"{STREET}\n{following}"
    place = labelled_place(text, 0, text.index("\n"))
    assert text[place.start : place.end] == STREET


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"麻烦您了，{STREET} 张三 15400000001", STREET),
        ("辽宁省抚顺市虚拟区虚构村12组", "辽宁省抚顺市虚拟区虚构村12组"),
        ("我在沈阳市上班，证书丢了", None),
        ("辽宁省人事考试中心您好", None),
        ("", None),
    ],
)
def test_an_address_without_a_label(text, value):
    place = free_place(text)
    assert (text[place.start : place.end] if place else None) == value


def test_an_address_that_ends_at_the_district_is_not_whole():
    assert not labelled_place("沈阳市虚拟区", 0, 6).whole
    assert labelled_place(STREET, 0, len(STREET)).whole
