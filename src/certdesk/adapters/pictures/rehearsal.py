"""The reader that reads nothing: for an office without the engine. It announces itself and never invents a field."""

import logging
from collections.abc import Sequence
from typing import Final

from certdesk.adapters.pictures.hygiene import clean_pictures
from certdesk.adapters.pictures.screen import screen_copy
from certdesk.ports.reader import PictureReading, Unreadable

ENGINE: Final = "null"
_ADVICE: Final = "图片没有自动识别，请经办人查看原图。"

logger = logging.getLogger(__name__)


class NullReader:
    """Checks and copies pictures like the real reader, and says of each that its kind is unknown."""

    def __init__(self) -> None:
        logger.warning("Pictures are not read: the null reader is in place, officers go on by eye.")

    def read(self, content: bytes) -> Sequence[PictureReading]:
        """Return a reading of unknown kind for each picture in the file.

        Raises:
            Unreadable: nothing in the file could be opened.

        """
        readings, refused = [], None
        for member in clean_pictures(content):
            if isinstance(member, Unreadable):
                refused = refused or member
            advice = str(member) if isinstance(member, Unreadable) else _ADVICE
            readings.append(PictureReading(kind="unknown", confidence=0.0, quality={"advice": advice}, engine=ENGINE))
        if refused is not None and all(reading.quality["advice"] != _ADVICE for reading in readings):
            raise refused
        return readings

    def screen_copy(self, content: bytes, watermark: str) -> bytes:
        """Return an upright JPEG without metadata for screens, with ``watermark`` across it.

        Raises:
            Unreadable: nothing in the file could be opened.

        """
        return screen_copy(content, watermark)
