"""Files of forms that are not sent yet: what was read of them, and which of them nobody sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from certdesk.ports.reader import PictureReading, Reading
from certdesk.stages.evidence.models import HeldUpload, ReadingState
from certdesk.stages.evidence.read import ReadResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is known of a file that waits with its form."""

    state: ReadingState
    readings: Sequence[PictureReading] = ()
    advice: str = ""

    @property
    def waiting(self) -> bool:
        """Whether nobody has read it yet."""
        return self.state is ReadingState.WAITING

    @property
    def failed(self) -> bool:
        """Whether it cannot be read by program, through no fault of the holder's."""
        return self.state is ReadingState.FAILED


def hold(sha256: str, *, at: datetime) -> HeldUpload | None:
    """Note that a form has this file; return the row if it has to be read."""
    row, _new = HeldUpload.objects.update_or_create(sha256=sha256, defaults={"held_at": at})
    return row if row.reading_state == ReadingState.WAITING else None


def note(row_id: int, result: ReadResult) -> None:
    """Write down what came of reading a held file."""
    readings = [asdict(reading) for reading in result.readings]
    row = HeldUpload.objects.filter(pk=row_id).first()
    if row is not None:
        row.reading_state, row.readings, row.advice = result.state, readings, result.advice
        row.save(update_fields=["reading_state", "readings", "advice"])


def waiting_sha256(row_id: int) -> str:
    """Return the content of a held file that has to be read, or nothing."""
    row = HeldUpload.objects.filter(pk=row_id, reading_state=ReadingState.WAITING).first()
    return row.sha256 if row else ""


def held_files(sha256s: Iterable[str]) -> Mapping[str, Held]:
    """Return what is known of these files, by content; of one that was never held, nothing."""
    rows = HeldUpload.objects.filter(sha256__in=set(sha256s))
    return {
        row.sha256: Held(
            state=ReadingState(row.reading_state),
            readings=[_reading(raw) for raw in row.readings or ()],
            advice=row.advice,
        )
        for row in rows
    }


def known_readings(sha256: str) -> Sequence[PictureReading]:
    """Return what was read of this content while its form was filled in."""
    held = held_files([sha256]).get(sha256)
    return held.readings if held else ()


def forget_reading(sha256: str) -> None:
    """Let a file be read anew: what was read of it before counts no more."""
    HeldUpload.objects.filter(sha256=sha256).delete()


def oldest_held(before: datetime, limit: int = 100) -> list[HeldUpload]:
    """Return held files that nobody touched since ``before``; lock them in the caller's transaction."""
    return list(HeldUpload.objects.select_for_update().filter(held_at__lt=before).order_by("held_at")[:limit])


def is_referred_to(sha256: str) -> bool:
    """Tell whether any row of any table keeps this content: a file, a message, a letter, a look-up."""
    return any(
        model._default_manager.filter(**{name: sha256}).exists()  # noqa: SLF001  # Django's documented API
        for model in apps.get_models()
        if model is not HeldUpload
        for name in _content_columns(model)
    )


def _content_columns(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.local_fields if field.name.endswith("sha256")]  # noqa: SLF001


def _reading(raw: Mapping[str, Any]) -> PictureReading:
    fields = {name: Reading(**_with_box(value)) for name, value in raw["fields"].items()}
    return PictureReading(**{**raw, "fields": fields})


def _with_box(value: Mapping[str, Any]) -> dict[str, Any]:
    box = value.get("box")
    return {**value, "box": tuple(box) if box else None, "also": tuple(value.get("also", ()))}
