"""The keys of a desk: made once, kept apart from the database, rotated without downtime."""

import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

KEY_BYTES = 32  # AES-256, HMAC-SHA256


class KeysMissing(Exception):
    """There is no key ring where the settings point."""


class KeysDamaged(Exception):
    """The key ring cannot be read; without it sealed data stay closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """All secrets of one desk. ``data`` keys rotate; the others stay, for what they made must stay findable."""

    current: str  # id of the data key that seals new values
    data: Mapping[str, bytes]
    index: bytes  # blind indexes
    history: bytes  # event chain
    web: bytes  # sessions and signed links

    def __repr__(self) -> str:
        """Show no secret, whatever prints this."""
        return f"KeyRing(current={self.current!r}, keys={len(self.data)})"


def new_key_ring() -> KeyRing:
    """Return a key ring of fresh random keys."""
    first = {"k1": secrets.token_bytes(KEY_BYTES)}
    return KeyRing(
        current="k1",
        data=first,
        index=secrets.token_bytes(KEY_BYTES),
        history=secrets.token_bytes(KEY_BYTES),
        web=secrets.token_bytes(KEY_BYTES),
    )


def rotated(ring: KeyRing) -> KeyRing:
    """Return ``ring`` with one more data key, which is current; older ones still open what they sealed."""
    name = f"k{len(ring.data) + 1}"
    return replace(ring, current=name, data={**ring.data, name: secrets.token_bytes(KEY_BYTES)})


def to_json(ring: KeyRing) -> str:
    """Return the key file's text."""
    secrets_only = {name: b64encode(getattr(ring, name)).decode() for name in ("index", "history", "web")}
    data = {name: b64encode(key).decode() for name, key in ring.data.items()}
    return json.dumps({"current": ring.current, "data": data, **secrets_only}, indent=1)


def from_json(text: str) -> KeyRing:
    """Read a key file's text.

    Raises:
        KeysDamaged: it is not a key ring.
    """
    try:
        raw = json.loads(text)
        data = {name: b64decode(key, validate=True) for name, key in raw["data"].items()}
        others = {name: b64decode(raw[name], validate=True) for name in ("index", "history", "web")}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeysDamaged("密钥文件无法读取，请从备份恢复 keys.json") from error
    if raw["current"] not in data or any(len(key) != KEY_BYTES for key in (*data.values(), *others.values())):
        raise KeysDamaged("密钥文件内容不完整，请从备份恢复 keys.json")
    return KeyRing(current=raw["current"], data=data, **others)


def write_key_file(path: Path, ring: KeyRing) -> None:
    """Write the key file for its owner's eyes only; a crash leaves the old file or the new one, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(to_json(ring))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def load_key_ring(path: Path, inline: str = "") -> KeyRing:
    """Return the key ring from ``inline`` (a setting) if given, else from the key file.

    A rotation is noticed at the next use, in every process: the file's time is looked at each time.

    Raises:
        KeysMissing: no key file.
        KeysDamaged: it cannot be read.
    """
    if inline:
        return _parsed(inline)
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError as error:
        raise KeysMissing(f"找不到密钥文件 {path.name}。请先运行 certdesk setup（或 make run）生成密钥。") from error


@lru_cache(maxsize=4)
def _read(path: Path, _changed_at: int) -> KeyRing:
    return from_json(path.read_text())


@lru_cache(maxsize=4)
def _parsed(text: str) -> KeyRing:
    return from_json(text)
