"""The copy for screens: upright by EXIF, without metadata, watermarked. Several pages stand below one another."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from certdesk.adapters.pictures.hygiene import clean_pictures
from certdesk.ports.reader import Box, Unreadable

_PIXELS: Final = 4_000_000
_LONGEST: Final = 16_000
_QUALITY: Final = 84
_ANGLE: Final = 25
_INK: Final = (110, 110, 118)
_STRENGTH: Final = 72  # of 255: legible in a print, no hindrance to a reader


@dataclass(frozen=True, slots=True)
class Place:
    """Where one page stands on the sheet of all pages, as shares of its height and width."""

    top: float
    height: float
    width: float

    def moved(self, box: Box) -> Box:
        """Return a box of the page as a box of the sheet."""
        left, top, right, bottom = box
        return (
            round(left * self.width, 4),
            round(self.top + top * self.height, 4),
            round(right * self.width, 4),
            round(self.top + bottom * self.height, 4),
        )


def screen_copy(content: bytes, watermark: str) -> bytes:
    """Return all pictures of a file below one another as one watermarked JPEG; the engine is not needed.

    Raises:
        Unreadable: nothing in the file could be opened.

    """
    images: list[Image.Image] = []
    sizes: list[tuple[int, int]] = []
    refused: Unreadable | None = None
    for member in clean_pictures(content):
        if isinstance(member, Unreadable):
            refused = refused or member
        else:
            sizes.append(member.size)
            images.append(shrunk(member))
    if refused is not None and not images:
        raise refused
    return watermarked(sheet(images, sizes), watermark)


def places(sizes: Sequence[tuple[int, int]]) -> list[Place]:
    """Return where pages of these sizes stand when they are put below one another, at their own size."""
    whole_width = max(width for width, _ in sizes)
    whole_height = sum(height for _, height in sizes)
    found, top = [], 0
    for width, height in sizes:
        found.append(Place(top / whole_height, height / whole_height, width / whole_width))
        top += height
    return found


def sheet(images: Sequence[Image.Image], sizes: Sequence[tuple[int, int]]) -> Image.Image:
    """Put the pages below one another; ``sizes`` are their sizes before they were shrunk."""
    whole = (max(width for width, _ in sizes), sum(height for _, height in sizes))
    scale = min(1.0, (_PIXELS / (whole[0] * whole[1])) ** 0.5, _LONGEST / max(whole))
    canvas = Image.new("RGB", (max(1, round(whole[0] * scale)), max(1, round(whole[1] * scale))), "white")
    for image, place in zip(images, places(sizes), strict=True):
        size = (max(1, round(place.width * canvas.width)), max(1, round(place.height * canvas.height)))
        canvas.paste(image.resize(size, Image.Resampling.LANCZOS), (0, round(place.top * canvas.height)))
    return canvas


def shrunk(image: Image.Image) -> Image.Image:
    """Return a page no larger than a screen needs, so that many fit in memory."""
    scale = min(1.0, (_PIXELS / (image.width * image.height)) ** 0.5)
    if scale == 1.0:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def watermarked(image: Image.Image, text: str) -> bytes:
    """Return the picture as JPEG with ``text`` across all of it."""
    copy = image.copy()
    if text:
        copy.paste(_INK, (0, 0), _pattern(copy.size, text))
    buffer = io.BytesIO()
    copy.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


def _pattern(size: tuple[int, int], text: str) -> Image.Image:
    """Return a mask of the text in slanted rows, every other row shifted."""
    letter = max(14, round(min(size) / 26))
    face = ImageFont.truetype(str(pylopdf_fonts_zh_cn.sans_path()), letter)
    step = round(face.getlength(text)) + 4 * letter
    side = round((size[0] ** 2 + size[1] ** 2) ** 0.5)
    mask = Image.new("L", (side, side))
    pen = ImageDraw.Draw(mask)
    for row, top in enumerate(range(0, side, 5 * letter)):
        for left in range(-(row % 2) * step // 2, side, step):
            pen.text((left, top), text, font=face, fill=_STRENGTH)
    turned = mask.rotate(_ANGLE, Image.Resampling.BILINEAR)
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))
