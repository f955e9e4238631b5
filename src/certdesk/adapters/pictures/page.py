"""From a clean picture to its lines of text, each with the place where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image

from certdesk.adapters.pictures.engine import Pixels, Quad, Recognised, TextEngine, cut, halvings
from certdesk.adapters.pictures.upright import upright

_FIRST_LOOK: Final = 960  # below, small table text is lost; above costs time and brings no field
_CLOSER_PIXELS: Final = 1_300_000  # more of them cost more memory than a worker should take
_SMALL_TEXT: Final = 19.5  # pixels of a line in the first look below which a closer one pays
_WANTED_TEXT: Final = 24.0
_TALL: Final = 2.6  # a screenshot longer than this is looked at in pieces
_OVERLAP: Final = 0.08
_MAX_LINES: Final = 110
_LONGEST: Final = 28.0  # heights; no document prints longer lines, a newspaper under it does
_FADED: Final = 0.5


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line as read, with its four corners in pixels of the picture, the first where the text begins."""

    read: Recognised
    quad: Quad


@dataclass(frozen=True, slots=True)
class Page:
    """All lines of a picture. ``turn``: degrees clockwise in which its text runs (0: upright)."""

    lines: tuple[TextLine, ...]
    turn: float
    width: int
    height: int


def pixels(image: Image.Image) -> Pixels:
    """Return a clean picture as the engine wants it: blue, green, red."""
    return np.ascontiguousarray(np.asarray(image, dtype=np.uint8)[..., ::-1])


def read_page(engine: TextEngine, picture: Pixels) -> Page:
    """Find, turn and read the lines of one picture."""
    height, width = picture.shape[:2]
    quads = _find(engine, picture)
    if not quads:
        return Page((), 0.0, width, height)
    levels = halvings(picture)
    turn, ordered = upright(engine, levels, quads)
    read = [TextLine(engine.recognise(cut(levels, quad)), quad) for quad in _most_likely(ordered)]
    lines = tuple(line for line in read if line.read.text.strip() and line.read.score >= _FADED)
    return Page(lines, turn, width, height)


def _find(engine: TextEngine, picture: Pixels) -> list[Quad]:
    height, width = picture.shape[:2]
    if max(height, width) > _TALL * min(height, width):
        return _find_in_pieces(engine, picture)
    quads = engine.detect(picture, _FIRST_LOOK)
    if not quads:
        return quads
    scale = min(1.0, _FIRST_LOOK / max(height, width))
    typical = float(np.median([_height(quad) for quad in quads])) * scale
    if typical >= _SMALL_TEXT or scale == 1.0:
        return quads
    return _look_closer(engine, picture, quads, typical / scale)


def _look_closer(engine: TextEngine, picture: Pixels, quads: Sequence[Quad], typical: float) -> list[Quad]:
    """Detect again on the part that has text, enlarged until its lines are easy to find."""
    height, width = picture.shape[:2]
    corners = np.concatenate(list(quads))
    left, top = np.maximum(corners.min(axis=0) - 2 * typical, 0).astype(int)
    right, bottom = np.minimum(corners.max(axis=0) + 2 * typical, (width, height)).astype(int)
    part = picture[top:bottom, left:right]
    most = max(part.shape[:2]) * (_CLOSER_PIXELS / (part.shape[0] * part.shape[1])) ** 0.5
    wanted = min(most, max(part.shape[:2]) * _WANTED_TEXT / typical)
    found = engine.detect(np.ascontiguousarray(part), round(wanted))
    return [quad + np.array([left, top]) for quad in found] if len(found) >= len(quads) // 2 else list(quads)


def _find_in_pieces(engine: TextEngine, picture: Pixels) -> list[Quad]:
    """Look at a long screenshot piece by piece; a line belongs to the piece that holds its middle."""
    height, width = picture.shape[:2]
    across = 0 if width > height else 1  # the coordinate along which the pieces follow each other
    step = round(min(height, width) * 1.5)
    overlap = round(step * _OVERLAP)
    quads: list[Quad] = []
    for begin in range(0, max(height, width), step):
        start, end = max(0, begin - overlap), begin + step + overlap
        piece = picture[:, start:end] if across == 0 else picture[start:end]
        for quad in engine.detect(np.ascontiguousarray(piece), _FIRST_LOOK):
            quad[:, across] += start
            if begin <= quad[:, across].mean() < begin + step:
                quads.append(quad)
    return quads


def _most_likely(quads: Sequence[Quad]) -> list[Quad]:
    """Keep at most so many lines as a document has: a page behind a card can have hundreds."""
    quads = [quad for quad in quads if _length(quad) < _LONGEST * _height(quad)]
    if len(quads) <= _MAX_LINES:
        return quads
    heights = np.array([_height(quad) for quad in quads])
    common = float(np.median(heights))
    unlike = np.abs(np.log(np.maximum(heights, 1.0) / common))
    return [quads[index] for index in sorted(np.argsort(-unlike, kind="stable")[:_MAX_LINES])]


def _length(quad: Quad) -> float:
    return float(max(np.hypot(*(quad[1] - quad[0])), np.hypot(*(quad[2] - quad[1]))))


def _height(quad: Quad) -> float:
    sides = [float(np.hypot(*(quad[(corner + 1) % 4] - quad[corner]))) for corner in range(4)]
    return min(sides[0] + sides[2], sides[1] + sides[3]) / 2
