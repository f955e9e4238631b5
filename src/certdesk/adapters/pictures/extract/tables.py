"""Reads a look-up result that is printed as a table: one row of labels, a row of cells for each certificate."""

from collections.abc import Mapping, Sequence
from typing import Final

from certdesk.adapters.pictures.extract.labels import LOOKUP
from certdesk.adapters.pictures.extract.pairs import Marked, marked, same_row
from certdesk.adapters.pictures.extract.values import read_certificate_number, read_date, read_id_number
from certdesk.adapters.pictures.layout import Word, joined

_COLUMNS: Final = 4  # labels on one row that make it a header
_ALIKE: Final = (0.7, 1.4)
_CELL: Final = 2.4  # heights from the row's anchor to the furthest line of a wrapped cell

Heading = tuple[str, Word]


def table_records(words: Sequence[Word]) -> list[Mapping[str, Word]]:
    """Return the cells by field for each row of the first table on the page; none without a table."""
    parted = marked(words, LOOKUP)
    header = _header(parted)
    if not header:
        return []
    bottom = max(word.row for _, word in header)
    below = [part for word in parted.free if word.row > bottom + word.height * 0.6 for part in _parts(word)]
    return [_cells(header, row) for row in _rows(below)]


def _parts(word: Word) -> list[Word]:
    """Part two cells that were found as one line: the gap between them was read as a blank."""
    start, parts = 0, []
    for piece in word.text.split(" "):
        if piece:
            parts.append(word.part(start, start + len(piece)))
        start += len(piece) + 1
    return parts


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
    level = all(same_row(in_order[0], word) for word in in_order)
    if level and len(in_order) == len(header) and len({_nearest(header, word) for word in row}) < len(header):
        return {
            field: word for (field, _), word in zip(header, in_order, strict=True)
        }  # askew: order is surer than place
    columns: dict[str, list[Word]] = {}
    for word in sorted(row, key=lambda word: _distance(_nearest(header, word)[1], word)):
        field, label = _nearest(header, word)
        cells = columns.setdefault(field, [])
        if not cells or (_goes_on(cells[0], word) and word.right < _next_column(header, label)):
            cells.append(word)
    return {field: joined(sorted(cells, key=_place)) for field, cells in columns.items()}


def _nearest(header: Sequence[Heading], word: Word) -> Heading:
    return min(header, key=lambda heading: _distance(heading[1], word))


def _next_column(header: Sequence[Heading], label: Word) -> float:
    return min((other.left for _, other in header if other.left > label.left), default=float("inf"))


def _goes_on(first: Word, word: Word) -> bool:
    """Tell whether a word is a further line of a cell: under or over it, aligned, of the same size."""
    apart = abs(word.row - first.row) / first.height
    alike = _ALIKE[0] < word.height / first.height < _ALIKE[1]
    return alike and not same_row(first, word) and apart < _CELL and _distance(first, word) < first.height


def _place(word: Word) -> float:
    return word.row


def _distance(label: Word, cell: Word) -> float:
    middles = abs((label.left + label.right) - (cell.left + cell.right)) / 2
    return min(middles, abs(label.left - cell.left))
