"""Which way is up: from the boxes of the lines themselves, without a second detection.

The long sides of the boxes vote for a direction, modulo 180 degrees; the small turner network then looks at the
longest lines and says whether they stand on their heads; if it hesitates, reading both ways decides.
"""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from certdesk.adapters.pictures.engine import Pixels, Quad, TextEngine, cut

_LONG: Final = 2.0  # a box this much longer than high shows a direction
_BIN: Final = 3.0  # degrees
_NEAR: Final = 12.0
_VOTERS: Final = 8
_CLEAR: Final = 0.5
_TRIALS: Final = 3
_SAME_WAY: Final = 22.0  # degrees that strong perspective turns one line against another


def upright(engine: TextEngine, levels: list[Pixels], quads: Sequence[Quad]) -> tuple[float, list[Quad]]:
    """Return the reading direction in degrees, and the boxes of that direction with corner 0 where the text begins."""
    best, best_margin = 0.0, -1.0
    for axis in _axes(quads):
        angle, margin = _oriented(engine, levels, quads, axis)
        if margin > best_margin:
            best, best_margin = angle, margin
        if margin >= _CLEAR:
            break
    return best, [_ordered(quad, best) for quad in quads if _reads_along(quad, best)]


def _axes(quads: Sequence[Quad]) -> list[float]:
    """Return up to three directions (0..180) that the long boxes share, the one with most text first."""
    angles, weights = [], []
    for quad in quads:
        angle, long, short = _long_side(quad)
        if long >= _LONG * short:
            angles.append(angle % 180)
            weights.append(long * short)
    if not angles:
        return [0.0]
    ways, heavy = np.array(angles), np.array(weights)
    found: list[float] = []
    while heavy.any() and len(found) < _TRIALS:
        peak = max(np.arange(0, 180, _BIN), key=lambda at: float(heavy[_apart(ways, at) < _BIN * 1.5].sum()))
        near = _apart(ways, peak) < _NEAR
        offsets = (ways[near] - peak + 90) % 180 - 90
        found.append(float(peak + np.average(offsets, weights=np.maximum(heavy[near], 1e-9))) % 180)
        heavy = np.where(near, 0.0, heavy)
    return found


def _apart(angles: np.ndarray, axis: float) -> np.ndarray:
    return np.abs((angles - axis + 90) % 180 - 90)


def _long_side(quad: Quad) -> tuple[float, float, float]:
    first, second = quad[1] - quad[0], quad[2] - quad[1]
    long, short = (first, second) if np.hypot(*first) >= np.hypot(*second) else (second, first)
    return math.degrees(math.atan2(long[1], long[0])), float(np.hypot(*long)), float(np.hypot(*short))


def _oriented(engine: TextEngine, levels: list[Pixels], quads: Sequence[Quad], axis: float) -> tuple[float, float]:
    """Return the direction along ``axis`` in which the text stands upright, and how clear that is (0..1)."""
    voters = sorted(
        (quad for quad in quads if _reads_along(quad, axis)),
        key=lambda quad: _length(quad) if _length(quad) < 20 * _height(quad) else 0.0,
        reverse=True,
    )[:_VOTERS]
    if not voters:
        return axis, 0.0
    lines = [cut(levels, _ordered(quad, axis)) for quad in voters]
    mean = sum(engine.upside_down(line) for line in lines) / len(lines)
    margin = abs(mean - 0.5) * 2
    if margin < _CLEAR:
        mean, margin = _read_both_ways(engine, lines[: _VOTERS // 2])
    return (axis + 180 if mean > 0.5 else axis) % 360, margin  # noqa: PLR2004


def _read_both_ways(engine: TextEngine, lines: Sequence[Pixels]) -> tuple[float, float]:
    upright_score = sum(engine.recognise(line).score for line in lines)
    turned_score = sum(engine.recognise(np.ascontiguousarray(line[::-1, ::-1])).score for line in lines)
    total = upright_score + turned_score
    share = turned_score / total if total else 0.0
    return share, min(1.0, abs(share - 0.5) * 4)


def _reads_along(quad: Quad, axis: float) -> bool:
    angle, long, short = _long_side(quad)
    return long < _LONG * short or bool(_apart(np.array([angle]), axis)[0] < _SAME_WAY)


def _ordered(quad: Quad, direction: float) -> Quad:
    """Turn the corners round until the first edge runs along ``direction``; they go clockwise before and after."""
    radians = math.radians(direction)
    along = np.array([math.cos(radians), math.sin(radians)])
    edges = [quad[(start + 1) % 4] - quad[start] for start in range(4)]
    start = max(range(4), key=lambda index: float(edges[index] @ along) / max(float(np.hypot(*edges[index])), 1e-9))
    return np.asarray(np.roll(quad, -start, axis=0), dtype=np.float64)


def _length(quad: Quad) -> float:
    return _long_side(quad)[1]


def _height(quad: Quad) -> float:
    return _long_side(quad)[2]
