"""The key file: made once, for its owner's eyes, whole or not at all."""

import stat

import pytest

from certdesk.sealing.key_ring import (
    KeysDamaged,
    KeysMissing,
    from_json,
    load_key_ring,
    new_key_ring,
    rotated,
    to_json,
    write_key_file,
)


def test_a_key_ring_survives_its_file(tmp_path):
    ring = rotated(new_key_ring())
    write_key_file(tmp_path / "keys.json", ring)
    assert load_key_ring(tmp_path / "keys.json") == ring


def test_the_key_file_is_for_its_owner_only(tmp_path):
    write_key_file(tmp_path / "keys.json", new_key_ring())
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_a_missing_key_file_says_what_to_run(tmp_path):
    with pytest.raises(KeysMissing, match="certdesk setup"):
        load_key_ring(tmp_path / "keys.json")


def test_keys_may_come_from_a_setting_instead_of_a_file(tmp_path):
    ring = new_key_ring()
    assert load_key_ring(tmp_path / "none.json", to_json(ring)) == ring


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '{"current": "k1", "data": {}, "index": "", "history": "", "web": ""}',
        to_json(new_key_ring()).replace('"k1"', '"k9"', 1),
        to_json(new_key_ring())[:-40],
    ],
)
def test_a_damaged_key_file_is_refused_and_never_replaced(text):
    with pytest.raises(KeysDamaged):
        from_json(text)


def test_a_rotated_file_is_read_anew(tmp_path):
    path = tmp_path / "keys.json"
    ring = new_key_ring()
    write_key_file(path, ring)
    assert load_key_ring(path).current == "k1"
    write_key_file(path, rotated(ring))
    assert load_key_ring(path).current == "k2"


def test_printing_a_key_ring_shows_no_secret():
    ring = new_key_ring()
    assert repr(ring) == "KeyRing(current='k1', keys=1)"
