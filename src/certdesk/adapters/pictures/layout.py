"""Puts the lines of a page into its reading frame: rows level, whatever the camera's angle was.

A page photographed askew has rows that fan out. The slope of the lines is fitted over the page as a plane, and every
line gets the ``row`` it would have at the page's middle, so that a label and its value share a row.
"""

import math
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from certdesk.adapters.pictures.page import Page, TextLine
from certdesk.ports.reader import Box

Corner = tuple[float, float]
Corners = tuple[Corner, Corner, Corner, Corner]

_LONG: Final = 2.5  # a line this many times longer than high shows the slope
_ENOUGH: Final = 5  # lines that a plane needs


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A stretch of text in the reading frame; ``corners`` are shares of the picture as it came."""

    text: str
    sures: tuple[float, ...]
    spots: tuple[float, ...]
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
            return replace(self, text="", sures=(), spots=(), left=self.right)
        first = 0.0 if start == 0 else (self.spots[start - 1] + self.spots[start]) / 2
        last = 1.0 if end == len(self.text) else (self.spots[end - 1] + self.spots[end]) / 2
        width = self.right - self.left
        return replace(
            self,
            text=self.text[start:end],
            sures=self.sures[start:end],
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
        spots=tuple(np.linspace(0.0, 1.0, sum(map(len, texts))).tolist()),
        left=min(word.left for word in words),
        right=max(word.right for word in words),
        row=words[0].row,
        height=words[0].height,
        corners=((left, top), (right, top), (right, bottom), (left, bottom)),
    )


def words_of(page: Page) -> list[Word]:
    """Return the page's lines as words, from top to bottom and left to right."""
    if not page.lines:
        return []
    frame = [_in_frame(line, page.turn) for line in page.lines]
    middles = np.array([quad.mean(axis=0) for quad in frame])
    centre = np.median(middles, axis=0)
    plane = _slopes(frame, middles - centre)
    words = [_word(line, quad, centre, plane, page) for line, quad in zip(page.lines, frame, strict=True)]
    return sorted((word for word in words if word.text), key=lambda word: (word.row, word.left))


def _in_frame(line: TextLine, turn: float) -> npt.NDArray[np.float64]:
    radians = math.radians(turn)
    along = np.array([math.cos(radians), math.sin(radians)])
    across = np.array([-along[1], along[0]])
    return np.stack([line.quad @ along, line.quad @ across], axis=1)


def _slopes(frame: list[npt.NDArray[np.float64]], middles: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Fit slope = a + b·x + c·y over the long lines, leaving out those that stand apart."""
    edges = np.array([(quad[1] + quad[2] - quad[0] - quad[3]) / 2 for quad in frame])
    heights = np.array([np.hypot(*(quad[3] - quad[0])) for quad in frame])
    long = edges[:, 0] > _LONG * np.maximum(heights, 1e-6)
    if not long.any():
        return np.zeros(3)
    slopes, weights = edges[long, 1] / edges[long, 0], edges[long, 0]
    typical = float(np.median(slopes))
    kept = np.abs(slopes - typical) < 0.15  # noqa: PLR2004  (8 degrees)
    if kept.sum() < _ENOUGH:
        return np.array([typical, 0.0, 0.0])
    places = middles[long][kept]
    spread = np.maximum(np.abs(places).max(axis=0), 1.0)
    terms = np.column_stack([np.ones(len(places)), places / spread])
    strength = np.sqrt(weights[kept] / weights[kept].max())
    fitted, *_ = np.linalg.lstsq(terms * strength[:, None], slopes[kept] * strength, rcond=None)
    return np.array([fitted[0], *(fitted[1:] / spread)])


def _word(
    line: TextLine,
    quad: npt.NDArray[np.float64],
    centre: npt.NDArray[np.float64],
    plane: npt.NDArray[np.float64],
    page: Page,
) -> Word:
    x, y = quad.mean(axis=0) - centre
    row = y - (plane[0] + plane[1] * x / 2 + plane[2] * y) * x
    shift = plane[0] * y  # level rows stand a little to the side when the page is turned
    text, sures, spots = _folded(line)
    shares = line.quad / (page.width, page.height)
    return Word(
        text=text,
        sures=sures,
        spots=spots,
        left=float(quad[[0, 3], 0].mean() - centre[0] + shift),
        right=float(quad[[1, 2], 0].mean() - centre[0] + shift),
        row=float(row),
        height=float(np.hypot(*(quad[3] - quad[0])) + np.hypot(*(quad[2] - quad[1]))) / 2,
        corners=(_corner(shares[0]), _corner(shares[1]), _corner(shares[2]), _corner(shares[3])),
    )


def _folded(line: TextLine) -> tuple[str, tuple[float, ...], tuple[float, ...]]:
    """Fold full-width forms character by character, so that each keeps its place and its score."""
    characters, sures, spots = [], [], []
    for character, sure, spot in zip(line.read.text, line.read.sures, line.read.centres, strict=True):
        for folded in unicodedata.normalize("NFKC", character):
            characters.append(folded)
            sures.append(sure)
            spots.append(spot)
    text = "".join(characters)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return text[start:end], tuple(sures[start:end]), tuple(spots[start:end])


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
