"""Makes any picture plain red, green and blue, in stripes where it is large: a whole second copy would not fit."""

from typing import Final

from PIL import Image

_STRIPE: Final = 256  # rows


def flattened(image: Image.Image, most_pixels: int) -> Image.Image:
    """Return the picture as RGB on white paper, deep greys scaled by the range they use.

    One of several times ``most_pixels`` comes back smaller, by a whole factor, and still not below them.
    """
    factor = max(1, int((image.width * image.height / most_pixels) ** 0.5))
    lows = _range_of(image)
    if factor == 1:
        return _plain(image, lows)
    size = (-(-image.width // factor), -(-image.height // factor))
    canvas = Image.new("RGB", size)
    for top in range(0, image.height, _STRIPE * factor):
        stripe = image.crop((0, top, image.width, min(image.height, top + _STRIPE * factor)))
        canvas.paste(_plain(stripe, lows).reduce(factor), (0, top // factor))
    return canvas


def _is_deep(image: Image.Image) -> bool:
    return image.mode.startswith(("I", "F"))  # 16 bits and more: Pillow would clip, not scale


def _range_of(image: Image.Image) -> tuple[float, float]:
    """Return the darkest and the lightest of a deep grey picture."""
    if not _is_deep(image):
        return 0.0, 255.0
    low, high = image.getextrema()
    return (float(low), float(high)) if isinstance(low, int | float) and isinstance(high, int | float) else (0.0, 255.0)


def _plain(image: Image.Image, lows: tuple[float, float]) -> Image.Image:
    if _is_deep(image):
        return _to_eight_bits(image, *lows)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return image.convert("RGB")


def _to_eight_bits(image: Image.Image, low: float, high: float) -> Image.Image:
    grey = image.convert("F")
    if high <= low:
        return grey.convert("L").convert("RGB")
    step = 255 / (high - low)
    return grey.point(lambda value: value * step - low * step).convert("L").convert("RGB")
