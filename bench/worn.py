"""What cameras and messengers do to a document: turned, tilted, blurred, shadowed, squeezed. Deterministic by seed."""

import io
import math
import random
from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from certdesk.adapters.specimens.canvas import font

Wear = Callable[[Image.Image, random.Random], bytes]


def jpeg(image: Image.Image, quality: int = 90) -> bytes:
    """Return the picture as JPEG bytes."""
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def on_table(image: Image.Image, chance: random.Random, angle: float = 0.0, depth: float = 0.0) -> Image.Image:
    """Lay the document on a wooden table, turned by ``angle`` degrees and seen from ``depth`` aside (0..0.3)."""
    margin = 0.16
    width, height = round(image.width * (1 + 2 * margin)), round(image.height * (1 + 2 * margin))
    table = _wood(width, height, chance)
    return _laid(image, table, angle, depth)


def on_newspaper(image: Image.Image, chance: random.Random) -> Image.Image:
    """Lay the document askew on a printed page."""
    size = (round(image.width * 1.5), round(image.height * 1.5))
    page = Image.new("RGB", size, (226, 222, 212))
    pen, face = ImageDraw.Draw(page), font(max(16, size[1] // 48))
    letters = (
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
    )
    for top in range(4, size[1], round(face.size * 1.5)):
        pen.text(
            (4, top), "".join(chance.choices(letters, k=size[0] // round(face.size))), font=face, fill=(64, 64, 64)
        )
    return _laid(image, page, chance.uniform(-9, 9), 0.04)


def _wood(width: int, height: int, chance: random.Random) -> Image.Image:
    noise = np.random.default_rng(chance.randrange(1 << 30)).normal(0, 26, (height // 8 + 1, width // 40 + 1))
    grain = cv2.resize(noise.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return Image.fromarray(np.clip(grain[..., None] + (126, 92, 66), 0, 255).astype(np.uint8))


def _laid(image: Image.Image, ground: Image.Image, angle: float, depth: float) -> Image.Image:
    radians, (width, height) = math.radians(angle), image.size
    turn = np.array([[math.cos(radians), -math.sin(radians)], [math.sin(radians), math.cos(radians)]])
    reach = np.abs(turn) @ (width, height)
    shrink = min(1.0, *(np.array(ground.size) * 0.98 / reach))
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) / 2
    corners[[1, 2], 1] *= 1 - depth  # the far edge is seen smaller
    corners[[1, 2], 0] *= 1 - depth / 3
    placed = (corners @ turn.T) * shrink + np.array(ground.size) / 2
    start = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(start, placed.astype(np.float32))
    canvas: npt.NDArray[np.uint8] = np.array(ground)
    cv2.warpPerspective(
        np.array(image), matrix, ground.size, dst=canvas, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
    )
    return Image.fromarray(canvas)


def _shaded(image: Image.Image) -> Image.Image:
    ramp = Image.linear_gradient("L").rotate(60).resize(image.size)
    return Image.composite(image, ImageEnhance.Brightness(image).enhance(0.42), ramp)


def _shaken(image: Image.Image) -> Image.Image:
    kernel = np.zeros((9, 9), np.float32)
    kernel[4] = 1 / 9
    return Image.fromarray(cv2.filter2D(np.array(image), -1, kernel))


def _small(image: Image.Image) -> Image.Image:
    scale = 900 / max(image.size)
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BILINEAR)


def _screened(image: Image.Image) -> Image.Image:
    """Photograph a screen: a fine grid of dark lines over the picture."""
    pixels = np.array(image).astype(np.float32)
    rows, columns = np.mgrid[0 : image.height, 0 : image.width]
    pixels *= (0.9 + 0.1 * np.sin(rows / 1.7) * np.sin(columns / 1.9 + rows / 260))[..., None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _glaring(image: Image.Image, chance: random.Random) -> Image.Image:
    light = Image.new("L", image.size)
    x, y = chance.randrange(image.width), chance.randrange(image.height)
    reach = min(image.size) // 6
    ImageDraw.Draw(light).ellipse((x - reach, y - reach, x + reach, y + reach), fill=215)
    white = Image.new("RGB", image.size, "white")
    return Image.composite(white, image, light.filter(ImageFilter.GaussianBlur(reach / 2)))


WEARS: dict[str, Wear] = {
    "clean": lambda image, _: jpeg(image),
    "on a table": lambda image, chance: jpeg(on_table(image, chance, chance.uniform(-6, 6))),
    "turned left": lambda image, chance: jpeg(on_table(image, chance).rotate(90, expand=True)),
    "upside down": lambda image, chance: jpeg(on_table(image, chance, 5).rotate(180, expand=True)),
    "tilted": lambda image, chance: jpeg(on_table(image, chance, chance.choice((-24, 22)))),
    "from aside": lambda image, chance: jpeg(on_table(image, chance, chance.uniform(-3, 3), 0.14)),
    "far aside": lambda image, chance: jpeg(on_table(image, chance, chance.uniform(-3, 3), 0.26)),
    "blurred": lambda image, chance: jpeg(on_table(image, chance).filter(ImageFilter.GaussianBlur(1.6))),
    "shaken": lambda image, chance: jpeg(_shaken(on_table(image, chance))),
    "squeezed": lambda image, chance: jpeg(on_table(image, chance), quality=28),
    "in shadow": lambda image, chance: jpeg(_shaded(on_table(image, chance, 3))),
    "in the dark": lambda image, chance: jpeg(ImageEnhance.Brightness(on_table(image, chance)).enhance(0.3)),
    "glare": lambda image, chance: jpeg(_glaring(on_table(image, chance), chance)),
    "off a screen": lambda image, chance: jpeg(_screened(on_table(image, chance, 2))),
    "small": lambda image, chance: jpeg(_small(on_table(image, chance)), quality=80),
    "photocopy": lambda image, _: jpeg(ImageEnhance.Contrast(image.convert("L")).enhance(1.8), quality=70),
    "on a newspaper": lambda image, chance: jpeg(on_newspaper(image, chance)),
}
