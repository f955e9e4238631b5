"""RFC 6962 and 9162: hashing and proofs, with the test vectors of the certificate-transparency project."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.rules import merkle
from certdesk.rules.merkle import Growing, consistency_ranges, inclusion_ranges, root_of

INPUTS = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {  # leaf, size: path
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


class Tree:
    """A growing tree that keeps every node and every root, as a register does."""

    def __init__(self, contents):
        self.nodes, self.roots, growing = {}, [merkle.empty_root()], Growing()
        self.leaves = [merkle.leaf_hash(content) for content in contents]
        for leaf in self.leaves:
            self.nodes.update(growing.add(leaf))
            self.roots.append(growing.root())

    def path(self, ranges):
        return [root_of(each, self.nodes) for each in ranges]


@pytest.fixture(scope="module")
def rfc():
    return Tree(INPUTS)


def test_the_tree_without_leaves_has_the_hash_of_nothing():
    assert root_of((0, 0), {}).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_every_size_has_its_root(rfc):
    assert [root.hex() for root in rfc.roots[1:]] == ROOTS


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_proofs_are_those_of_the_standard(rfc, index, size):
    path = rfc.path(inclusion_ranges(index, size))
    assert [step.hex() for step in path] == INCLUSION[index, size]
    assert merkle.root_from_inclusion(rfc.leaves[index], index, size, path) == rfc.roots[size]


@pytest.mark.parametrize(("earlier", "size"), CONSISTENCY)
def test_consistency_proofs_are_those_of_the_standard(rfc, earlier, size):
    path = rfc.path(consistency_ranges(earlier, size))
    assert [step.hex() for step in path] == CONSISTENCY[earlier, size]
    assert merkle.is_consistent(earlier, rfc.roots[earlier], size, rfc.roots[size], path)


@given(size=st.integers(1, 70), data=st.data())
def test_every_leaf_of_every_tree_can_be_proved_and_at_no_other_place(size, data):
    tree = Tree([bytes([number]) for number in range(size)])
    index, other = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    path = tree.path(inclusion_ranges(index, size))
    assert merkle.root_from_inclusion(tree.leaves[index], index, size, path) == tree.roots[size]
    if other != index:
        assert merkle.root_from_inclusion(tree.leaves[index], other, size, path) != tree.roots[size]
        assert merkle.root_from_inclusion(tree.leaves[other], index, size, path) != tree.roots[size]


@given(size=st.integers(1, 70), data=st.data())
def test_every_earlier_tree_is_the_beginning_of_every_later_one(size, data):
    tree = Tree([bytes([number]) for number in range(size)])
    earlier = data.draw(st.integers(1, size))
    path = tree.path(consistency_ranges(earlier, size))
    assert merkle.is_consistent(earlier, tree.roots[earlier], size, tree.roots[size], path)
    assert not merkle.is_consistent(earlier, b"other", size, tree.roots[size], path)
    assert not merkle.is_consistent(earlier, tree.roots[earlier], size, b"other", path)
    assert not merkle.is_consistent(earlier, tree.roots[earlier], size, tree.roots[size], [*path, b"more"])
    if earlier < size:
        assert not merkle.is_consistent(earlier, tree.roots[earlier], size, tree.roots[size], path[:-1])


@given(size=st.integers(2, 40), data=st.data())
def test_a_list_with_one_leaf_changed_is_no_continuation(size, data):
    earlier = data.draw(st.integers(1, size - 1))
    changed = data.draw(st.integers(0, earlier - 1))
    contents = [bytes([number]) for number in range(size)]
    kept = Tree(contents).roots[earlier]
    contents[changed] = b"other"
    tree = Tree(contents)
    path = tree.path(consistency_ranges(earlier, size))
    assert not merkle.is_consistent(earlier, kept, size, tree.roots[size], path)


@given(size=st.integers(1, 70))
def test_a_proof_reads_only_nodes_that_are_whole(size):
    tree = Tree([bytes([number]) for number in range(size)])
    ranges = [each for index in range(size) for each in inclusion_ranges(index, size)]
    assert set(merkle.ranges_of(ranges)) <= set(tree.nodes)


def test_a_proof_of_the_wrong_length_proves_nothing(rfc):
    path = rfc.path(inclusion_ranges(5, 8))
    assert merkle.root_from_inclusion(rfc.leaves[5], 5, 8, path[:-1]) is None
    assert merkle.root_from_inclusion(rfc.leaves[5], 5, 8, [*path, path[0]]) is None
    assert merkle.root_from_inclusion(rfc.leaves[5], 8, 8, path) is None
    assert not merkle.is_consistent(0, rfc.roots[0], 8, rfc.roots[8], [])
    assert not merkle.is_consistent(3, rfc.roots[3], 8, rfc.roots[8], [])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_that_is_not_there_cannot_be_proved(index, size):
    with pytest.raises(IndexError):
        inclusion_ranges(index, size)


@pytest.mark.parametrize(("earlier", "size"), [(0, 3), (4, 3)])
def test_neither_nothing_nor_a_larger_tree_is_a_beginning(earlier, size):
    with pytest.raises(IndexError):
        consistency_ranges(earlier, size)
