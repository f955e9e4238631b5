"""The matrix of the cross-check: documents across, fields down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from certdesk.rules.matching.comparison import Match
from certdesk.rules.wording import Sentence


class Source(StrEnum):
    """Who says it."""

    TYPED = "typed"  # 申请填写
    ID_PORTRAIT_SIDE = "id_portrait_side"  # 身份证人像面
    ID_EMBLEM_SIDE = "id_emblem_side"  # 身份证国徽面
    LOOKUP_SCREENSHOT = "lookup_screenshot"  # 查询结果截图
    ORIGINAL_CERTIFICATE = "original_certificate"  # 证书原件
    REGISTER = "register"  # 查询确认 (G-05)


@dataclass(frozen=True, slots=True)
class Value:
    """One value as somebody gave it, or as it was read: then ``sure`` says whether the reading is."""

    text: str
    sure: bool = True
    confidence: float = 1.0
    also: Sequence[str] = ()  # what else was read, nearly as likely


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One voice in the cross-check; ``key`` tells the caller which, and means nothing here."""

    key: str
    source: Source
    values: Mapping[str, Value] = field(default_factory=dict)
    readable: bool = True


class CellState(StrEnum):
    """What one document says of one field, measured against the others."""

    AGREES = "agrees"  # 一致
    DIFFERS = "differs"  # 不一致
    UNREADABLE = "unreadable"  # 看不清
    ABSENT = "absent"  # 没有
    ALONE = "alone"  # 只此一处，无从比对


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field of one document. ``basis``: what the others of its row were compared with."""

    key: str
    state: CellState
    value: str = ""
    also: Sequence[str] = ()
    confidence: float = 1.0
    match: Match = Match.SAME
    why: Sentence | None = None
    basis: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field across all documents; a cell is missing where a document has no place for the field.

    ``explained``: the difference is the very error that the applicant asks to have corrected (D-5).
    """

    field: str
    state: CellState
    cells: Sequence[Cell | None]
    explained: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A document that contradicts itself, or its day; ``grave`` ones come first."""

    code: str
    key: str
    sentence: Sentence
    grave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The whole cross-check, sorted by what matters."""

    documents: Sequence[Document]
    rows: Sequence[Row]
    findings: Sequence[Finding]

    @property
    def differing(self) -> Sequence[Row]:
        """Return the rows that somebody has to look at."""
        return [row for row in self.rows if row.state is CellState.DIFFERS and not row.explained]
