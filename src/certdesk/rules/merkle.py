"""A Merkle tree over a list that only grows: hashing and proofs of RFC 6962 and RFC 9162.

A *node* ``(level, index)`` is the root of a whole subtree of ``2**level`` leaves that begins at leaf
``index * 2**level``. It never changes once its last leaf is there, so every node is stored once and a proof reads
a few of them, however long the list.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

HASH_BYTES = 32
Node = tuple[int, int]
"""A whole subtree: its level (0: a leaf) and its place among those of its level."""

Range = tuple[int, int]
"""Leaves from the first up to, and without, the second."""


def leaf_hash(content: bytes) -> bytes:
    """Hash a leaf; the mark before it keeps a leaf from passing for a node (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\0" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours into their parent (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\1" + left + right).digest()


def empty_root() -> bytes:
    """Return the root of a tree without leaves."""
    return hashlib.sha256(b"").digest()


def whole_subtrees(leaves: Range) -> list[Node]:
    """Return the largest whole subtrees that make up ``leaves``, left to right."""
    first, end = leaves
    found = []
    while first < end:
        level = (end - first).bit_length() - 1
        found.append((level, first >> level))
        first += 1 << level
    return found


def root_of(leaves: Range, nodes: Mapping[Node, bytes]) -> bytes:
    """Return the root over ``leaves`` from the stored nodes of ``whole_subtrees``.

    Raises:
        KeyError: a node is missing.
    """
    hashes = [nodes[node] for node in whole_subtrees(leaves)]
    if not hashes:
        return empty_root()
    root = hashes.pop()
    while hashes:
        root = node_hash(hashes.pop(), root)
    return root


def nodes_made_by(index: int, leaf: bytes, stored: Callable[[Node], bytes]) -> Iterator[tuple[Node, bytes]]:
    """Yield the nodes that become whole with leaf number ``index``, itself first; ``stored`` reads an earlier one."""
    level, value = 0, leaf
    yield (0, index), value
    while index & 1:
        value = node_hash(stored((level, index - 1)), value)
        level, index = level + 1, index >> 1
        yield (level, index), value


def nodes_read_by(index: int) -> list[Node]:
    """Return the earlier nodes that ``nodes_made_by`` reads for leaf number ``index``."""
    found, level = [], 0
    while index & 1:
        found.append((level, index - 1))
        level, index = level + 1, index >> 1
    return found


def _split(size: int) -> int:
    """Return the largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """Return the ranges whose roots prove that leaf ``index`` is in the tree of ``size`` (RFC 9162, 2.1.3.1).

    Raises:
        IndexError: the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise IndexError("the tree has no such leaf")
    first, end, found = 0, size, []
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((first, middle))
            first = middle
    return found[::-1]


def consistency_ranges(earlier: int, size: int) -> list[Range]:
    """Return the ranges whose roots prove that the tree of ``earlier`` leaves begins that of ``size`` (2.1.4.1).

    Raises:
        IndexError: the earlier tree is empty or the larger one.
    """
    if not 0 < earlier <= size:
        raise IndexError("only a smaller tree that has leaves can be the beginning of another")
    first, end, found, known = 0, size, [], True
    while end != earlier:
        middle = first + _split(end - first)
        if earlier <= middle:
            found.append((middle, end))
            end = middle
        else:
            found.append((first, middle))
            first, known = middle, False
    if not known:
        found.append((first, end))
    return found[::-1]


def ranges_of(ranges: Iterable[Range]) -> list[Node]:
    """Return every node that the roots of ``ranges`` are made of."""
    return [node for each in ranges for node in whole_subtrees(each)]


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a proof leads to, or None when it is no proof for this place (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return None
    at, last, root = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(sibling, root)
            at, last = _up_to_right_child(at, last)
        else:
            root = node_hash(root, sibling)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def _up_to_right_child(at: int, last: int) -> Node:
    """Skip the levels on which the node has no sibling."""
    while at and not at & 1:
        at, last = at >> 1, last >> 1
    return at, last


def is_consistent(earlier: int, earlier_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether ``path`` proves that the tree of ``size`` begins with that of ``earlier`` (RFC 9162, 2.1.4.2)."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not path and earlier_root == root
    hashes = list(path)
    if earlier & (earlier - 1) == 0:
        hashes.insert(0, earlier_root)
    if not hashes:
        return False
    at, last = earlier - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    return _both_roots(hashes, at, last) == (earlier_root, root)


def _both_roots(hashes: Sequence[bytes], at: int, last: int) -> tuple[bytes, bytes] | None:
    """Return the roots of both trees that the path leads to, or None when it has too many or too few steps."""
    old = new = hashes[0]
    for step in hashes[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            at, last = _up_to_right_child(at, last)
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None


class Growing:
    """A tree that is built leaf by leaf and keeps only what the next leaf needs: whole lists in little memory."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: dict[Node, bytes] = {}

    def add(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Append a leaf's hash; return the nodes that became whole with it, the leaf itself first."""
        made = list(nodes_made_by(self.size, leaf, self._peaks.__getitem__))
        for node in nodes_read_by(self.size):
            del self._peaks[node]
        self._peaks[made[-1][0]] = made[-1][1]
        self.size += 1
        return made

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        return root_of((0, self.size), self._peaks)
