"""Personal data at rest: sealed, bound to its place, found by a blind index only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.sealing.cipher import (
    CannotOpen,
    blind_index,
    open_bytes,
    open_text,
    seal_bytes,
    seal_text,
    sealed_under_current_key,
)
from certdesk.sealing.key_ring import new_key_ring, rotated

RING = new_key_ring()


@given(st.text())
def test_what_is_sealed_opens_to_the_same_text(text):
    assert open_text(RING, seal_text(RING, text, "party.name"), "party.name") == text


@given(st.binary())
def test_what_is_sealed_opens_to_the_same_bytes(content):
    assert open_bytes(RING, seal_bytes(RING, content, "file"), "file") == content


def test_the_same_text_never_looks_the_same_twice():
    assert seal_text(RING, "林晓梅", "party.name") != seal_text(RING, "林晓梅", "party.name")


def test_a_value_moved_to_another_column_does_not_open():
    sealed = seal_text(RING, "林晓梅", "party.name")
    with pytest.raises(CannotOpen):
        open_text(RING, sealed, "party.address")


@given(st.binary(min_size=1), st.data())
def test_a_flipped_bit_is_noticed(content, data):
    sealed = bytearray(seal_bytes(RING, content, "file"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1
    with pytest.raises(CannotOpen):
        open_bytes(RING, bytes(sealed), "file")


@given(st.one_of(st.binary(), st.binary().map(lambda tail: b"CDV1" + tail)))
def test_anything_else_does_not_open(junk):
    with pytest.raises(CannotOpen):
        open_bytes(RING, junk, "file")


@given(st.text())
def test_junk_text_does_not_open(junk):
    with pytest.raises(CannotOpen):
        open_text(RING, junk, "party.name")


def test_another_desks_keys_do_not_open_it():
    sealed = seal_text(RING, "林晓梅", "party.name")
    with pytest.raises(CannotOpen):
        open_text(new_key_ring(), sealed, "party.name")


def test_after_a_rotation_old_values_open_and_new_ones_use_the_new_key():
    old = seal_text(RING, "林晓梅", "party.name")
    ring = rotated(RING)
    new = seal_text(ring, "林晓梅", "party.name")
    assert open_text(ring, old, "party.name") == "林晓梅"
    assert not sealed_under_current_key(ring, old)
    assert sealed_under_current_key(ring, new)
    with pytest.raises(CannotOpen):
        open_text(RING, new, "party.name")


def test_a_blind_index_is_the_same_for_the_same_value_and_differs_by_kind_and_by_desk():
    index = blind_index(RING, "210199198003070014", "id_number")
    assert index == blind_index(RING, "210199198003070014", "id_number")
    assert index != blind_index(RING, "210199198003070014", "telephone")
    assert index != blind_index(new_key_ring(), "210199198003070014", "id_number")
    assert blind_index(rotated(RING), "210199198003070014", "id_number") == index
    assert blind_index(RING, "", "id_number") == ""
