"""Puts the lines of a page into its reading frame: rows level, whatever the camera's angle was.

A page photographed askew has rows that fan out. The slope of the lines is fitted over the page as a plane, and every
line gets the ``row`` it would have at the page's middle, so that a label and its value share a row.
"""

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from certdesk.adapters.pictures.page import Page, TextLine
from certdesk.ports.reader import Box

Corner = tuple[float, float]
Corners = tuple[Corner, Corner, Corner, Corner]

_LONG: Final = 1.7  # a line this many times longer than high shows the slope
_ENOUGH: Final = 4  # lines that a plane needs
_LANDMARKS: Final = 3
_CROWDED: Final = 32  # lines; with fewer, nothing lies under the document
_FAN: Final = 0.15  # slopes that differ more belong to something else
_ASKEW: Final = 0.035  # two degrees
_NEARLY: Final = 0.6
_LIGHT: Final = 0.15  # pull towards parallel rows when many lines speak
_FIRM: Final = 0.8  # and when only a few short labels do


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A stretch of text in the reading frame; ``corners`` are shares of the picture as it came."""

    text: str
    sures: tuple[float, ...]
    spots: tuple[float, ...]
    seconds: tuple[str, ...] = ()  # of each character the one that came near, or nothing; none at all: not known
    left: float
    right: float
    row: float
    height: float
    corners: Corners

    @property
    def score(self) -> float:
        """How sure the engine is on the whole."""
        return sum(self.sures) / len(self.sures) if self.sures else 0.0

    @property
    def weakest(self) -> float:
        """How sure the engine is of the least certain character."""
        return min(self.sures, default=0.0)

    @property
    def box(self) -> Box:
        """The upright box around the corners."""
        across = [min(1.0, max(0.0, x)) for x, _ in self.corners]
        down = [min(1.0, max(0.0, y)) for _, y in self.corners]
        return (round(min(across), 4), round(min(down), 4), round(max(across), 4), round(max(down), 4))

    def part(self, start: int, end: int | None = None) -> "Word":
        """Return the characters from ``start`` to ``end``, with the part of the box they stand in."""
        end = len(self.text) if end is None else end
        text = self.text[start:end]
        lead, trail = len(text) - len(text.lstrip(" :")), len(text) - len(text.rstrip(" :"))
        start, end = start + lead, end - trail
        if end <= start:
            return replace(self, text="", sures=(), spots=(), seconds=(), left=self.right)
        first = 0.0 if start == 0 else (self.spots[start - 1] + self.spots[start]) / 2
        last = 1.0 if end == len(self.text) else (self.spots[end - 1] + self.spots[end]) / 2
        width = self.right - self.left
        return replace(
            self,
            text=self.text[start:end],
            sures=self.sures[start:end],
            seconds=self.seconds[start:end],
            spots=tuple((spot - first) / max(last - first, 1e-6) for spot in self.spots[start:end]),
            left=self.left + first * width,
            right=self.left + last * width,
            corners=_between(self.corners, first, last),
        )


def joined(words: list[Word]) -> Word:
    """Return several words as one, in the given order."""
    texts = [word.text for word in words]
    corners = [corner for word in words for corner in word.corners]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    return Word(
        text="".join(texts),
        sures=tuple(sure for word in words for sure in word.sures),
        seconds=tuple(second for word in words for second in word.seconds or ("",) * len(word.text)),
        spots=tuple(np.linspace(0.0, 1.0, sum(map(len, texts))).tolist()),
        left=min(word.left for word in words),
        right=max(word.right for word in words),
        row=words[0].row,
        height=words[0].height,
        corners=((left, top), (right, top), (right, bottom), (left, bottom)),
    )


def words_of(page: Page, is_landmark: Callable[[str], bool]) -> list[Word]:
    """Return the page's lines as words, from top to bottom and left to right.

    ``is_landmark`` tells which texts belong to a document for certain. When there are enough, they show its slope, and
    lines that run another way, such as those of a newspaper under it, are left out.
    """
    if not page.lines:
        return []
    frame = np.array([_in_frame(line, page.turn) for line in page.lines])
    landmarks = np.array([is_landmark("".join(line.read.text.split())) for line in page.lines])
    slopes = _fit(frame, landmarks)
    kept = slopes.follows(frame)
    words = [
        _word(line, quad, slopes, page) for line, quad, belongs in zip(page.lines, frame, kept, strict=True) if belongs
    ]
    return sorted((word for word in words if word.text), key=lambda word: (word.row, word.left))


def _in_frame(line: TextLine, turn: float) -> npt.NDArray[np.float64]:
    radians = math.radians(turn)
    along = np.array([math.cos(radians), math.sin(radians)])
    across = np.array([-along[1], along[0]])
    return np.stack([line.quad @ along, line.quad @ across], axis=1)


@dataclass(frozen=True, slots=True)
class _Slopes:
    """The slope of the rows at every place: ``plane`` is a + b·x + c·y around ``centre``."""

    centre: npt.NDArray[np.float64]
    plane: npt.NDArray[np.float64]
    strict: bool  # fitted on landmarks, so what differs is no part of the document

    def at(self, x: float, y: float) -> float:
        """Return the slope at a place given from the centre."""
        return float(self.plane @ (1.0, x, y))

    def follows(self, frame: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """Tell of each box whether it runs along the rows; short ones cannot be told and do."""
        places = frame.mean(axis=1) - self.centre
        expected = self.plane[0] + places @ self.plane[1:]
        long, slopes = _shape(frame)
        allowed = _leeway(frame) if self.strict else np.ones(len(frame))
        return np.asarray(~long | (np.abs(slopes - expected) < allowed), dtype=np.bool_)


def _fit(frame: npt.NDArray[np.float64], landmarks: npt.NDArray[np.bool_]) -> _Slopes:
    """Fit the slopes on the landmarks first, then on all that runs like them."""
    long, slopes = _shape(frame)
    base = landmarks & long
    strict = int(base.sum()) >= _LANDMARKS and len(frame) > _CROWDED
    base = base if strict else long
    middles = frame.mean(axis=1)
    centre = np.median(middles[base] if base.any() else middles, axis=0)
    if not base.any():
        return _Slopes(centre, np.zeros(3), strict=False)
    weights = np.linalg.norm(frame[:, 1] - frame[:, 0], axis=1)
    typical = float(np.median(slopes[base]))
    first = base & (np.abs(slopes - typical) < _FAN)
    plane = _plane(middles[first] - centre, slopes[first], weights[first], _FIRM if strict else _LIGHT)
    # a newspaper may lie almost as the document does: only what runs very nearly as the landmarks may add to the fit
    alike = long & (np.abs(slopes - plane[0] - (middles - centre) @ plane[1:]) < _leeway(frame) * _NEARLY)
    if alike.sum() > first.sum():
        plane = _plane(middles[alike] - centre, slopes[alike], weights[alike] ** 2, _LIGHT)
    return _Slopes(centre, plane, strict)


def _shape(frame: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
    """Return which boxes are long enough to show a slope, and the slopes."""
    edges = (frame[:, 1] + frame[:, 2] - frame[:, 0] - frame[:, 3]) / 2
    heights = np.linalg.norm(frame[:, 3] - frame[:, 0], axis=1)
    long = edges[:, 0] > _LONG * np.maximum(heights, 1e-6)
    return long, edges[:, 1] / np.where(long, edges[:, 0], 1.0)


def _leeway(frame: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return how far each box's slope may be off: the shorter a box, the less it knows."""
    lengths = np.linalg.norm(frame[:, 1] - frame[:, 0], axis=1)
    heights = np.linalg.norm(frame[:, 3] - frame[:, 0], axis=1)
    leeway: npt.NDArray[np.float64] = np.maximum(_ASKEW, 0.35 * heights / np.maximum(lengths, 1.0))
    return leeway


def _plane(
    places: npt.NDArray[np.float64], slopes: npt.NDArray[np.float64], weights: npt.NDArray[np.float64], pull: float
) -> npt.NDArray[np.float64]:
    """Fit slope = a + b·x + c·y; labels in one column say nothing about b, so a ``pull`` keeps b and c small."""
    typical = float(np.average(slopes, weights=weights))
    if len(slopes) < _ENOUGH:
        return np.array([typical, 0.0, 0.0])
    spread = float(np.maximum(np.abs(places).max(), 1.0))
    terms = np.column_stack([np.ones(len(places)), places / spread])
    strength = np.sqrt(weights / weights.max())
    stacked = np.vstack([terms * strength[:, None], np.diag([0.0, pull, pull])])
    wanted = np.concatenate([(slopes - typical) * strength, np.zeros(3)])
    fitted, *_ = np.linalg.lstsq(stacked, wanted, rcond=None)
    return np.array([typical + fitted[0], *(fitted[1:] / spread)])


def _word(line: TextLine, quad: npt.NDArray[np.float64], slopes: _Slopes, page: Page) -> Word:
    x, y = quad.mean(axis=0) - slopes.centre
    row = y - slopes.at(x / 2, y) * x
    shift = slopes.plane[0] * y  # level rows stand a little to the side when the page is turned
    text, sures, spots, seconds = _folded(line)
    shares = line.quad / (page.width, page.height)
    return Word(
        text=text,
        sures=sures,
        spots=spots,
        seconds=seconds,
        left=float(quad[[0, 3], 0].mean() - slopes.centre[0] + shift),
        right=float(quad[[1, 2], 0].mean() - slopes.centre[0] + shift),
        row=float(row),
        height=float(np.hypot(*(quad[3] - quad[0])) + np.hypot(*(quad[2] - quad[1]))) / 2,
        corners=(_corner(shares[0]), _corner(shares[1]), _corner(shares[2]), _corner(shares[3])),
    )


def _folded(line: TextLine) -> tuple[str, tuple[float, ...], tuple[float, ...], tuple[str, ...]]:
    """Fold full-width forms character by character, so that each keeps its place and its score."""
    characters, sures, spots, seconds = [], [], [], []
    near = line.read.seconds or ("",) * len(line.read.text)
    for character, sure, spot, second in zip(line.read.text, line.read.sures, line.read.centres, near, strict=True):
        for folded in unicodedata.normalize("NFKC", character):
            characters.append(folded)
            sures.append(sure)
            spots.append(spot)
            seconds.append(second)
    text = "".join(characters)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return text[start:end], tuple(sures[start:end]), tuple(spots[start:end]), tuple(seconds[start:end])


def _between(corners: Corners, first: float, last: float) -> Corners:
    top_left, top_right, bottom_right, bottom_left = corners
    return (
        _along(top_left, top_right, first),
        _along(top_left, top_right, last),
        _along(bottom_left, bottom_right, last),
        _along(bottom_left, bottom_right, first),
    )


def _corner(point: npt.NDArray[np.float64]) -> Corner:
    return float(point[0]), float(point[1])


def _along(start: Corner, end: Corner, share: float) -> Corner:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
