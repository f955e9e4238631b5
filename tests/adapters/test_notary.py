"""Keys of the notary: a new one signs, the older ones stay, each with its days."""

import json
from datetime import date

import pytest

from certdesk.adapters.notary import add_key, file_notary
from certdesk.ports.notary import NotaryKey
from certdesk.sealing.key_ring import KeysDamaged, KeysMissing

FIRST, SECOND = date(2026, 11, 23), date(2027, 3, 1)


def test_a_new_key_signs_and_the_older_ones_stay_published(tmp_path):
    path = tmp_path / "notary.json"
    first = add_key(path, "desk.example", FIRST)
    signature = file_notary(path).sign(b"head", first)
    second = add_key(path, "desk.example", SECOND)
    notary = file_notary(path)
    assert [key.public for key in notary.keys] == [second.public, first.public]
    assert notary.verifies(first, b"head", signature)
    assert not notary.verifies(second, b"head", signature)
    assert path.stat().st_mode & 0o077 == 0


def test_a_missing_or_damaged_file_is_said_in_words(tmp_path):
    path = tmp_path / "notary.json"
    with pytest.raises(KeysMissing, match="找不到登记签名密钥"):
        _ = file_notary(path).keys
    path.write_text("{}")
    with pytest.raises(KeysDamaged, match="无法读取"):
        _ = file_notary(path).keys
    path.write_text('{"keys": [{"name": "x", "seed": "AAAA"}]}')
    with pytest.raises(KeysDamaged, match="不完整"):
        _ = file_notary(path).keys
    path.write_text('{"keys": ["x"]}')
    with pytest.raises(KeysDamaged):
        _ = file_notary(path).keys


def test_each_key_knows_its_first_and_its_last_day(tmp_path):
    path = tmp_path / "notary.json"
    add_key(path, "desk.example", FIRST)
    add_key(path, "desk.example", SECOND)
    third = date(2028, 1, 1)
    add_key(path, "desk.example", third)
    days = [(key.not_before, key.not_after) for key in file_notary(path).keys]
    assert days == [(third, None), (SECOND, third), (FIRST, SECOND)]
    served = [key.served_on(SECOND) for key in file_notary(path).keys]
    assert served == [False, True, True]


def test_a_key_file_of_before_has_no_days_and_takes_any(tmp_path):
    path = tmp_path / "notary.json"
    add_key(path, "desk.example", FIRST)
    rows = json.loads(path.read_text())
    del rows["keys"][0]["not_before"]
    path.write_text(json.dumps(rows))
    (key,) = file_notary(path).keys
    assert key.served_on(date(2000, 1, 1))
    add_key(path, "desk.example", SECOND)
    assert [(key.not_before, key.not_after) for key in file_notary(path).keys] == [(SECOND, None), (None, SECOND)]


def test_a_message_is_signed_by_the_key_it_names_even_if_a_newer_one_has_come_meanwhile(tmp_path):
    path = tmp_path / "notary.json"
    named = add_key(path, "desk.example", FIRST)
    add_key(path, "desk.example", SECOND)
    assert file_notary(path).verifies(named, b"code", file_notary(path).sign(b"code", named))
    with pytest.raises(LookupError):
        file_notary(path).sign(b"code", NotaryKey(name="another's", public=b"\x01" * 32))
