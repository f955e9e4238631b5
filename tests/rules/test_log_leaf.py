"""What the log keeps of a letter has one form for ever."""

from datetime import date

from certdesk.rules.log_leaf import Leaf, LeafKind, reason_digest


def test_a_leaf_is_six_lines():
    leaf = Leaf(kind=LeafKind.SUPERSEDED, letter_number="XY-1", sha256="ab", on=date(2026, 11, 23), detail="XY-2")
    assert leaf.text == "certdesk-letter/1\nsuperseded\nXY-1\nab\n2026-11-23\nXY-2\n"


def test_a_reason_is_kept_as_its_digest():
    assert reason_digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
