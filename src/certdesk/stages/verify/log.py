"""登记日志: what happens to a letter is appended to a tree that cannot be rewritten unnoticed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from certdesk.cases.transitions import hold_counter
from certdesk.rules.log_leaf import Leaf, LeafKind, reason_digest
from certdesk.rules.merkle import (
    Node,
    Range,
    inclusion_ranges,
    leaf_hash,
    nodes_made_by,
    nodes_read_by,
    ranges_of,
    root_from_inclusion,
    root_of,
    whole_subtrees,
)
from certdesk.stages.issue.models import Letter, LetterState
from certdesk.stages.verify.models import LogEntry, LogNode

COUNTER = "log"
ENDS = {LetterState.SUPERSEDED: LeafKind.SUPERSEDED, LetterState.REVOKED: LeafKind.REVOKED}
LocalDate = Callable[[datetime], date]


def leaf_of(letter: Letter, kind: LeafKind, local_date: LocalDate) -> Leaf:
    """Return the leaf that a signed letter gives; also how the register is held against the log."""
    moment = letter.signed_at if kind is LeafKind.ISSUED else letter.ended_at
    if moment is None:
        raise ValueError("only what has happened stands in the log")
    detail = ""
    if kind is LeafKind.SUPERSEDED and letter.successor is not None:
        detail = letter.successor.number
    if kind is LeafKind.REVOKED:
        detail = reason_digest(letter.end_reason)
    return Leaf(
        kind=kind,
        letter_number=letter.number,
        sha256=letter.signed_sha256,
        on=local_date(moment),
        detail=detail,
    )


def append(letters: Iterable[Letter], kind: LeafKind, local_date: LocalDate) -> int:
    """Append what has just happened to ``letters``, in the caller's transaction; return the size of the log.

    The counter's row stays locked until that transaction ends: entries have no gaps and one order.
    """
    counter = hold_counter(COUNTER)
    for letter in letters:  # read under the lock
        text = leaf_of(letter, kind, local_date).text
        _append_leaf(counter.value, letter, kind, text)
        counter.value += 1
    counter.save(update_fields=["value"])
    return counter.value


def append_endings(letters: QuerySet[Letter], local_date: LocalDate) -> None:
    """Append every end of ``letters`` that the log does not know yet, in the caller's transaction."""
    for state, kind in ENDS.items():
        known = LogEntry.objects.filter(kind=kind.value, letter__in=letters).values("letter")
        ended = letters.filter(state=state).exclude(pk__in=known).select_related("successor").order_by("pk")
        append(ended, kind, local_date)


def _append_leaf(index: int, letter: Letter, kind: LeafKind, text: str) -> None:
    leaf = leaf_hash(text.encode())
    entry = LogEntry(index=index, letter=letter, kind=kind.value, leaf=text, hash=leaf.hex())
    entry.save(force_insert=True)
    earlier = read_nodes(nodes_read_by(index))
    made = list(nodes_made_by(index, leaf, earlier.__getitem__))[1:]
    LogNode.objects.bulk_create(LogNode(level=level, index=place, hash=raw.hex()) for (level, place), raw in made)


def size() -> int:
    """Return how many entries there are."""
    newest = LogEntry.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if newest is None else newest + 1


def read_nodes(wanted: Iterable[Node]) -> Mapping[Node, bytes]:
    """Return the stored nodes of ``wanted``: two queries, however large the log."""
    leaves, higher = [], Q(pk__in=[])
    for level, index in wanted:
        if level == 0:
            leaves.append(index)
        else:
            higher |= Q(level=level, index=index)
    found = {
        (0, index): bytes.fromhex(raw)
        for index, raw in LogEntry.objects.filter(index__in=leaves).values_list("index", "hash")
    }
    rows = LogNode.objects.filter(higher).values_list("level", "index", "hash")
    return found | {(level, index): bytes.fromhex(raw) for level, index, raw in rows}


def roots_of(ranges: Iterable[Range]) -> list[bytes]:
    """Return the root over each range of leaves.

    Raises:
        KeyError: a node is gone from the register.
    """
    ranges = list(ranges)
    nodes = read_nodes(ranges_of(ranges))
    return [root_of(each, nodes) for each in ranges]


def root(size: int) -> bytes:
    """Return the root over the first ``size`` entries.

    Raises:
        KeyError: a node is gone from the register.
    """
    return root_of((0, size), read_nodes(whole_subtrees((0, size))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Inclusion:
    """The proof that an entry is in the log of ``size`` entries with ``root``."""

    index: int
    size: int
    leaf: str
    root: bytes
    path: tuple[bytes, ...]

    @property
    def holds(self) -> bool:
        """Whether the proof leads from the leaf to the root."""
        return root_from_inclusion(leaf_hash(self.leaf.encode()), self.index, self.size, self.path) == self.root


def prove(entry: LogEntry, size: int, head: bytes) -> Inclusion:
    """Prove that ``entry`` is in the log of ``size`` entries whose root was signed as ``head``.

    Raises:
        KeyError: a node is gone from the register.
    """
    path = roots_of(inclusion_ranges(entry.index, size))
    return Inclusion(index=entry.index, size=size, leaf=entry.leaf, root=head, path=tuple(path))
