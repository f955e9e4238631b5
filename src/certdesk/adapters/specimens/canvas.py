"""What all sample documents are drawn with: fonts, paper, a silhouette, the SPECIMEN mark."""

import io
import math
from functools import lru_cache
from typing import Final

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

Color = tuple[int, int, int]
Point = tuple[int, int]

INK: Final[Color] = (24, 24, 28)
MARK: Final = "样张 SPECIMEN"
_QUALITY: Final = 92


@lru_cache(maxsize=64)
def font(size: int, *, serif: bool = False) -> ImageFont.FreeTypeFont:
    """Return the Noto face in ``size`` pixels."""
    path = pylopdf_fonts_zh_cn.serif_path() if serif else pylopdf_fonts_zh_cn.sans_path()
    return ImageFont.truetype(str(path), size)


def paper(size: Point, base: Color, line: Color) -> Image.Image:
    """Return a sheet with wavy background lines, as the documents have against copying."""
    sheet = Image.new("RGB", size, base)
    pen = ImageDraw.Draw(sheet)
    width, height = size
    for row in range(-20, height + 20, 22):
        wave = [(x, row + 7 * math.sin(x / 43 + row / 31)) for x in range(0, width + 12, 12)]
        pen.line(wave, fill=line, width=1)
    return sheet


def write(  # noqa: PLR0913  (what, where and how: a drawing call)
    sheet: Image.Image,
    at: Point,
    text: str,
    size: int,
    *,
    fill: Color = INK,
    serif: bool = False,
    bold: bool = False,
    spread: int = 0,
) -> int:
    """Write ``text`` with its top left corner ``at``; ``spread`` pixels between characters. Returns the right end."""
    pen, face = ImageDraw.Draw(sheet), font(size, serif=serif)
    stroke = max(1, size // 32) if bold else 0
    x, y = at
    if not spread:
        pen.text(at, text, font=face, fill=fill, stroke_width=stroke)
        return x + round(face.getlength(text))
    for character in text:
        pen.text((x, y), character, font=face, fill=fill, stroke_width=stroke)
        x += round(face.getlength(character)) + spread
    return x - spread


def silhouette(size: Point) -> Image.Image:
    """Return a grey outline of a head and shoulders: no face, marked SPECIMEN."""
    width, height = size
    picture = Image.new("RGB", size, (214, 220, 226))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((width * 0.28, height * 0.14, width * 0.72, height * 0.56), fill=(150, 152, 156))
    pen.ellipse((width * 0.08, height * 0.62, width * 0.92, height * 1.5), fill=(120, 124, 132))
    face = font(width // 6)
    pen.text((width / 2, height * 0.88), "SPECIMEN", font=face, fill=(245, 245, 245), anchor="mm")
    return picture


def mark(sheet: Image.Image, at: Point, size: int, *, fill: Color = (150, 150, 156)) -> None:
    """Write 「样张 SPECIMEN 虚构信息」 so that nobody takes the sheet for a document."""
    write(sheet, at, f"{MARK} 虚构信息", size, fill=fill)


def jpeg(sheet: Image.Image) -> bytes:
    """Return the sheet as JPEG bytes."""
    buffer = io.BytesIO()
    sheet.save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return buffer.getvalue()
