"""From a clean picture to its lines of text, each with the place where it stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from certdesk.adapters.pictures.engine import Pixels, Quad, Recognised, TextEngine, cut, halvings
from certdesk.adapters.pictures.upright import upright

_FIRST_LOOK: Final = 960  # below, small table text is lost; above costs time and brings no field
_CLOSER_PIXELS: Final = 1_300_000  # more of them cost more memory than a worker should take
_SMALL_TEXT: Final = 19.5  # pixels of a line in the first look below which a closer one pays
_WANTED_TEXT: Final = 24.0
_TALL: Final = 2.6  # a screenshot longer than this is looked at in pieces
_OVERLAP: Final = 0.08
_SHARED: Final = 0.6  # of the lower of two boxes; two halves of one line have as much in common both ways
_MAX_LINES: Final = 110
_MOST_LINES: Final = 300  # of a long screenshot
_FEW: Final = 48
_WORDY: Final = 14.0  # heights; longer lines are read last
_LANDMARKS: Final = 3
_LONGEST: Final = 28.0  # heights; no document prints longer lines, a newspaper under it does
_NUMBER: Final = 10  # digits of a line that make it a number
_WHOLE: Final = frozenset({16, 17, 18, 21})  # digits of a certificate's or a person's number: none was lost
_DOUBTLESS: Final = 0.9
_NARROW: Final = 20.0  # pixels from digit to digit in a line of 48: two steps of the network
_DRAWN_APART: Final = 1.6
_AS_SURE: Final = 0.05
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


def read_page(engine: TextEngine, picture: Pixels, is_landmark: Callable[[str], bool]) -> Page:
    """Find, turn and read the lines of one picture; ``is_landmark`` tells which texts belong to a document."""
    height, width = picture.shape[:2]
    quads = _find(engine, picture)
    if not quads:
        return Page((), 0.0, width, height)
    levels = halvings(picture)
    turn, ordered = upright(engine, levels, quads)
    if _is_long(picture):  # a screenshot has nothing behind it, and may go on for many lines
        return Page(tuple(_read(engine, levels, ordered[:_MOST_LINES])), turn, width, height)
    lines = _read_likely(engine, levels, _most_likely(ordered), is_landmark)
    return Page(tuple(lines), turn, width, height)


def _read_likely(
    engine: TextEngine, levels: list[Pixels], waiting: Sequence[Quad], is_landmark: Callable[[str], bool]
) -> list[TextLine]:
    """Read a few dozen lines; with many more, ask after each batch where the document lies, and stay there."""
    batch = len(waiting) if len(waiting) <= _FEW else _FEW // 2
    lines: list[TextLine] = []
    while waiting:
        lines += _read(engine, levels, waiting[:batch])
        around = _surroundings([line.quad for line in lines if is_landmark("".join(line.read.text.split()))])
        waiting = [quad for quad in waiting[batch:] if _within(quad, around)]
    return lines


def _read(engine: TextEngine, levels: list[Pixels], quads: Sequence[Quad]) -> list[TextLine]:
    read = [TextLine(_read_line(engine, cut(levels, quad)), quad) for quad in quads]
    return [line for line in read if line.read.text.strip() and line.read.score >= _FADED]


def _read_line(engine: TextEngine, line: Pixels) -> Recognised:
    """Read a line; a doubtful one of narrow digits again, drawn apart: of a run of zeros the network loses some."""
    read = engine.recognise(line)
    digits = sum(character.isdigit() for character in read.text)
    whole = digits in _WHOLE and min(read.sures) >= _DOUBTLESS
    if digits < _NUMBER or whole or line.shape[1] > _NARROW * len(read.text):
        return read
    size = (round(line.shape[1] * _DRAWN_APART), line.shape[0])
    apart = engine.recognise(np.asarray(cv2.resize(line, size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8))
    return apart if apart.score > read.score - _AS_SURE else read


def _surroundings(landmarks: Sequence[Quad]) -> npt.NDArray[np.float64] | None:
    """Return the corners of the area in which a document with these labels has its values; None: anywhere."""
    if len(landmarks) < _LANDMARKS:
        return None
    corners = np.concatenate(list(landmarks))
    low, high = corners.min(axis=0), corners.max(axis=0)
    reach = (high - low).max()
    return np.array([low - reach, high + reach])


def _within(quad: Quad, area: npt.NDArray[np.float64] | None) -> bool:
    middle = quad.mean(axis=0)
    return area is None or bool((middle >= area[0]).all() and (middle <= area[1]).all())


def _is_long(picture: Pixels) -> bool:
    height, width = picture.shape[:2]
    return bool(max(height, width) > _TALL * min(height, width))


def _find(engine: TextEngine, picture: Pixels) -> list[Quad]:
    height, width = picture.shape[:2]
    if _is_long(picture):
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
    pieces: list[list[Quad]] = []
    for begin in range(0, max(height, width), step):
        start, end = max(0, begin - overlap), begin + step + overlap
        piece = picture[:, start:end] if across == 0 else picture[start:end]
        found = engine.detect(np.ascontiguousarray(piece), _FIRST_LOOK)
        for quad in found:
            quad[:, across] += start
        pieces.append([quad for quad in found if begin <= quad[:, across].mean() < begin + step])
    return _mended(pieces)


def _mended(pieces: Sequence[Sequence[Quad]]) -> list[Quad]:
    """Put the two halves of a line together that runs across the edge of two pieces."""
    whole: list[Quad] = []
    for piece in pieces:
        before, whole = whole, []
        for quad in piece:
            halves = [other for other in before if _halves(other, quad)]
            before = [other for other in before if not any(other is half for half in halves)]
            whole.append(_around([*halves, quad]) if halves else quad)
        whole = before + whole
    return whole


def _halves(one: Quad, other: Quad) -> bool:
    """Tell whether two boxes overlap along one line of text."""
    low, high = np.maximum(one.min(axis=0), other.min(axis=0)), np.minimum(one.max(axis=0), other.max(axis=0))
    overlap = high - low
    return bool((overlap > _SHARED * min(_height(one), _height(other))).all())


def _around(quads: Sequence[Quad]) -> Quad:
    return np.asarray(cv2.boxPoints(cv2.minAreaRect(np.concatenate(quads).astype(np.float32))), dtype=np.float64)


def _most_likely(quads: Sequence[Quad]) -> list[Quad]:
    """Put first what is unlike the rest: a page behind a card can have hundreds of lines, of another size than its own.

    Lines longer than any document has are left out, and so is what goes beyond the number of lines a document has.
    """
    quads = [quad for quad in quads if _length(quad) < _LONGEST * _height(quad)]
    if len(quads) <= _FEW:
        return quads
    heights = np.maximum([_height(quad) for quad in quads], 1.0)
    lengths = np.array([_length(quad) for quad in quads])
    unlike = np.abs(np.log(heights / float(np.median(heights)))) - np.maximum(0.0, np.log(lengths / heights / _WORDY))
    return [quads[index] for index in np.argsort(-unlike, kind="stable")[:_MAX_LINES]]


def _length(quad: Quad) -> float:
    return float(max(np.hypot(*(quad[1] - quad[0])), np.hypot(*(quad[2] - quad[1]))))


def _height(quad: Quad) -> float:
    sides = [float(np.hypot(*(quad[(corner + 1) % 4] - quad[corner]))) for corner in range(4)]
    return min(sides[0] + sides[2], sides[1] + sides[3]) / 2
