"""Boxes are turned the way their text runs, whatever corner the detector named first."""

import math

import numpy as np
import pytest

from certdesk.adapters.pictures.engine import halvings
from certdesk.adapters.pictures.upright import _axes, _ordered, _reads_along


def box(x, y, width, height, degrees, first=0):
    """Return the corners of a line of text, clockwise, beginning with any of them."""
    radians = math.radians(degrees)
    turn = np.array([[math.cos(radians), -math.sin(radians)], [math.sin(radians), math.cos(radians)]])
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    return np.roll(corners @ turn.T + (x, y), -first, axis=0)


@pytest.mark.parametrize("first", range(4))
@pytest.mark.parametrize("degrees", [0, -8, 8, 90, 180, 200])
def test_the_first_corner_is_where_the_text_begins(first, degrees):
    expected = box(500, 300, 400, 30, degrees)
    turned = _ordered(box(500, 300, 400, 30, degrees, first), degrees)
    assert turned == pytest.approx(expected)


@pytest.mark.parametrize("page", [0, 10, -10])
def test_a_long_line_is_not_mirrored_when_it_leans_against_the_page(page):
    leaning = box(500, 300, 450, 30, page - 9)
    assert _ordered(np.roll(leaning, 2, axis=0), page) == pytest.approx(leaning)


def test_a_square_box_is_turned_with_the_page():
    assert _ordered(box(100, 100, 30, 30, 90, first=3), 90) == pytest.approx(box(100, 100, 30, 30, 90))


def test_most_text_decides_on_the_direction():
    lines = [box(300, 50 * row, 300, 24, 35) for row in range(8)] + [box(700, 100, 200, 24, 100)]
    best, second = _axes(lines)
    assert best == pytest.approx(35, abs=0.5)
    assert second == pytest.approx(100, abs=0.5)
    assert not _reads_along(lines[-1], best)


def test_large_letters_are_cut_from_a_smaller_copy():
    levels = halvings(np.zeros((1600, 1200, 3), np.uint8))
    assert [level.shape[0] for level in levels] == [1600, 800, 400, 200]
