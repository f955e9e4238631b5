"""The office's keys as anybody may have them, and read back from there."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence

from certdesk.ports.notary import Notary, NotaryKey


def published_keys(notary: Notary) -> list[dict[str, object]]:
    """Return every key ever used, the one that signs first."""
    return [
        {
            "name": key.name,
            "key_id": key.key_id.hex(),
            "public": b64encode(key.public).decode(),
            "verifier": key.verifier,
            "rehearsal": key.rehearsal,
        }
        for key in notary.keys
    ]


def read_published(rows: Sequence[Mapping[str, object]]) -> list[NotaryKey]:
    """Read published keys back.

    Raises:
        ValueError, KeyError: they are none.
    """
    return [
        NotaryKey(
            name=str(row["name"]),
            public=b64decode(str(row["public"]), validate=True),
            rehearsal=bool(row.get("rehearsal")),
        )
        for row in rows
    ]
