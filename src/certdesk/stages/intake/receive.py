"""Store what arrives, whole and once, before anybody looks at it (design rule 3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from certdesk.cases.models import Channel
from certdesk.ports.mailbox import Arrival
from certdesk.ports.vault import Vault
from certdesk.stages.intake.models import MailboxReading, ReceivedMessage

_CHUNK = 500


def unknown_keys(source: str, keys: Sequence[str]) -> list[str]:
    """Return those of ``keys`` that are not stored yet, in order."""
    known: set[str] = set()
    for start in range(0, len(keys), _CHUNK):
        part = keys[start : start + _CHUNK]
        rows = ReceivedMessage.objects.filter(source=source, key__in=part)
        known.update(rows.values_list("key", flat=True))
    return [key for key in keys if key not in known]


def store(arrival: Arrival, *, source: str, channel: Channel, vault: Vault, at: datetime) -> ReceivedMessage | None:
    """Keep an arrival; return its row, or None when it was kept before.

    The bytes go to the vault first: a crash in between leaves a spare file, never a row without bytes.
    """
    sha256 = vault.put(arrival.raw)
    try:
        with transaction.atomic():
            return ReceivedMessage.objects.create(
                channel=channel,
                source=source,
                key=arrival.key,
                folder=arrival.folder,
                arrived_at=arrival.arrived_at,
                stored_at=at,
                raw_sha256=sha256,
                size=len(arrival.raw),
            )
    except IntegrityError:  # two fetchers at once: the other one has it
        return None


def note_reading(source: str, *, at: datetime, census: Mapping[str, int] | None, problem: str = "") -> None:
    """Note how reading a mailbox went, for the alarm on the worklist."""
    values: dict[str, object] = {"tried_at": at, "problem": problem[:500]}
    if not problem:
        values |= {"read_at": at, "census": dict(census or {})}
    MailboxReading.objects.update_or_create(source=source, defaults=values)
