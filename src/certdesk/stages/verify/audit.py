"""The whole register against its log, entry by entry: nothing changed, nothing removed, nothing slipped in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from certdesk.cases.models import Counter
from certdesk.ports.notary import Notary
from certdesk.rules.log_leaf import LeafKind
from certdesk.rules.merkle import Growing, Node, leaf_hash
from certdesk.rules.signed_note import Checkpoint, NotANote
from certdesk.sealing.cipher import CannotOpen
from certdesk.stages.issue.compose import from_json
from certdesk.stages.issue.draft import holder_masked
from certdesk.stages.issue.models import Letter, LetterState
from certdesk.stages.verify.checkpoints import NotAttested, attest
from certdesk.stages.verify.log import COUNTER, ENDS, LocalDate, leaf_of, size
from certdesk.stages.verify.models import LogCheckpoint, LogEntry, LogNode

CHUNK = 2000
Head = tuple[str, Checkpoint]
"""A name for the reader, and what it says."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where register and log disagree."""

    where: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What reading the whole register came to."""

    size: int
    root: str
    checkpoints: int
    flaws: tuple[Flaw, ...]


def audit(notary: Notary, local_date: LocalDate, elsewhere: Mapping[str, str], files: Sequence[Flaw] = ()) -> Audit:
    """Read everything; ``elsewhere``: checkpoints kept outside the desk, a name and a note each.

    ``files``: what was found wrong with the signed files themselves.

    Letters may be signed meanwhile: what is read ends where the log stood at the beginning.
    """
    flaws = list(files)
    heads = _heads(notary, elsewhere, flaws)
    counted = _counted()
    growing = Growing()
    flaws += _walk(growing, counted, heads, local_date)
    flaws += _missing()
    flaws += _sizes(growing.size, counted, heads)
    return Audit(size=growing.size, root=growing.root().hex(), checkpoints=len(heads), flaws=tuple(flaws))


def _counted() -> int:
    return Counter.objects.filter(name=COUNTER).values_list("value", flat=True).first() or 0


def _heads(notary: Notary, elsewhere: Mapping[str, str], flaws: list[Flaw]) -> list[Head]:
    """Return the signed heads that hold; the others are flaws."""
    own = {f"检查点 {row.size}": row.note for row in LogCheckpoint.objects.order_by("size")}
    heads = []
    for name, note in (own | dict(elsewhere)).items():
        try:
            heads.append((name, attest(notary, note).checkpoint))
        except NotAttested as why:
            flaws.append(Flaw(name, str(why)))
        except NotANote:
            flaws.append(Flaw(name, "不是检查点文件"))
    return heads


def _walk(growing: Growing, counted: int, heads: list[Head], local_date: LocalDate) -> Iterator[Flaw]:
    """Read every entry in order, and hold its leaf, its letter and the signed heads against it."""
    due: dict[int, list[Head]] = {}
    for head in heads:
        due.setdefault(head[1].size, []).append(head)
    nodes = _Nodes()
    rows = LogEntry.objects.filter(index__lt=counted).select_related("letter__successor")
    for entry in rows.defer("letter__record").order_by("index").iterator(chunk_size=CHUNK):
        if entry.index != growing.size:
            yield Flaw(_place(growing.size), "序号不连续：有内容被删除")
            return
        yield from _check_entry(entry, local_date)
        made = growing.add(leaf_hash(entry.leaf.encode()))
        if made[0][1].hex() != entry.hash:
            yield Flaw(_place(entry.index), "内容与保存的散列值不符")
        yield from nodes.check(made[1:])
        for name, checkpoint in due.pop(growing.size, ()):
            if checkpoint.root != growing.root():
                yield Flaw(name, "与登记日志不符：检查点之前的内容被改动、删除或添入")


def _place(index: int) -> str:
    """Name an entry as the verification page counts them: from one."""
    return f"第{index + 1}项"


class _Nodes:
    """The stored subtrees, read once in the order in which they were made."""

    def __init__(self) -> None:
        stored = LogNode.objects.order_by("pk").values_list("level", "index", "hash")
        self._stored = stored.iterator(chunk_size=CHUNK)
        self._sound = True

    def check(self, made: Sequence[tuple[Node, bytes]]) -> Iterator[Flaw]:
        """Compare the next ones; after the first difference nothing more can be said."""
        for (level, index), raw in made:
            if self._sound and next(self._stored, None) != (level, index, raw.hex()):
                self._sound = False
                yield Flaw(f"节点 {level}/{index}", "中间节点与内容不符，或缺失")


def _check_entry(entry: LogEntry, local_date: LocalDate) -> Iterator[Flaw]:
    """Hold one entry against the letter it speaks of."""
    letter, kind = entry.letter, LeafKind(entry.kind)
    where = f"{_place(entry.index)}（{letter.number}）"
    if kind is not LeafKind.ISSUED and ENDS.get(LetterState(letter.state)) is not kind:
        yield Flaw(where, "登记日志记载文书已失效，登记簿上却不是")
        return
    try:
        same = entry.leaf == leaf_of(letter, kind, local_date).text
    except (ValueError, TypeError):  # dates or numbers are gone from the register
        same = False
    if not same:
        yield Flaw(where, "登记簿上的编号、文件散列值、日期或原因与登记日志不符")


def against_its_record(letter: Letter) -> list[Flaw]:
    """Hold what the register shows of a letter against its sealed record, which nobody changes without the keys."""
    shown = (letter.number, letter.code, letter.holder_masked, letter.specimen)
    try:
        record = from_json(letter.record)
        sealed = (record.letter_number, record.verify_code, holder_masked(record), record.specimen)
    except (CannotOpen, TypeError, KeyError, ValueError):  # replaced by somebody without the keys
        sealed = None
    if shown == sealed:
        return []
    return [Flaw(letter.number, "登记簿上的编号、核验码、遮盖后的姓名或样张标记与文书的内容不符")]


def _missing() -> Iterator[Flaw]:
    """Name the letters of the register that the log does not know, or does not know the end of."""
    signed = Letter.objects.exclude(signed_sha256="").defer("record").order_by("pk")
    logged = LogEntry.objects.filter(letter=OuterRef("pk"))
    for letter in signed.filter(~Exists(logged.filter(kind=LeafKind.ISSUED.value))).iterator(chunk_size=CHUNK):
        yield Flaw(letter.number, "登记簿上的文书不在登记日志中：被添入")
    for state, kind in ENDS.items():
        ended = signed.filter(~Exists(logged.filter(kind=kind.value)), state=state)
        for letter in ended.iterator(chunk_size=CHUNK):
            yield Flaw(letter.number, "文书的失效不在登记日志中")


def _sizes(read: int, counted: int, heads: list[Head]) -> Iterator[Flaw]:
    """Compare how many entries there are with how many there should be."""
    for name, checkpoint in heads:
        if checkpoint.size > read:
            yield Flaw(name, f"检查点有{checkpoint.size}项，登记日志只有{read}项：有内容被删除")
    present = size()
    if read != counted or present > _counted():
        yield Flaw("计数", f"已记{counted}项，现存{present}项：末尾有内容被删除或添入")
