"""Reads a look-up result that is printed as a table: one row of labels, a row of cells for each certificate."""

from collections.abc import Mapping, Sequence
from typing import Final

from certdesk.adapters.pictures.extract.labels import LOOKUP
from certdesk.adapters.pictures.extract.pairs import Marked, marked, same_row
from certdesk.adapters.pictures.extract.values import read_certificate_number, read_date, read_id_number
from certdesk.adapters.pictures.layout import Word, joined

_COLUMNS: Final = 4  # labels on one row that make it a header
_CELL: Final = 2.4  # heights from the row's anchor to the furthest line of a wrapped cell

Heading = tuple[str, Word]


def table_records(words: Sequence[Word]) -> list[Mapping[str, Word]]:
    """Return the cells by field for each row of the first table on the page; none without a table."""
    parted = marked(words, LOOKUP)
    header = _header(parted)
    if not header:
        return []
    bottom = max(word.row for _, word in header)
    below = [word for word in parted.free if word.row > bottom + word.height * 0.6]
    return [_cells(header, row) for row in _rows(below)]


def _header(parted: Marked) -> list[Heading]:
    bare = [(field, label) for field, label, rest in parted.labels if not rest.text]
    rows = [[other for other in bare if same_row(other[1], label)] for _, label in bare]
    best = max(rows, key=len, default=[])
    if len({field for field, _ in best}) < _COLUMNS:
        return []
    return sorted(best, key=lambda heading: heading[1].left)


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Group the cells around each row's certificate number, identity number or date."""
    anchors: list[Word] = []
    for word in words:
        if _is_anchor(word.text) and not any(same_row(word, anchor) for anchor in anchors):
            anchors.append(word)
    rows: list[list[Word]] = [[] for _ in anchors]
    for word in words:
        nearest = min(range(len(anchors)), key=lambda index: abs(anchors[index].row - word.row), default=None)
        if nearest is not None and abs(anchors[nearest].row - word.row) < _CELL * anchors[nearest].height:
            rows[nearest].append(word)
    return rows


def _is_anchor(text: str) -> bool:
    return bool(read_certificate_number(text) or read_date(text) or read_id_number(text)[0])


def _cells(header: Sequence[Heading], row: Sequence[Word]) -> Mapping[str, Word]:
    in_order = sorted(row, key=lambda word: word.left)
    if len(in_order) == len(header):  # one cell under each label: their order is surer than their place
        return {field: word for (field, _), word in zip(header, in_order, strict=True)}
    columns: dict[str, list[Word]] = {}
    for word in sorted(row, key=lambda word: (round(word.row / max(word.height, 1.0)), word.left)):
        field, _ = min(header, key=lambda heading: _distance(heading[1], word))
        columns.setdefault(field, []).append(word)
    return {field: joined(cells) if len(cells) > 1 else cells[0] for field, cells in columns.items()}


def _distance(label: Word, cell: Word) -> float:
    middles = abs((label.left + label.right) - (cell.left + cell.right)) / 2
    return min(middles, abs(label.left - cell.left))
