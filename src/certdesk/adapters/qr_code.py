"""QR codes (ISO/IEC 18004), error correction M, with the quiet zone of four modules."""

import io
import re

import numpy as np
import zxingcpp
from PIL import Image

_UP_TO_SIZE = re.compile(r'^.*?<svg width="(\d+)" height="(\d+)"', re.DOTALL)


def as_svg(text: str) -> str:
    """Return the code of ``text`` as an SVG that scales, and that can stand within a page."""
    drawn = zxingcpp.write_barcode_to_svg(_symbol(text))
    return _UP_TO_SIZE.sub(r'<svg viewBox="0 0 \1 \2" width="\1" height="\2"', drawn, count=1)


def as_png(text: str, *, scale: int) -> bytes:
    """Return the code of ``text`` as a PNG, ``scale`` pixels a module."""
    drawn = io.BytesIO()
    pixels = np.asarray(zxingcpp.write_barcode_to_image(_symbol(text), scale=scale))
    Image.fromarray(pixels).convert("1").save(drawn, format="PNG", optimize=True)
    return drawn.getvalue()


def _symbol(text: str) -> zxingcpp.Barcode:
    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
