"""What every vault must do; tried on the local one."""

import hashlib
import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certdesk.adapters.file_vault import FileVault
from certdesk.ports.vault import NotInVault, VaultDamaged
from certdesk.sealing.key_ring import new_key_ring, rotated

RING = new_key_ring()


@pytest.fixture
def vault(tmp_path) -> FileVault:
    return FileVault(tmp_path, lambda: RING)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.binary())
def test_what_was_put_comes_back_under_its_sha256(vault, content):
    address = vault.put(content)
    assert address == hashlib.sha256(content).hexdigest()
    assert vault.get(address) == content
    assert vault.has(address)


def test_the_same_content_twice_is_one_file(vault, tmp_path):
    assert vault.put(b"photo") == vault.put(b"photo")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_the_disk_never_sees_the_content_in_the_clear(vault, tmp_path):
    vault.put(b"210199198003070014")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert b"210199198003070014" not in file.read_bytes()


def test_an_unknown_address_is_not_in_the_vault(vault):
    assert not vault.has("0" * 64)
    with pytest.raises(NotInVault):
        vault.get("0" * 64)


def test_a_changed_file_is_noticed(vault, tmp_path):
    address = vault.put(b"photo")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)
    with pytest.raises(VaultDamaged):
        vault.get(address)


def test_a_file_under_another_files_address_is_noticed(vault, tmp_path):
    one, two = vault.put(b"one"), vault.put(b"two")
    (tmp_path / one[:2] / one).write_bytes((tmp_path / two[:2] / two).read_bytes())
    with pytest.raises(VaultDamaged):
        vault.get(one)


def test_files_sealed_before_a_rotation_still_open(tmp_path):
    address = FileVault(tmp_path, lambda: RING).put(b"photo")
    assert FileVault(tmp_path, lambda: rotated(RING)).get(address) == b"photo"


def age(tmp_path, address: str, days: int) -> None:
    path = tmp_path / address[:2] / address
    long_ago = path.stat().st_mtime - days * 86400
    os.utime(path, (long_ago, long_ago))


def test_what_nobody_used_for_long_enough_is_removed_and_leaves_nothing(vault, tmp_path):
    address = vault.put(b"never sent")
    age(tmp_path, address, days=3)
    assert vault.remove(address, unused_for=timedelta(days=2))
    assert not vault.has(address)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_was_put_lately_stays(vault, tmp_path):
    address = vault.put(b"photo")
    assert not vault.remove(address, unused_for=timedelta(days=2))
    age(tmp_path, address, days=3)
    assert vault.put(b"photo") == address  # the same content, used again
    assert not vault.remove(address, unused_for=timedelta(days=2))
    assert vault.get(address) == b"photo"


def test_removing_what_is_not_there_removes_nothing(vault):
    assert not vault.remove("0" * 64, unused_for=timedelta(0))
