"""The life of a case: where it is (State), how it ended (Closure), and the one table of allowed moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from certdesk.rules.events import EventKind as Kind


class State(StrEnum):
    """Where a case is."""

    RECEIVED = "received"  # 已收件
    AWAITING_SUPPLEMENT = "awaiting_supplement"  # 待补正
    ACCEPTED = "accepted"  # 已受理
    DECIDED = "decided"  # 已审定
    ISSUED = "issued"  # 已出证
    CLOSED = "closed"  # 已办结
    ARCHIVED = "archived"  # 已归档


class Closure(StrEnum):
    """How a case ended."""

    ISSUED = "issued"  # 出证办结
    DECLINED = "declined"  # 不予受理
    REFERRED = "referred"  # 转办
    REJECTED = "rejected"  # 不予办理
    WITHDRAWN = "withdrawn"  # 撤回
    LAPSED = "lapsed"  # 逾期未补正
    VOIDED = "voided"  # 作废


@dataclass(frozen=True, slots=True)
class Step:
    """Where a move leads."""

    to: State
    closure: Closure | None = None


class MoveNotAllowed(Exception):
    """The table has no such move from the state the case is in."""

    def __init__(self, state: State, kind: Kind) -> None:
        super().__init__(f"{kind.value} is not possible in state {state.value}")
        self.state = state
        self.kind = kind


_R, _S, _A, _D, _I, _C, _Z = State
_OPEN = frozenset({_R, _S, _A, _D, _I})
_ALL = frozenset(State)

MOVES: Mapping[tuple[State, Kind], Step] = MappingProxyType(
    {
        (_R, Kind.SUPPLEMENT_REQUESTED): Step(_S),  # D-7: stops the clock
        (_R, Kind.ACCEPTED): Step(_A),  # G-15
        (_R, Kind.DECLINED): Step(_C, Closure.DECLINED),  # G-04, G-05, G-06
        (_R, Kind.REFERRED): Step(_C, Closure.REFERRED),  # G-19
        (_R, Kind.WITHDRAWN): Step(_C, Closure.WITHDRAWN),
        (_R, Kind.VOIDED): Step(_C, Closure.VOIDED),
        (_S, Kind.SUPPLEMENT_RECEIVED): Step(_R),  # D-7: starts it again
        (_S, Kind.LAPSED): Step(_C, Closure.LAPSED),
        (_S, Kind.DECLINED): Step(_C, Closure.DECLINED),
        (_S, Kind.REFERRED): Step(_C, Closure.REFERRED),
        (_S, Kind.WITHDRAWN): Step(_C, Closure.WITHDRAWN),
        (_S, Kind.VOIDED): Step(_C, Closure.VOIDED),
        (_A, Kind.APPROVED): Step(_D),
        (_A, Kind.REJECTED): Step(_C, Closure.REJECTED),
        (_A, Kind.WITHDRAWN): Step(_C, Closure.WITHDRAWN),
        (_A, Kind.VOIDED): Step(_C, Closure.VOIDED),
        (_D, Kind.APPROVAL_VOIDED): Step(_A),  # a change after approval needs a new one
        (_D, Kind.SIGNED): Step(_I),  # G-16
        (_I, Kind.LETTER_RECALLED): Step(_A),  # a wrong letter is ended, the right one is written
        (_C, Kind.LETTER_RECALLED): Step(_A),
        (_I, Kind.CLOSED): Step(_C, Closure.ISSUED),
        (_I, Kind.VOIDED): Step(_C, Closure.VOIDED),
        (_C, Kind.ARCHIVED): Step(_Z),
        (_C, Kind.VOIDED): Step(_C, Closure.VOIDED),  # a letter that went out turns out to be wrong
        (_Z, Kind.VOIDED): Step(_Z, Closure.VOIDED),
    }
)

#: Events that change no state, and where they may happen.
NOTES: Mapping[Kind, frozenset[State]] = MappingProxyType(
    {
        Kind.RECEIVED: frozenset({_R}),
        Kind.MATERIAL_RECEIVED: _ALL,  # a late photo is kept and seen, whatever the state
        Kind.MATERIAL_CLASSIFIED: _OPEN,
        Kind.MATERIAL_READ: _ALL,
        Kind.PARTICULARS_CHANGED: frozenset({_R, _S, _A}),
        Kind.LOOKUP_RECORDED: frozenset({_R, _S, _A}),  # G-05
        Kind.DRAFTED: frozenset({_A}),
        Kind.PREVIEWED: frozenset({_A, _D}),
        Kind.DRAFT_RETURNED: frozenset({_A}),
        Kind.END_PROPOSED: frozenset({_I, _C, _Z}),
        Kind.END_TAKEN_BACK: frozenset({_I, _C, _Z}),
        Kind.DISPATCHED: frozenset({_I}),  # G-16, G-17
        Kind.READY_FOR_PICKUP: frozenset({_I}),  # G-18
        Kind.COLLECTED: frozenset({_I}),  # G-18
        Kind.MAIL_QUEUED: _ALL,
        Kind.MAIL_FAILED: _ALL,
        Kind.REVEALED: _ALL,
        Kind.NOTED: _ALL,
        Kind.DETAILS_SET: frozenset({_I, _C, _Z}),
    }
)


def step(state: State, kind: Kind) -> Step:
    """Return where event ``kind`` leads from ``state``.

    Raises:
        MoveNotAllowed: the table has no such move, and no such note in that state.
    """
    move = MOVES.get((state, kind))
    if move is not None:
        return move
    if state in NOTES.get(kind, frozenset()):
        return Step(state)
    raise MoveNotAllowed(state, kind)


def possible(state: State) -> frozenset[Kind]:
    """Return every event that may happen in ``state``."""
    moves = {kind for (origin, kind) in MOVES if origin is state}
    return frozenset(moves | {kind for kind, states in NOTES.items() if state in states})


def is_open(state: State) -> bool:
    """Tell whether the office still has something to do."""
    return state in _OPEN
