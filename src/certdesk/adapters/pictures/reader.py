"""The real reader (ports.reader): hygiene, then text, then documents. One picture at a time in each process."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PIL import Image

from certdesk.adapters.pictures.engine import VERSION, text_engine
from certdesk.adapters.pictures.extract.documents import UNKNOWN, Document, documents_on
from certdesk.adapters.pictures.extract.labels import is_label
from certdesk.adapters.pictures.hygiene import clean_pictures
from certdesk.adapters.pictures.layout import words_of
from certdesk.adapters.pictures.likeness import likeness
from certdesk.adapters.pictures.networks import ONNX_RUNTIME, OPENVINO
from certdesk.adapters.pictures.page import pixels, read_page
from certdesk.adapters.pictures.quality import Look, assess, look_at
from certdesk.adapters.pictures.screen import Place, places, screen_copy
from certdesk.ports.reader import PictureReading, Reading, Unreadable

ENGINE: Final = "certdesk-pictures"

_reading = threading.Lock()  # the engine's memory is for one picture


@dataclass(frozen=True, slots=True)
class _Opened:
    """What one member of the file came to: its readings, with its size when it could be opened."""

    readings: tuple[PictureReading, ...]
    size: tuple[int, int] | None = None


class PictureReader:
    """Reads pictures, PDF files and containers of them with the models inside the installed packages."""

    def __init__(self, backend: str = ONNX_RUNTIME) -> None:
        self._backend = backend

    def read(self, content: bytes) -> Sequence[PictureReading]:
        """Read every document found, in order of appearance; never empty.

        A member of a container that cannot be opened is a reading of unknown kind whose advice says why. Boxes are
        shares of the sheet that ``screen_copy`` returns.

        Raises:
            Unreadable: nothing in the file could be opened.

        """
        with _reading:
            opened = [_open(member, self._backend) for member in clean_pictures(content)]
        if all(each.size is None for each in opened):
            raise Unreadable(str(opened[0].readings[0].quality["advice"]))
        return _on_one_sheet(opened)

    def screen_copy(self, content: bytes, watermark: str) -> bytes:
        """Return an upright JPEG without metadata for screens, with ``watermark`` across it.

        Raises:
            Unreadable: nothing in the file could be opened.

        """
        return screen_copy(content, watermark)


def openvino_reader() -> PictureReader:
    """Return a reader whose networks OpenVINO runs."""
    return PictureReader(OPENVINO)


def _open(member: Image.Image | Unreadable, backend: str) -> _Opened:
    if isinstance(member, Unreadable):
        nothing = PictureReading(
            kind=UNKNOWN, confidence=0.0, quality={"advice": str(member)}, engine=ENGINE, version=VERSION
        )
        return _Opened((nothing,))
    picture = pixels(member)
    engine = text_engine(backend)
    page = read_page(engine, picture, is_label)
    seen = look_at(picture, page)
    found = documents_on(words_of(page, is_label))
    readings = (_reading_of(document, seen, page.turn) for document in found)
    look = likeness(picture)
    marked = tuple(
        replace(each, quality={**each.quality, "likeness": look}, version=engine.version) for each in readings
    )
    return _Opened(marked, member.size)


def _reading_of(document: Document, seen: Look, turn: float) -> PictureReading:
    return PictureReading(
        kind=str(document.kind),
        confidence=document.confidence,
        fields=document.fields,
        quality=assess(document, seen, turn),
        engine=ENGINE,
        version=VERSION,
    )


def _on_one_sheet(opened: Sequence[_Opened]) -> list[PictureReading]:
    """Give all readings boxes of the one sheet on which the pages stand below one another."""
    where = iter(places([each.size for each in opened if each.size is not None]))
    found: list[PictureReading] = []
    for each in opened:
        place = next(where) if each.size is not None else None
        found += [reading if place is None else _moved(reading, place) for reading in each.readings]
    return found


def _moved(reading: PictureReading, place: Place) -> PictureReading:
    fields = {name: _placed(value, place) for name, value in reading.fields.items()}
    return replace(reading, fields=fields)


def _placed(value: Reading, place: Place) -> Reading:
    return value if value.box is None else replace(value, box=place.moved(value.box))
