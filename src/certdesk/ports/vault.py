"""Where received bytes are kept: whole, encrypted, addressed by what they are."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol


class NotInVault(LookupError):
    """No file of that SHA-256 is kept."""


class VaultDamaged(Exception):
    """A kept file cannot be opened, or no longer has the content its address promises."""


class Vault(Protocol):
    """A content-addressed, encrypted store. What was put never changes."""

    def put(self, content: bytes) -> str:
        """Keep ``content`` durably and return its SHA-256 in hex; the same content twice is one file."""
        ...

    def put_all(self, contents: Sequence[bytes]) -> list[str]:
        """Keep several contents as ``put`` does, all durable on return; the waits for the disk may overlap."""
        ...

    def get(self, sha256: str) -> bytes:
        """Return the content, checked against its address.

        Raises:
            NotInVault: nothing is kept under that address.
            VaultDamaged: the kept file fails its check.
        """
        ...

    def has(self, sha256: str) -> bool:
        """Tell whether content of that address is kept."""
        ...

    def remove(self, sha256: str, *, unused_for: timedelta) -> bool:
        """Remove content that nobody put, anew or again, for that long; False: it stays, or there is none.

        The caller has made sure that no row refers to it; a ``put`` that runs at the same time wins.
        """
        ...
