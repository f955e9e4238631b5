"""How good a picture is to read, and the sentence that helps its holder to take a better one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from certdesk.adapters.pictures.engine import Pixels
from certdesk.adapters.pictures.extract.documents import UNKNOWN, Document
from certdesk.adapters.pictures.page import Page
from certdesk.ports.reader import Reading
from certdesk.rules.business import Material

_SCALE: Final = 1000  # pixels of the longer side at which sharpness is compared
_BLOCK: Final = 40
_BLURRED: Final = 100.0  # measured: heavy blur 20-60, mild 320-510, sharp above 550
_WHITE: Final = 250
_EDGE: Final = 0.004  # share of the longer side; a line nearer to the edge goes on beyond it
_SEVERAL: Final = 2  # lines
_LEVEL: Final = 0.4  # degrees; a screenshot's text runs level to the pixel, a camera's never does
_SMALL: Final = 13.0  # pixels of a line
_GLARE: Final = 0.015  # share of the picture in one burnt-out patch
_FLAT: Final = (Material.ID_PORTRAIT_SIDE, Material.ID_EMBLEM_SIDE, Material.ORIGINAL_CERTIFICATE)

_NEEDED: Final[Mapping[str, Mapping[str, str]]] = {
    Material.ID_PORTRAIT_SIDE: {"name": "姓名", "id_number": "公民身份号码"},
    Material.ID_EMBLEM_SIDE: {"authority": "签发机关", "valid_to": "有效期限"},
    Material.LOOKUP_SCREENSHOT: {"name": "姓名", "certificate_number": "证书编号", "occupation": "职业名称"},
    Material.ORIGINAL_CERTIFICATE: {"name": "姓名", "certificate_number": "证书编号", "occupation": "职业名称"},
}


def sharpness(picture: Pixels) -> float:
    """Return the sharpness of the sharpest places: text is there, blank paper must not count."""
    height, width = picture.shape[:2]
    scale = _SCALE / max(height, width)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    size = (max(_BLOCK, round(width * scale)), max(_BLOCK, round(height * scale)))
    edges = cv2.Laplacian(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), cv2.CV_32F)
    rows, columns = edges.shape[0] // _BLOCK, edges.shape[1] // _BLOCK
    blocks = edges[: rows * _BLOCK, : columns * _BLOCK].reshape(rows, _BLOCK, columns, _BLOCK)
    return round(float(np.percentile(blocks.var(axis=(1, 3)), 95)), 1)


def glare(picture: Pixels) -> float:
    """Return the share of the picture that the largest burnt-out patch covers."""
    small = cv2.resize(picture, (400, max(1, round(400 * picture.shape[0] / picture.shape[1]))))
    white = (small.min(axis=2) >= _WHITE).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(white)
    largest = max((int(stats[index, cv2.CC_STAT_AREA]) for index in range(1, count)), default=0)
    return round(float(largest / white.size), 4)


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture looks, whatever it shows."""

    sharp: float
    glare: float
    cut_off: bool
    letters: float  # height of its lines in pixels, the median
    level: bool  # text runs as exactly as only a screenshot's does


def look_at(picture: Pixels, page: Page) -> Look:
    """Measure a picture with its lines of text."""
    heights = [_height(line.quad) for line in page.lines]
    edge = _EDGE * max(page.width, page.height)
    beyond = [line for line in page.lines if _touches(line.quad, page, edge)]
    slant = abs((page.turn + 45) % 90 - 45)
    return Look(
        sharp=sharpness(picture),
        glare=glare(picture),
        cut_off=len(beyond) >= _SEVERAL,
        letters=round(float(np.median(heights)), 1) if heights else 0.0,
        level=slant < _LEVEL,
    )


def _height(quad: npt.NDArray[np.float64]) -> float:
    return float((np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2)


def _touches(quad: npt.NDArray[np.float64], page: Page, edge: float) -> bool:
    left, top = quad.min(axis=0)
    right, bottom = quad.max(axis=0)
    return bool(left <= edge or top <= edge or right >= page.width - edge or bottom >= page.height - edge)


def assess(document: Document, look: Look, turn: float) -> Mapping[str, float | str | bool]:
    """Return the figures, what could not be read, and the advice that follows (empty: nothing to do better)."""
    missing = [word for field, word in _NEEDED.get(document.kind, {}).items() if _is_weak(document.fields.get(field))]
    return {
        "sharpness": look.sharp,
        "blurred": look.sharp < _BLURRED,
        "glare": look.glare > _GLARE and document.kind in _FLAT,
        "cut_off": look.cut_off,
        "letters": look.letters,
        "screen_photo": document.kind == Material.LOOKUP_SCREENSHOT and not look.level,
        "turn": round(turn, 1) % 360,
        "missing": "、".join(missing),
        "advice": _advice(document.kind, look, missing),
    }


def _is_weak(reading: Reading | None) -> bool:
    return reading is None or reading.confidence < 0.8  # noqa: PLR2004


def _advice(kind: str, look: Look, missing: list[str]) -> str:
    """Say what to do better, the likeliest cause first; a picture that was read needs no better one."""
    if look.sharp < _BLURRED and (missing or kind == UNKNOWN):
        return "照片模糊，看不清文字。请擦净镜头，在光线充足处拿稳手机，对焦清楚后重新拍摄。"
    if kind == UNKNOWN:
        return "没有认出这是哪一种材料。请发送身份证人像面、国徽面、查询结果截图或证书原件的照片，并拍全四角。"
    if not missing:
        return ""
    return f"没有看清：{'、'.join(missing)}。{_remedy(kind, look)}"


def _remedy(kind: str, look: Look) -> str:
    if look.glare > _GLARE and kind in _FLAT:
        return "照片有反光，请避开灯光，换个角度重新拍摄。"
    if look.cut_off:
        return "有一部分没有拍进画面，请把四角都拍全后重新拍摄。"
    if kind == Material.LOOKUP_SCREENSHOT and not look.level:
        return "这像是对着屏幕拍的照片，请在手机或电脑上直接截屏后发送。"
    if 0 < look.letters < _SMALL:
        return "图上的字太小，请靠近拍摄，或发送原图，不要发送缩略图。"
    return "请拍全四角，让证件或页面占满画面，避免倾斜和遮挡。"
