"""Who says what of a case: the application, every document read from its files, and the office's own look-up."""

from collections.abc import Iterator, Mapping, Sequence

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.queries import party
from certdesk.rules.business import Business, Material
from certdesk.rules.matching.matrix import Context, cross_check
from certdesk.rules.matching.model import Document, Matrix, Source, Value
from certdesk.stages.evidence.look_up import Entry
from certdesk.stages.evidence.models import EvidenceFile, ReadingState, StoredReading
from certdesk.stages.evidence.queries import confirmed_entry

TYPED, REGISTER = "typed", "register"
_UNREAD = {ReadingState.UNREADABLE, ReadingState.FAILED}


def matrix_of(case: Case, files: Sequence[EvidenceFile], context: Context) -> Matrix:
    """Cross-check a case; ``files`` come with their readings."""
    asked = (case.recorded_item, case.correct_item) if case.business == Business.CORRECTION else ("", "")  # D-5
    return cross_check(list(voices(case, files)), context, correction=asked)


def voices(case: Case, files: Sequence[EvidenceFile]) -> Iterator[Document]:
    """Yield the application, then each document that was found, then what the office confirmed (G-05)."""
    yield _typed(case)
    for file in files:
        yield from _of_file(file)
    entry = confirmed_entry(case)
    if entry is not None:
        yield _looked_up(entry)


def key_of(file_id: int, position: int) -> str:
    """Name a document by its file and its place in it."""
    return f"{file_id}-{position}"


def _typed(case: Case) -> Document:
    holder = party(case, PartyRole.HOLDER)
    given = {
        "name": holder.name if holder else "",
        "id_number": holder.id_number if holder else "",
        "certificate_number": case.certificate_number,
        "occupation": case.occupation,
        "direction": case.direction,
        "level": str(case.level or ""),
    }
    return Document(key=TYPED, source=Source.TYPED, values=_values(given))


def _of_file(file: EvidenceFile) -> Iterator[Document]:
    """An officer's word on what a file is stands above the machine's (design rule 4)."""
    if file.reading_state in _UNREAD:
        said = file.material if file.classified_by_id else file.claimed
        if said in set(Material):
            yield Document(key=key_of(file.pk, 0), source=Source(said), readable=False)
        return
    for reading in file.readings.all():
        if reading.kind in set(Material) and (file.classified_by_id is None or file.material == reading.kind):
            yield Document(key=key_of(file.pk, reading.position), source=Source(reading.kind), values=_read(reading))


def _read(reading: StoredReading) -> dict[str, Value]:
    return {
        name: Value(
            str(read["value"]),
            sure=bool(read.get("sure")),
            confidence=float(read["confidence"]),
            also=tuple(read.get("also", ())),
        )
        for name, read in (reading.fields or {}).items()
    }


def _looked_up(entry: Entry) -> Document:
    given = {
        "name": entry.name,
        "id_number": entry.id_number,
        "certificate_number": entry.certificate_number,
        "occupation": entry.occupation,
        "direction": entry.direction,
        "level": str(entry.level or ""),
        "issue_date": entry.issued_on.isoformat() if entry.issued_on else "",
        "body": entry.body,
        "sex": entry.sex,
        "theory_score": entry.theory_score,
        "practice_score": entry.practice_score,
        "result": entry.result,
    }
    return Document(key=REGISTER, source=Source.REGISTER, values=_values(given))


def _values(given: Mapping[str, str]) -> dict[str, Value]:
    return {name: Value(text) for name, text in given.items() if text}
