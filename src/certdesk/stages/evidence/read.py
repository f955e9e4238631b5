"""Read the files of a case. A reading is a claim; an unreadable file ends in a state somebody sees."""

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from certdesk.cases.parties import id_number_index
from certdesk.ports.reader import PictureReading, Reader, Unreadable
from certdesk.ports.vault import NotInVault, Vault, VaultDamaged
from certdesk.rules.business import Material
from certdesk.stages.evidence.likeness import LOOK, keep_likeness
from certdesk.stages.evidence.models import EvidenceFile, ReadingState, StoredReading

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """What came of reading one file."""

    state: ReadingState
    readings: Sequence[PictureReading] = ()
    advice: str = ""
    screen_sha256: str = ""


log = logging.getLogger(__name__)
_BY_EYE = "自动识别没有成功，不影响办理，请经办人看图；也可以重新识别。"
_BY_ORIGINAL = "文件打开时出错，不影响办理，请经办人下载原件查看；也可以重新识别。"
_LOST = ReadResult(state=ReadingState.FAILED, advice="文件在存储中损坏或缺失，请联系运维人员检查")


def read_file(
    file: EvidenceFile, *, vault: Vault, reader: Reader, watermark: str, known: Sequence[PictureReading] = ()
) -> ReadResult:
    """Read one file outside any transaction: it may take seconds. Never raises for a bad file.

    ``known``: what was read of the same content before; then only the copy for screens is made.
    """
    try:
        content = vault.get(file.sha256)
        copy = reader.screen_copy(content, watermark)  # first: an officer can go on by eye
    except Unreadable as why:
        return _unreadable(why)
    except (NotInVault, VaultDamaged):
        return _LOST
    except Exception:  # a file that breaks the opening in a way nobody foresaw must not come back for ever
        log.exception("a file could not be opened; it waits for an officer")
        return ReadResult(state=ReadingState.FAILED, advice=_BY_ORIGINAL)
    screen = vault.put(copy)
    try:
        readings = known or reader.read(content)
    except Unreadable as why:
        return replace(_unreadable(why), screen_sha256=screen)
    except Exception:  # an engine may fail in any way; the case goes on, and the reading can be repeated
        log.exception("the picture reader failed; the file waits for an officer's eye")
        return ReadResult(state=ReadingState.FAILED, advice=_BY_EYE, screen_sha256=screen)
    return ReadResult(state=ReadingState.READ, readings=readings, advice=_advice(readings), screen_sha256=screen)


def read_content(sha256: str, *, vault: Vault, reader: Reader) -> ReadResult:
    """Read a file that belongs to no case yet; nothing is kept of it but the result."""
    try:
        readings = reader.read(vault.get(sha256))
    except Unreadable as why:
        return _unreadable(why)
    except (NotInVault, VaultDamaged):
        return _LOST
    return ReadResult(state=ReadingState.READ, readings=readings, advice=_advice(readings))


def _unreadable(why: Unreadable) -> ReadResult:
    return ReadResult(state=ReadingState.UNREADABLE, advice=str(why)[:300])


def _advice(readings: Sequence[PictureReading]) -> str:
    found = (str(reading.quality["advice"]) for reading in readings if reading.quality.get("advice"))
    return next(found, "")[:300]


def store_result(file: EvidenceFile, result: ReadResult, *, at: datetime) -> None:
    """Write a result into the file's row; an officer's own classification stands."""
    file.readings.all().delete()
    StoredReading.objects.bulk_create(
        StoredReading(
            file=file,
            position=position,
            kind=reading.kind,
            confidence=reading.confidence,
            fields={name: asdict(value) for name, value in reading.fields.items()},
            id_index=_id_index(reading),
            quality={name: value for name, value in reading.quality.items() if name != LOOK},
            engine=reading.engine,
            version=reading.version,
            read_at=at,
        )
        for position, reading in enumerate(result.readings)
    )
    keep_likeness(file, result.readings)
    file.reading_state, file.advice = result.state, result.advice
    file.screen_sha256 = result.screen_sha256 or file.screen_sha256
    if file.classified_by_id is None:
        file.material = _material(result)
    file.save()


def _id_index(reading: PictureReading) -> str:
    """Return the blind index of an ID number surely and wholly read."""
    read = reading.fields.get("id_number")
    return id_number_index(read.value) if read and read.sure and "*" not in read.value else ""


def _material(result: ReadResult) -> str:
    """Name the file after the first known document on it."""
    known = [reading.kind for reading in result.readings if reading.kind in set(Material)]
    return known[0] if known else UNKNOWN


def summary(files: Sequence[EvidenceFile]) -> str:
    """Say in a few words what reading came to; nothing personal, it stands in the history."""
    read = sum(file.reading_state == ReadingState.READ for file in files)
    return f"{len(files)}份文件，{read}份可识别"
