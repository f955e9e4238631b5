"""Keys of the notary: a new one signs, the older ones stay."""

import pytest

from certdesk.adapters.notary import add_key, file_notary
from certdesk.sealing.key_ring import KeysDamaged, KeysMissing


def test_a_new_key_signs_and_the_older_ones_stay_published(tmp_path):
    path = tmp_path / "notary.json"
    first = add_key(path, "desk.example")
    signature = file_notary(path).sign(b"head")
    second = add_key(path, "desk.example")
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
