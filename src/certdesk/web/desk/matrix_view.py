"""The cross-check as a table: documents across, fields down, the crop of the picture in the cell that needs a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext

from certdesk import wiring
from certdesk.rules.matching.matrix import Context
from certdesk.rules.matching.model import Cell, CellState, Document, Matrix, Row
from certdesk.rules.wording import Sentence
from certdesk.stages.evidence.voices import key_of, matrix_of
from certdesk.web.desk.evidence_view import HIDDEN, Seen, spoken
from certdesk.web.labels import CELL, SOURCE

if TYPE_CHECKING:
    from certdesk.cases.models import Case
    from certdesk.stages.evidence.models import EvidenceFile

MARKS = {
    CellState.AGREES: ("✓", "good"),
    CellState.DIFFERS: ("≠", "bad"),
    CellState.UNREADABLE: ("？", "warn"),
    CellState.ABSENT: ("—", ""),
    CellState.ALONE: ("·", ""),
}
LOOKED_AT = {CellState.DIFFERS, CellState.UNREADABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """One cell as the page shows it; ``crop`` is the address of the piece of the picture it was read from."""

    column: str
    mark: str
    css: str
    state: Promise
    value: str
    also: Sequence[str]
    why: Sentence | None
    crop: str
    basis: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One field; ``look``: a person has to, so the crops stand open."""

    field: str
    css: str
    look: bool
    explained: bool
    cells: Sequence[ShownCell | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The whole table, and what a document says against itself."""

    columns: Sequence[str]
    rows: Sequence[ShownRow]
    findings: Sequence[tuple[str, Sentence, bool]]
    differing: int


def check(case: Case, files: Sequence[EvidenceFile]) -> Matrix:
    """Cross-check a case as of today; ``files`` come with their readings."""
    guide = wiring.guide()
    today = guide.local_date(wiring.clock().now())
    context = Context(today=today, scheme=guide.rulebook.numbering, characters=wiring.characters())
    return matrix_of(case, files, context)


def shown_matrix(matrix: Matrix, seen: Sequence[Seen], *, shown: bool) -> Shown:
    """Turn a cross-check into a table for the page; values are masked unless ``shown``."""
    crops = _crops(seen) if shown else {}
    names = _names(matrix.documents)
    speaking = [
        number for number in range(len(matrix.documents)) if any(row.cells[number] is not None for row in matrix.rows)
    ]
    return Shown(
        columns=[names[matrix.documents[number].key] for number in speaking],
        rows=[_row(row, speaking, names, crops, shown=shown) for row in matrix.rows],
        findings=[(names[found.key], found.sentence, found.grave) for found in matrix.findings],
        differing=len(matrix.differing),
    )


def _names(documents: Sequence[Document]) -> dict[str, str]:
    """Name every column; of several alike each gets its number."""
    total = Counter(document.source for document in documents)
    so_far: Counter[str] = Counter()
    names = {}
    for document in documents:
        so_far[document.source] += 1
        word = str(SOURCE[document.source])
        several = total[document.source] > 1
        names[document.key] = f"{word}（{so_far[document.source]}）" if several else word
    return names


def _crops(seen: Sequence[Seen]) -> dict[tuple[str, str], str]:
    """Return the address of each value's piece of the picture."""
    return {
        (key_of(one.file.pk, reading.position), name): reverse("desk:crop", args=[one.file.pk, reading.position, name])
        for one in seen
        if one.file.screen_sha256
        for reading in one.file.readings.all()
        for name, read in (reading.fields or {}).items()
        if read.get("box")
    }


def _row(
    row: Row, speaking: Sequence[int], names: Mapping[str, str], crops: Mapping[tuple[str, str], str], *, shown: bool
) -> ShownRow:
    """Leave out the columns that say nothing in any row, as the emblem side does."""
    chosen = (row.cells[number] for number in speaking)
    cells = [_cell(row, cell, names[cell.key], crops, shown=shown) if cell else None for cell in chosen]
    look = row.state in LOOKED_AT and not row.explained
    return ShownRow(field=row.field, css=MARKS[row.state][1], look=look, explained=row.explained, cells=cells)


def _cell(row: Row, cell: Cell, column: str, crops: Mapping[tuple[str, str], str], *, shown: bool) -> ShownCell:
    mark, css = MARKS[cell.state]
    hide = None if shown else HIDDEN.get(row.field)
    value = (hide(cell.value) if hide else spoken(row.field, cell.value)) if cell.value else ""
    return ShownCell(
        column=column,
        mark=mark,
        css=css,
        state=CELL[cell.state],
        value=value,
        also=() if hide else cell.also,
        why=cell.why,
        crop=crops.get((cell.key, row.field), ""),
        basis=cell.basis and row.state is CellState.DIFFERS,
    )


def summary(shown: Shown) -> str:
    """Say in one line what the table comes to."""
    if shown.differing:
        return gettext("{count}项不一致，请逐项核对。").format(count=shown.differing)
    if any(row.look for row in shown.rows):
        return gettext("没有不一致；有看不清的，请看图核对。")
    return gettext("各处一致。")
