"""Finds the value that belongs to a label: behind it, to its right, or below it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from certdesk.adapters.pictures.extract.labels import (
    TITLES,
    Labels,
    begins_a_label,
    find_inside,
    match_start,
    simplified,
)
from certdesk.adapters.pictures.extract.values import stands_alone
from certdesk.adapters.pictures.layout import Word, joined

_SAME_ROW: Final = 0.62  # of the higher text of two
_WORD_GAP: Final = 1.2  # heights between the pieces of one value
_PIECES_GAP: Final = 4.5  # heights between the pieces of one label, as 姓 名
_WHOLE_GAP: Final = 0.7  # heights, when a piece is a label by itself, as 职业 | 技能等级
_BELOW: Final = 2.6  # heights from a label to the value under it
_WRAP: Final = 2.1  # heights from one line of a value to the next
_MORE_LINES: Final = 3
_SPLIT_FROM: Final = 4  # characters of a label that is looked for in the middle of a line
_CARD_LABELS: Final = ("民族", "性别")
_CLOSED: Final = frozenset({"occupation", "body", "authority"})  # no number, date or level goes on with one
_LABEL_WRAP: Final = (0.5, 1.8)  # heights from the first line of a label to its second
_WRAPPED: Final = frozenset({"address", "occupation", "body", "occupation_and_level", "authority"})


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value; the value is empty when nothing stands where one would."""

    field: str
    label: Word
    value: Word | None


@dataclass(frozen=True, slots=True)
class Marked:
    """The words of a page parted into labels and everything else."""

    labels: tuple[tuple[str, Word, Word], ...]  # field, label, and what follows it in the same line
    free: tuple[Word, ...]


def marked(words: Sequence[Word], labels: Labels) -> Marked:
    """Part the words into labels and the rest, after mending what the detector cut or glued."""
    found, free = [], []
    texts = [word for word in words if not _is_title(word.text)]
    for word in _merged(_split(texts, labels), labels):
        match = match_start(word.text, labels)
        if match is None:
            free.append(word)
        elif not _is_title(word.text[match.end :]):
            found.append((match.field, word.part(0, match.end), word.part(match.end)))
    return Marked(tuple(found), tuple(free))


def pairs(words: Sequence[Word], labels: Labels) -> list[Pair]:
    """Return every label of the page with its value, in reading order."""
    parted = marked(words, labels)
    free = list(parted.free)
    found = []
    for field, label, rest in parted.labels:
        value = _value(field, label, rest, free, [other for _, other, _ in parted.labels])
        found.append(Pair(field, label, value))
    return found


def same_row(one: Word, other: Word) -> bool:
    """Tell whether two words stand on one line."""
    return abs(one.row - other.row) < _SAME_ROW * max(one.height, other.height)


def _is_title(text: str) -> bool:
    return simplified(text).replace(" ", "") in TITLES


def _value(field: str, label: Word, rest: Word, free: list[Word], labels: Sequence[Word]) -> Word | None:
    if rest.text:
        pieces = [rest, *_continued(rest, free, labels)]
        if len(pieces) == 1 and len(rest.text) == 1 and rest.text.isascii():  # the edge of a value that stands apart
            pieces = _to_the_right(label, free, labels) or pieces
    else:
        pieces = _to_the_right(label, free, labels) or _underneath(label, free, labels)
    if field == "name":
        pieces = _one_name(pieces)
    if not pieces:
        return None
    if field in _WRAPPED:
        closed = field in _CLOSED
        pieces += _wrapped(pieces, free, labels, room=1.5 if field == "address" else 15.0, closed=closed)
    for piece in pieces:
        if piece in free:
            free.remove(piece)
    return joined(pieces) if len(pieces) > 1 else pieces[0]


def _one_name(pieces: Sequence[Word]) -> list[Word]:
    """Keep what can be one name: further pieces only after a single character or around a middle dot."""
    kept: list[Word] = []
    for piece in pieces:
        if kept and not (len(kept[-1].text) == 1 or kept[-1].text.endswith("·") or piece.text.startswith("·")):
            break
        kept.append(piece)
    return kept


def _to_the_right(label: Word, free: Sequence[Word], labels: Sequence[Word]) -> list[Word]:
    limit = min((other.left for other in labels if other.left > label.right and same_row(label, other)), default=1e9)
    row = [word for word in free if same_row(label, word) and label.right - label.height < word.left < limit]
    row.sort(key=lambda word: word.left)
    if not row:
        return []
    return [row[0], *_contiguous(row[0], row[1:])]


def _continued(rest: Word, free: Sequence[Word], labels: Sequence[Word]) -> list[Word]:
    limit = min((other.left for other in labels if other.left > rest.right and same_row(rest, other)), default=1e9)
    row = [word for word in free if same_row(rest, word) and rest.right - rest.height / 2 < word.left < limit]
    return _contiguous(rest, sorted(row, key=lambda word: word.left))


def _contiguous(first: Word, others: Sequence[Word]) -> list[Word]:
    """Return the words that go on where the one before ends."""
    found, last = [], first
    for word in others:
        if word.left - last.right > _WORD_GAP * max(last.height, word.height):
            break
        found.append(word)
        last = word
    return found


def _underneath(label: Word, free: Sequence[Word], labels: Sequence[Word]) -> list[Word]:
    below = [
        word
        for word in free
        if _SAME_ROW * label.height < word.row - label.row < _BELOW * label.height
        and word.left < label.right
        and word.right > label.left
        and not any(same_row(word, other) and other.right <= word.left for other in labels)
    ]
    return [min(below, key=lambda word: word.row)] if below else []


def _wrapped(
    pieces: Sequence[Word], free: Sequence[Word], labels: Sequence[Word], room: float, *, closed: bool
) -> list[Word]:
    """Return the further lines of a value: below its beginning, with no label of their own.

    ``room``: heights by which they may be longer. An address is broken where its line is full, so hardly.
    ``closed``: a value of another kind ends it, though its label was not read.
    """
    found: list[Word] = []
    first, last = pieces[0], pieces[0]
    edge = max(piece.right for piece in pieces) + room * first.height
    for word in sorted(free, key=lambda word: word.row):
        step = word.row - last.row
        aligned = abs(word.left - first.left) < 1.5 * first.height
        near = _SAME_ROW * first.height < step < _WRAP * first.height
        alike = 0.6 * first.height < word.height < 1.6 * first.height and word.right < edge
        if aligned and near and alike and word not in pieces and not _labelled(word, labels):
            if closed and stands_alone(word.text):
                break
            found.append(word)
            last = word
    return found[:_MORE_LINES]


def _labelled(word: Word, labels: Iterable[Word]) -> bool:
    return any(same_row(word, label) and label.right < word.left + word.height for label in labels)


def _split(words: Sequence[Word], labels: Labels) -> list[Word]:
    """Cut lines that hold two labels, as 性别男民族汉."""
    inner = [label for label in labels if len(label) >= _SPLIT_FROM or label in _CARD_LABELS]
    done, waiting = [], list(words)
    while waiting:
        word = waiting.pop(0)
        places = [place for label in inner if (place := find_inside(word.text, label)) > 0]
        match = match_start(word.text, labels)
        if not places or match is None or match.field == "address" or min(places) < match.end:
            done.append(word)
            continue
        done.append(word.part(0, min(places)))
        waiting.insert(0, word.part(min(places)))
    return done


def _merged(words: Sequence[Word], labels: Labels) -> list[Word]:
    """Put the pieces of a label together, as 出 and 生; a second piece may stand a little higher and so come first."""
    partners: dict[int, int] = {}
    used: set[int] = set()
    for index, word in enumerate(words):
        if index not in used and begins_a_label(word.text, labels):
            partner = _partner(index, words, labels, used | set(partners))
            if partner is not None:
                partners[index] = partner
                used.add(partner)
    return [_whole(word, words, partners.get(index)) for index, word in enumerate(words) if index not in used]


def _whole(word: Word, words: Sequence[Word], partner: int | None) -> Word:
    if partner is None:
        return word
    return replace(joined([word, words[partner]]), row=(word.row + words[partner].row) / 2)


def _ends_below(word: Word, candidate: Word, labels: Labels) -> bool:
    """Tell whether a label that was too long for its column ends in the line below."""
    low, high = (heights * word.height for heights in _LABEL_WRAP)
    under = low < candidate.row - word.row < high
    within = (
        candidate.left < word.right
        and word.left - word.height < candidate.left
        and candidate.right < word.right + word.height
    )
    return under and within and simplified(word.text + candidate.text).replace(" ", "").rstrip(":") in labels


def _partner(index: int, words: Sequence[Word], labels: Labels, used: set[int]) -> int | None:
    word = words[index]
    for other, candidate in enumerate(words):
        if other not in used and _ends_below(word, candidate, labels):
            return other
        gap = candidate.left - word.right
        near = -0.5 * word.height < gap < _PIECES_GAP * word.height and same_row(word, candidate)
        if other != index and other not in used and near:
            match = match_start(word.text + candidate.text, labels)
            whole = match_start(word.text, labels) is not None or match_start(candidate.text, labels) is not None
            if match is not None and match.end > len(word.text) and not (whole and gap > _WHOLE_GAP * word.height):
                return other
    return None
