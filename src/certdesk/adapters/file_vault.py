"""The vault on a local disk: one sealed file per content, fanned out by the first two digits of its SHA-256."""

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile

from certdesk.ports.vault import NotInVault, VaultDamaged
from certdesk.sealing.cipher import CannotOpen, open_bytes, seal_bytes
from certdesk.sealing.key_ring import KeyRing

FLUSHES_AT_ONCE = 8  # a disk writes several waiting flushes in one go


class FileVault:
    """Keeps files under a folder. The name of a file is the SHA-256 of its clear content."""

    def __init__(self, root: Path, keys: Callable[[], KeyRing]) -> None:
        self._root = root
        self._keys = keys
        self._flushing = ThreadPoolExecutor(FLUSHES_AT_ONCE, thread_name_prefix="vault")  # starts none before it must

    def put(self, content: bytes) -> str:
        """Keep ``content`` durably: written aside, flushed, then named; a crash leaves no half file."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        try:
            os.utime(path)  # used again: a removal that is under way must see it
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._write(path, seal_bytes(self._keys(), content, sha256))
        return sha256

    def put_all(self, contents: Sequence[bytes]) -> list[str]:
        """Keep several contents; they wait for the disk side by side, not one after the other."""
        if len(contents) <= 1:
            return [self.put(content) for content in contents]
        return list(self._flushing.map(self.put, contents))

    def _write(self, path: Path, sealed: bytes) -> None:
        with NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
        _flush_folder(path.parent)

    def get(self, sha256: str) -> bytes:
        """Return the content; the seal binds it to its address, so what opens is what was put there."""
        try:
            sealed = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise NotInVault(sha256) from error
        try:
            return open_bytes(self._keys(), sealed, sha256)
        except CannotOpen as error:
            raise VaultDamaged(sha256) from error

    def has(self, sha256: str) -> bool:
        """Tell whether content of that address is kept."""
        return self._path(sha256).exists()

    def remove(self, sha256: str, *, unused_for: timedelta) -> bool:
        """Take the file aside first and look at its age then: a ``put`` after that writes it anew."""
        path = self._path(sha256)
        aside = path.with_name(f".old-{sha256}-{secrets.token_hex(4)}")
        try:
            if _age(path) < unused_for:
                return False
            path.rename(aside)
        except FileNotFoundError:
            return False
        if _age(aside) < unused_for:  # put again between the two looks
            aside.replace(path)
            return False
        aside.unlink()
        return True

    def _path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256


def _age(path: Path) -> timedelta:
    return timedelta(seconds=time.time() - path.stat().st_mtime)


def _flush_folder(folder: Path) -> None:
    """Make a new name durable: a rename lives in its folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
