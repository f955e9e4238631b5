"""Where values stand on a blank: what cannot be printed is said before paper is spoiled."""

from dataclasses import replace

import pytest

from certdesk.rules.blank_layout import FIELDS, START, Place, layout_problems

NAME = Place(field="holder_name", x=30, y=20, width=60)


def said(**changes) -> list[str]:
    return [str(problem) for problem in layout_problems(replace(START, **changes))]


def test_the_layout_to_begin_with_has_a_place_for_every_field_and_can_be_printed():
    assert [place.field for place in START.places] == list(FIELDS)
    assert said() == []


@pytest.mark.parametrize("sides", [{"width": 49.9}, {"height": 420.1}])
def test_a_blank_no_printer_takes_is_refused(sides):
    assert any("宽和高" in words for words in said(**sides))


@pytest.mark.parametrize("straying", [{"dx": -20.1}, {"dy": 20.1}])
def test_a_printer_that_strays_by_more_than_two_centimetres_needs_another_layout(straying):
    assert said(**straying) == ["偏移应在正负20毫米之内。"]


def test_a_blank_with_nothing_on_it_is_refused():
    assert said(places=()) == ["至少要填一个项目的位置。"]


@pytest.mark.parametrize("change", [{"x": -1}, {"width": 0}, {"x": 200, "width": 11}, {"y": 0}, {"y": 148.1}])
def test_a_value_beyond_the_edge_is_named(change):
    assert said(places=(replace(NAME, **change),)) == ["“姓名”的位置超出了空白证书。"]


@pytest.mark.parametrize("size", [5.9, 36.1])
def test_type_too_small_to_read_or_too_large_for_its_line_is_named(size):
    assert said(places=(replace(NAME, size=size),)) == ["“姓名”的字号应在6至36磅之间。"]
