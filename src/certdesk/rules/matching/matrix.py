"""The cross-check itself: each row measured against its most trustworthy value, sorted by what matters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from certdesk.rules.certificate_number import NumberingScheme
from certdesk.rules.matching.characters import Characters
from certdesk.rules.matching.comparison import SAME, Comparison, Match
from certdesk.rules.matching.model import Cell, CellState, Document, Matrix, Row, Source, Value
from certdesk.rules.matching.values import COMPARERS
from certdesk.rules.matching.witnesses import inner_findings
from certdesk.rules.wording import Sentence

_PERSON = frozenset({"name", "id_number", "birth", "sex"})
_CERTIFICATE = frozenset(COMPARERS) - {"birth"}
_BEARS: Mapping[Source, frozenset[str]] = MappingProxyType(
    {
        Source.TYPED: frozenset({"name", "id_number", "certificate_number", "occupation", "direction", "level"}),
        Source.ID_PORTRAIT_SIDE: _PERSON,
        Source.ID_EMBLEM_SIDE: frozenset(),
        Source.LOOKUP_SCREENSHOT: _CERTIFICATE,
        Source.ORIGINAL_CERTIFICATE: frozenset(COMPARERS),
        Source.REGISTER: _CERTIFICATE,
    }
)
_ALWAYS_PRINTED = frozenset({"name", "id_number", "certificate_number", "occupation", "level"})
_PICTURES = frozenset({Source.ID_PORTRAIT_SIDE, Source.LOOKUP_SCREENSHOT, Source.ORIGINAL_CERTIFICATE})
# What an office itself looked up stands first (G-05); of a person then the card, of a certificate the register's page.
_OF_PERSON = (
    Source.REGISTER,
    Source.ID_PORTRAIT_SIDE,
    Source.TYPED,
    Source.LOOKUP_SCREENSHOT,
    Source.ORIGINAL_CERTIFICATE,
)
_OF_CERTIFICATE = (Source.REGISTER, Source.LOOKUP_SCREENSHOT, Source.ORIGINAL_CERTIFICATE, Source.TYPED)
_STRONGEST = (CellState.DIFFERS, CellState.UNREADABLE, CellState.AGREES, CellState.ALONE)
_SORTED = (CellState.DIFFERS, CellState.UNREADABLE, CellState.ALONE, CellState.AGREES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every comparison must know besides the values: the day, the province's numbers, the script."""

    today: date
    scheme: NumberingScheme
    characters: Characters


def cross_check(documents: Sequence[Document], context: Context, *, correction: tuple[str, str] = ("", "")) -> Matrix:
    """Compare all documents field by field and each with itself.

    ``correction``: what the applicant says the certificate has wrongly, and what is right (D-5).
    """
    rows = [row for name in COMPARERS if (row := _row(name, documents, context, correction))]
    findings = [
        found for document in documents for found in inner_findings(document, context.scheme, today=context.today)
    ]
    importance = list(COMPARERS)
    return Matrix(
        documents=documents,
        rows=sorted(rows, key=lambda row: (row.explained, _SORTED.index(row.state), importance.index(row.field))),
        findings=sorted(findings, key=lambda found: not found.grave),
    )


def _row(name: str, documents: Sequence[Document], context: Context, correction: tuple[str, str]) -> Row | None:
    """Return one field across all documents, or None when nobody says anything of it."""
    basis = _basis(name, documents)
    if basis is None:
        return None
    cells = [
        _cell(name, document, basis, context) if name in _BEARS[document.source] else None for document in documents
    ]
    given = _settled([cell for cell in cells if cell is not None])
    state = next(state for state in _STRONGEST if any(cell.state is state for cell in given))
    differing = [cell for cell in given if cell.state is CellState.DIFFERS]
    right = basis.values[name].text
    explained = bool(differing) and all(_is_asked(cell.value, right, correction) for cell in differing)
    settled = iter(given)
    return Row(field=name, state=state, cells=[next(settled) if cell else None for cell in cells], explained=explained)


def _settled(cells: Sequence[Cell]) -> list[Cell]:
    """Let the basis agree with itself once anything was compared with it; alone it proves nothing."""
    compared = any(cell.value and not cell.basis for cell in cells)
    return [replace(cell, state=CellState.AGREES) if cell.basis and compared else cell for cell in cells]


def _basis(name: str, documents: Sequence[Document]) -> Document | None:
    """Pick what the row is measured against: sure values first, then by whom they come from."""
    order = _OF_PERSON if name in _PERSON else _OF_CERTIFICATE
    saying = [document for document in documents if name in _BEARS[document.source] and _said(document, name)]
    return min(
        saying, key=lambda document: (not document.values[name].sure, order.index(document.source)), default=None
    )


def _said(document: Document, name: str) -> str:
    value = document.values.get(name)
    return value.text.strip() if value else ""


def _cell(name: str, document: Document, basis: Document, context: Context) -> Cell:
    if not _said(document, name):
        return _empty(name, document)
    value = document.values[name]
    if document is basis:
        return _filled(document, value, CellState.ALONE, SAME, basis=True)
    comparison = COMPARERS[name](value.text.strip(), basis.values[name].text.strip(), context.characters)
    if comparison.agrees:
        return _filled(document, value, CellState.AGREES, comparison)
    if not value.sure or not basis.values[name].sure:
        return _filled(
            document, value, CellState.UNREADABLE, _unsure(name, value, basis.values[name], context, comparison)
        )
    return _filled(document, value, CellState.DIFFERS, comparison)


def _unsure(name: str, value: Value, right: Value, context: Context, comparison: Comparison) -> Comparison:
    """Say how far off an unsure reading is: perhaps by the form of a character only, or not at all read otherwise."""
    shares = {"percent": round(100 * value.confidence)}
    near = [(one.strip(), other.strip()) for one in (value.text, *value.also) for other in (right.text, *right.also)]
    if comparison.match is Match.VARIANT:
        words = Sentence("没有看准（把握{percent}%）：只差繁简体或异体字，请看图核对。", shares)
    elif any(COMPARERS[name](one, other, context.characters).agrees for one, other in near):
        words = Sentence("没有看准（把握{percent}%）：另一种读法与此相符，请看图核对。", shares)
    else:
        words = Sentence("没有看准（把握{percent}%），请看图核对。", shares)
    return Comparison(comparison.match, words)


def _filled(document: Document, value: Value, state: CellState, comparison: Comparison, *, basis: bool = False) -> Cell:
    return Cell(
        key=document.key,
        state=state,
        value=value.text,
        also=value.also,
        confidence=value.confidence,
        match=comparison.match,
        why=comparison.why,
        basis=basis,
    )


def _empty(name: str, document: Document) -> Cell:
    """A picture on which the field must stand was not read well; elsewhere it is simply not there."""
    missed = document.source in _PICTURES and name in _ALWAYS_PRINTED
    if not document.readable or missed:
        return Cell(key=document.key, state=CellState.UNREADABLE, why=Sentence("没有读到，请看图。"), confidence=0.0)
    return Cell(key=document.key, state=CellState.ABSENT, confidence=0.0)


def _is_asked(shown: str, right: str, correction: tuple[str, str]) -> bool:
    recorded, correct = correction
    pairs = ((shown, right), (right, shown))
    return any(bool(wrong and good) and wrong in recorded and good in correct for wrong, good in pairs)
