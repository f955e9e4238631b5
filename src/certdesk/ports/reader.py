"""Reading a picture. A reading is a claim with a confidence; people decide (design rule 4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, as shares (0..1) of the upright picture."""


class Unreadable(Exception):
    """The file cannot be read as a picture; the text tells the holder why and what to do."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One value read from a picture, how sure the engine is (0..1), and where it stood."""

    value: str
    confidence: float
    box: Box | None = None
    sure: bool = False  # confidence above the gate of its field, and its second witness agrees
    also: tuple[str, ...] = ()  # what else it may say: the engine held it nearly as likely


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureReading:
    """What one document on one picture shows.

    ``kind`` is a ``rules.business.Material`` value or ``unknown``. Field names:
    name sex ethnicity birth address id_number authority valid_from valid_to
    certificate_number occupation direction level theory_score practice_score result
    issue_date body site. Dates are ISO; level is "1".."5".
    """

    kind: str
    confidence: float
    fields: Mapping[str, Reading] = field(default_factory=dict)
    quality: Mapping[str, float | str | bool] = field(default_factory=dict)
    engine: str = ""
    version: str = ""


class Reader(Protocol):
    """Reads a file: a picture, a PDF, or a container of them."""

    def read(self, content: bytes) -> Sequence[PictureReading]:
        """Read every document found, in order of appearance; never empty.

        Raises:
            Unreadable: not a picture, damaged, or beyond the limits.
        """
        ...

    def screen_copy(self, content: bytes, watermark: str) -> bytes:
        """Return an upright JPEG without metadata for screens, with ``watermark`` across it.

        Raises:
            Unreadable: as for ``read``.
        """
        ...
