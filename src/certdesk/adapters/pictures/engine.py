"""The three networks that find, turn and read lines of text: PP-OCRv6 small, as the rapidocr wheel ships it.

The models run on ONNX Runtime directly: rapidocr's own pipeline detects at 2,000 pixels and reads in padded batches,
which costs twice the time and memory for the same characters. Nothing is ever downloaded.
"""

import importlib.util
import math
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from certdesk.adapters.pictures.networks import LOADERS, ONNX_RUNTIME, characters_of

Pixels = npt.NDArray[np.uint8]  # height × width × 3, in the order blue, green, red
Quad = npt.NDArray[np.float64]  # four corners, clockwise from the top left of the text

VERSION: Final = "PP-OCRv6-small/3.10.0"
RECOGNISER: Final = "PP-OCRv6_rec_small.onnx"

_STEP: Final = 32  # the detector halves five times
_INK: Final = 0.3  # a pixel of the detector's map is text
_TEXT: Final = 0.42  # the mean over a box is text
_MOST_BOXES: Final = 2000
_GROW: Final = 1.6  # the detector marks the core of a line; this much is added around it
_LINE_HEIGHT: Final = 48
_MIN_WIDTH: Final = 160  # shorter lines are padded: the recogniser has not seen narrower ones
_MAX_WIDTH: Final = 1600
_NEAR: Final = 0.1  # of 1,656 simplified characters 26 were read as traditional: 20 had the right form at least as near
_TURN_SIZE: Final = (192, 48)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of one line, with how sure each character is (0..1) and where along the line it stands (0..1)."""

    text: str
    sures: tuple[float, ...]
    centres: tuple[float, ...]
    seconds: tuple[str, ...] = ()  # of each character the one held nearly as likely, or nothing

    @property
    def score(self) -> float:
        """The mean over the characters."""
        return sum(self.sures) / len(self.sures) if self.sures else 0.0


class TextEngine:
    """The loaded networks; stateless, one thread each."""

    def __init__(self, backend: str = ONNX_RUNTIME) -> None:
        cv2.setNumThreads(1)
        models, load = _models(), LOADERS[backend]
        self.version = VERSION if backend == ONNX_RUNTIME else f"{VERSION}/{backend}"
        self._detector = load(models / "PP-OCRv6_det_small.onnx")
        self._recogniser = load(models / RECOGNISER)
        self._turner = load(models / "ch_ppocr_mobile_v2.0_cls_mobile.onnx")
        self._characters = characters_of(models / RECOGNISER)

    def detect(self, picture: Pixels, longest: int) -> list[Quad]:
        """Return the boxes of text lines, found on the picture scaled to ``longest`` pixels."""
        height, width = picture.shape[:2]
        scale = min(1.0, longest / max(height, width))
        size = tuple(max(_STEP, round(side * scale / _STEP) * _STEP) for side in (width, height))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        chances = self._detector(_normal(small))[0, 0]
        stretch = np.array([width / size[0], height / size[1]])
        return [quad * stretch for quad in _apart(_boxes(chances))]

    def recognise(self, line: Pixels) -> Recognised:
        """Read one upright line, cut to a height of 48 pixels."""
        width = min(line.shape[1], _MAX_WIDTH)
        padded = max(_MIN_WIDTH, math.ceil(width / _STEP) * _STEP)
        tensor = np.zeros((1, 3, _LINE_HEIGHT, padded), dtype=np.float32)
        tensor[..., :width] = _normal(line[:, :width])
        return self._decoded(self._recogniser(tensor)[0], width / padded)

    def upside_down(self, line: Pixels) -> float:
        """Return how sure the turner is that a line stands on its head (0..1)."""
        width = min(_TURN_SIZE[0], line.shape[1])
        tensor = np.zeros((1, 3, _TURN_SIZE[1], _TURN_SIZE[0]), dtype=np.float32)
        tensor[..., :width] = _normal(cv2.resize(line, (width, _TURN_SIZE[1])))
        return float(self._turner(tensor)[0, 1])

    def _decoded(self, chances: npt.NDArray[np.float32], filled: float) -> Recognised:
        """Turn the chances per column into text: equal neighbours are one character, class 0 is none (CTC)."""
        best = chances.argmax(axis=1)
        starts = np.flatnonzero((best != 0) & np.concatenate(([True], best[1:] != best[:-1])))
        centres = tuple(float(min(1.0, (start + 0.5) / len(best) / filled)) for start in starts)
        text = "".join(self._characters[index] for index in best[starts])
        seconds = tuple(self._second(chances[start], best[start]) for start in starts)
        return Recognised(text, tuple(float(sure) for sure in chances[starts, best[starts]]), centres, seconds)

    def _second(self, chances: npt.NDArray[np.float32], best: np.intp) -> str:
        """Return the character that came second, when it came near."""
        near = np.flatnonzero(chances >= _NEAR)
        others = [index for index in near if index not in (0, best)]
        return self._characters[max(others, key=lambda index: chances[index])] if others else ""


_engines: dict[str, TextEngine] = {}
_loading = threading.Lock()


def text_engine(backend: str = ONNX_RUNTIME) -> TextEngine:
    """Return the engine of this process, loaded at the first call: 165 MB, once, and only where pictures are read.

    Raises:
        NoSuchBackend: it is not installed.
    """
    with _loading:
        if backend not in _engines:
            _engines[backend] = TextEngine(backend)
        return _engines[backend]


def cut(levels: list[Pixels], quad: Quad) -> Pixels:
    """Cut a line out of the picture, level and 48 pixels high; ``levels`` come from ``halvings``."""
    height = (_length(quad[0], quad[3]) + _length(quad[1], quad[2])) / 2
    width = (_length(quad[0], quad[1]) + _length(quad[3], quad[2])) / 2
    level = min(len(levels) - 1, max(0, math.floor(math.log2(max(height, 1.0) / _LINE_HEIGHT))))
    target = max(8, min(_MAX_WIDTH, round(width * _LINE_HEIGHT / max(height, 1.0))))
    corners = np.array([[0, 0], [target, 0], [target, _LINE_HEIGHT], [0, _LINE_HEIGHT]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform((quad / 2**level).astype(np.float32), corners)
    line = cv2.warpPerspective(
        levels[level], matrix, (target, _LINE_HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(line, dtype=np.uint8)


def halvings(picture: Pixels) -> list[Pixels]:
    """Return the picture, its half, its quarter and its eighth, so that large letters are not cut with gaps."""
    levels = [picture]
    while len(levels) < 4 and min(levels[-1].shape[:2]) > 2 * _LINE_HEIGHT:  # noqa: PLR2004
        height, width = levels[-1].shape[:2]
        half = cv2.resize(levels[-1], (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        levels.append(np.asarray(half, dtype=np.uint8))
    return levels


def _models() -> Path:
    found = importlib.util.find_spec("rapidocr")  # located, not imported: its package pulls in far more than models
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("rapidocr, which ships the models, is not installed")
    return Path(found.submodule_search_locations[0]) / "models"


def _normal(picture: Any) -> npt.NDArray[np.float32]:
    """Scale 0..255 to -1..1 and put the colours first, as all three networks were trained."""
    return np.ascontiguousarray(picture.astype(np.float32).transpose(2, 0, 1)[None] / 127.5 - 1.0)


def _boxes(chances: npt.NDArray[np.float32]) -> list[Quad]:
    mask = cv2.dilate((chances > _INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, nesting = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour, (_, _, _, parent) in zip(contours[:_MOST_BOXES], nesting[0] if len(contours) else (), strict=False):
        if parent >= 0:  # a hole in a line is no line
            continue
        (x, y), (width, height), angle = cv2.minAreaRect(contour)
        if min(width, height) < 3 or _mean(chances, contour) < _TEXT:  # noqa: PLR2004
            continue
        margin = 2 * width * height * _GROW / (2 * (width + height))
        found.append(np.asarray(cv2.boxPoints(((x, y), (width + margin, height + margin), angle)), dtype=np.float64))
    return found


def _apart(quads: list[Quad]) -> list[Quad]:
    """Leave out boxes whose middle lies in a larger one: parts of a line that was found as a whole."""
    kept: list[Quad] = []
    for quad in sorted(quads, key=_area, reverse=True):
        middle = (float(quad[:, 0].mean()), float(quad[:, 1].mean()))
        inside = any(cv2.pointPolygonTest(other.astype(np.float32), middle, measureDist=False) >= 0 for other in kept)
        if not inside:
            kept.append(quad)
    return kept


def _area(quad: Quad) -> float:
    return _length(quad[0], quad[1]) * _length(quad[1], quad[2])


def _mean(chances: npt.NDArray[np.float32], contour: Any) -> float:
    """Return the mean chance inside the smallest rectangle around the contour."""
    corners = cv2.boxPoints(cv2.minAreaRect(contour))
    height, width = chances.shape
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, (width - 1, height - 1))
    inside = np.zeros((bottom - top + 1, right - left + 1), dtype=np.uint8)
    cv2.fillPoly(inside, [(corners - (left, top)).astype(np.int32)], 1)
    return float(cv2.mean(chances[top : bottom + 1, left : right + 1], inside)[0])


def _length(start: npt.NDArray[np.float64], end: npt.NDArray[np.float64]) -> float:
    return float(np.hypot(*(end - start)))
