"""Ed25519 keys of the notary: a file of the operator's, or a rehearsal key that says so in its name."""

import hashlib
import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certdesk.ports.notary import NotaryKey
from certdesk.sealing.key_ring import KeyRing, KeysDamaged, KeysMissing

SEED_BYTES = 32
Seeds = Sequence[tuple[str, bytes]]
"""Name and private seed of every key, the one that signs first."""


class Ed25519Notary:
    """Signs with the first of the keys that ``seeds`` gives; asks for them each time, so a new key counts at once."""

    def __init__(self, seeds: Callable[[], Seeds], *, rehearsal: bool) -> None:
        self._seeds = seeds
        self._rehearsal = rehearsal

    @property
    def keys(self) -> Sequence[NotaryKey]:
        """Every key ever used, the one that signs first.

        Raises:
            KeysMissing: no key file.
            KeysDamaged: it cannot be read.
        """
        return [NotaryKey(name=name, public=_public(seed), rehearsal=self._rehearsal) for name, seed in self._seeds()]

    def sign(self, message: bytes) -> bytes:
        """Return the signature of the first key."""
        return Ed25519PrivateKey.from_private_bytes(self._seeds()[0][1]).sign(message)

    def verifies(self, key: NotaryKey, message: bytes, signature: bytes) -> bool:
        """Tell whether ``key`` signed ``message``."""
        try:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


def rehearsal_notary(ring: Callable[[], KeyRing], site: str) -> Ed25519Notary:
    """Return a notary whose key follows from the desk's own secrets and whose name says that it is a rehearsal."""

    def seeds() -> Seeds:
        seed = hmac.new(ring().web, b"rehearsal notary key", hashlib.sha256).digest()
        return [(f"rehearsal/{site}", seed)]

    return Ed25519Notary(seeds, rehearsal=True)


def file_notary(path: Path) -> Ed25519Notary:
    """Return the notary whose keys stand in the operator's file."""
    return Ed25519Notary(lambda: read_keys(path), rehearsal=False)


def read_keys(path: Path) -> Seeds:
    """Read the key file.

    Raises:
        KeysMissing: there is none.
        KeysDamaged: it cannot be read.
    """
    try:
        rows = json.loads(path.read_text())["keys"]
        seeds = [(str(row["name"]), b64decode(row["seed"], validate=True)) for row in rows]
    except FileNotFoundError as error:
        raise KeysMissing(f"找不到登记签名密钥 {path.name}。请运行 certdesk log key 生成，或从备份恢复。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise KeysDamaged(f"登记签名密钥 {path.name} 无法读取，请从备份恢复。") from error
    if not seeds or any(len(seed) != SEED_BYTES for _, seed in seeds):
        raise KeysDamaged(f"登记签名密钥 {path.name} 内容不完整，请从备份恢复。")
    return seeds


def add_key(path: Path, name: str) -> NotaryKey:
    """Make a new key, which signs from now on; the older ones stay in the file. Written whole or not at all."""
    earlier = read_keys(path) if path.exists() else []
    seed = secrets.token_bytes(SEED_BYTES)
    rows = [{"name": each, "seed": b64encode(raw).decode()} for each, raw in ((name, seed), *earlier)]
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(json.dumps({"keys": rows}, ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return NotaryKey(name=name, public=_public(seed))


def _public(seed: bytes) -> bytes:
    key = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


class FolderShelf:
    """Keeps signed heads as files in a folder; copy it to a place that the desk's operator cannot write to."""

    def __init__(self, folder: Path, address: str = "") -> None:
        self._folder = folder
        self._address = address

    @property
    def address(self) -> str:
        """Who gets them by mail; empty: nobody."""
        return self._address

    def put(self, name: str, note: str) -> None:
        """Keep a signed head under ``name``; one that is there already stays as it is."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / name
        if not path.exists():
            draft = path.with_suffix(".new")
            draft.write_text(note)
            draft.replace(path)
