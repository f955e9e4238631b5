"""The office's keys as anybody may have them, and read back from there."""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import date

from certdesk.ports.notary import Notary, NotaryKey


def published_keys(notary: Notary) -> list[dict[str, object]]:
    """Return every key ever used, the one that signs first, each with its first and last day as far as known."""
    return [
        {
            "name": key.name,
            "key_id": key.key_id.hex(),
            "public": b64encode(key.public).decode(),
            "verifier": key.verifier,
            "rehearsal": key.rehearsal,
            "not_before": key.not_before.isoformat() if key.not_before else None,
            "not_after": key.not_after.isoformat() if key.not_after else None,
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
            not_before=_day(row.get("not_before")),
            not_after=_day(row.get("not_after")),
        )
        for row in rows
    ]


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
