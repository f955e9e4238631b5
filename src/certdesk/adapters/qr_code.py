"""QR codes (ISO/IEC 18004), error correction M, with the quiet zone of four modules."""

import io

import numpy as np
import zxingcpp
from PIL import Image

QUIET_ZONE = 4  # modules


def as_svg(text: str) -> str:
    """Return the code of ``text`` as an SVG that scales, and that can stand within a page.

    Every run of dark modules is a line as thick as a module.
    """
    dark = np.asarray(zxingcpp.write_barcode_to_image(_symbol(text), add_quiet_zones=False)) == 0
    edges = np.diff(np.pad(dark, ((0, 0), (1, 1))).astype(np.int8))
    runs = zip(np.argwhere(edges == 1).tolist(), np.argwhere(edges == -1).tolist(), strict=True)
    path = "".join(f"M{x + QUIET_ZONE} {y + QUIET_ZONE}.5h{end - x}" for (y, x), (_, end) in runs)
    side = len(dark) + 2 * QUIET_ZONE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path stroke="#000" d="{path}"/></svg>'
    )


def as_png(text: str, *, scale: int) -> bytes:
    """Return the code of ``text`` as a PNG, ``scale`` pixels a module."""
    drawn = io.BytesIO()
    pixels = np.asarray(zxingcpp.write_barcode_to_image(_symbol(text), scale=scale))
    Image.fromarray(pixels).convert("1").save(drawn, format="PNG", optimize=True)
    return drawn.getvalue()


def _symbol(text: str) -> zxingcpp.Barcode:
    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
