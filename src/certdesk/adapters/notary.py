"""Ed25519 keys of the notary: a file of the operator's, or a rehearsal key that says so in its name."""

import hashlib
import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certdesk.ports.notary import NotaryKey
from certdesk.sealing.key_ring import KeyRing, KeysDamaged, KeysMissing

SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class Seed:
    """A key of the file: its name, its private seed, its first and last day."""

    name: str
    raw: bytes
    not_before: date | None = None
    not_after: date | None = None

    @property
    def private(self) -> Ed25519PrivateKey:
        """The key that signs."""
        return Ed25519PrivateKey.from_private_bytes(self.raw)

    def published(self, *, rehearsal: bool) -> NotaryKey:
        """Return what anybody may have of it."""
        return NotaryKey(
            name=self.name,
            public=self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
            rehearsal=rehearsal,
            not_before=self.not_before,
            not_after=self.not_after,
        )

    def row(self) -> dict[str, str]:
        """Return it as it stands in the file; days nobody knows are left out."""
        days = {"not_before": self.not_before, "not_after": self.not_after}
        known = {name: day.isoformat() for name, day in days.items() if day}
        return {"name": self.name, "seed": b64encode(self.raw).decode(), **known}


Seeds = Sequence[Seed]
"""Every key, the one that signs first."""


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
        return [seed.published(rehearsal=self._rehearsal) for seed in self._seeds()]

    def sign(self, message: bytes, key: NotaryKey) -> bytes:
        """Return the signature of one of the keys, even if a newer one has come since the caller chose it.

        Raises:
            LookupError: it is none of them.
        """
        for seed in self._seeds():
            if seed.published(rehearsal=self._rehearsal).key_id == key.key_id:
                return seed.private.sign(message)
        raise LookupError(key.name)

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
        return [Seed(f"rehearsal/{site}", seed)]

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
        seeds = [
            Seed(
                str(row["name"]),
                b64decode(row["seed"], validate=True),
                _day(row.get("not_before")),
                _day(row.get("not_after")),
            )
            for row in rows
        ]
    except FileNotFoundError as error:
        raise KeysMissing(f"找不到登记签名密钥 {path.name}。请运行 certdesk log key 生成，或从备份恢复。") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysDamaged(f"登记签名密钥 {path.name} 无法读取，请从备份恢复。") from error
    if not seeds or any(len(seed.raw) != SEED_BYTES for seed in seeds):
        raise KeysDamaged(f"登记签名密钥 {path.name} 内容不完整，请从备份恢复。")
    return seeds


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def add_key(path: Path, name: str, today: date) -> NotaryKey:
    """Make a new key, which signs from today on; the older ones stay in the file. Written whole or not at all.

    The key that signed until now has its last day today: what was dated this morning is its own.
    """
    earlier = list(read_keys(path)) if path.exists() else []
    earlier[:1] = [replace(seed, not_after=today) for seed in earlier[:1]]
    new = Seed(name, secrets.token_bytes(SEED_BYTES), not_before=today)
    rows = [seed.row() for seed in (new, *earlier)]
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(json.dumps({"keys": rows}, ensure_ascii=False, indent=1))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return new.published(rehearsal=False)


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
