"""Rows are level in the reading frame, whatever the camera's angle."""

import math

import numpy as np
import pytest

from certdesk.adapters.pictures.engine import Recognised
from certdesk.adapters.pictures.extract.labels import is_label
from certdesk.adapters.pictures.layout import words_of
from certdesk.adapters.pictures.page import Page, TextLine


def line(text, x, y, degrees, height=24.0):
    """Return a line of text that begins at a place and runs in a direction."""
    width, radians = len(text) * height, math.radians(degrees)
    along = np.array([math.cos(radians), math.sin(radians)])
    across = np.array([-along[1], along[0]])
    start = np.array([x, y], dtype=float)
    quad = np.array([start, start + along * width, start + along * width + across * height, start + across * height])
    count = len(text)
    return TextLine(Recognised(text, (0.99,) * count, tuple((i + 0.5) / count for i in range(count))), quad)


def turned(x, y, degrees):
    radians = math.radians(degrees)
    return 800 + x * math.cos(radians) - y * math.sin(radians), 600 + x * math.sin(radians) + y * math.cos(radians)


LABELS = ("证书编号", "发证日期", "职业名称", "技能等级", "评价机构")
VALUES = ("1807000000103353", "2018年06月01日", "起重装卸机械操作工", "三级/高级技能", "虚拟职业技能评价中心")


def sheet(degrees, fan=0.0):
    """Return labels and values of five rows on a sheet that is turned, each row a little more than the one before."""
    lines = []
    for row, (label, value) in enumerate(zip(LABELS, VALUES, strict=True)):
        tilt = degrees + fan * row
        lines.append(line(label, *turned(-300, row * 60 - 120, tilt), tilt))
        lines.append(line(value, *turned(100, row * 60 - 120, tilt), tilt))
    return lines


@pytest.mark.parametrize("degrees", [0, 5, -12, 90, 180, 268])
@pytest.mark.parametrize("fan", [0.0, 0.8])
def test_a_label_and_its_value_share_a_row(degrees, fan):
    words = words_of(Page(tuple(sheet(degrees, fan)), degrees + 2 * fan, 1600, 1200), is_label)
    rows = {word.text: word.row for word in words}
    assert [word.text for word in words if word.text in LABELS] == list(LABELS)
    for label, value in zip(LABELS, VALUES, strict=True):
        assert abs(rows[label] - rows[value]) < 12


def test_the_lines_of_a_newspaper_under_the_sheet_are_left_out():
    news = [line("的一是在不了有和人这中大为上个国我以要他", 0, top, 0) for top in range(0, 1200, 40)]
    words = words_of(Page(tuple(news + sheet(-9)), 0.0, 1600, 1200), is_label)
    assert {word.text for word in words} == {*LABELS, *VALUES}


def test_without_landmarks_nothing_is_left_out():
    lines = [line("没有标签的一行文字", 100, 100, 0), line("另一行斜着的文字", 100, 300, 9)]
    assert len(words_of(Page(tuple(lines), 0.0, 1600, 1200), is_label)) == 2


def test_a_part_of_a_line_has_its_part_of_the_box():
    (word,) = words_of(Page((line("证书编号18070000", 100, 100, 0),), 0.0, 1000, 1000), is_label)
    number = word.part(4)
    assert number.text == "18070000"
    assert number.box == pytest.approx((0.1 + 4 * 0.024, 0.1, 0.1 + 12 * 0.024, 0.124), abs=0.001)
    assert word.part(12).text == ""


def test_full_width_forms_are_folded_in_their_places():
    (word,) = words_of(Page((line("（１２）", 100, 100, 0),), 0.0, 1000, 1000), is_label)
    assert word.text == "(12)"
    assert len(word.sures) == len(word.spots) == 4
