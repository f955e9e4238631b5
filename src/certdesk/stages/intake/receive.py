"""Store what arrives, whole and once, before anybody looks at it (design rule 3)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import F, QuerySet

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


def received(arrival: Arrival, sha256: str, *, source: str, channel: Channel, at: datetime) -> ReceivedMessage:
    """Build the row of an arrival whose bytes are in the vault; the caller saves it."""
    return ReceivedMessage(
        channel=channel,
        source=source,
        key=arrival.key,
        folder=arrival.folder,
        arrived_at=arrival.arrived_at,
        stored_at=at,
        raw_sha256=sha256,
        size=len(arrival.raw),
    )


def store(arrivals: Sequence[Arrival], *, source: str, vault: Vault, at: datetime) -> list[str]:
    """Keep a few mails; return their addresses in the vault.

    The bytes go to the vault first: a crash in between leaves spare files, never a row without bytes.
    Of two fetchers at once, one has the row and the other changes nothing.
    """
    addresses = vault.put_all([arrival.raw for arrival in arrivals])
    rows = [
        received(arrival, sha256, source=source, channel=Channel.MAIL, at=at)
        for arrival, sha256 in zip(arrivals, addresses, strict=True)
    ]
    ReceivedMessage.objects.bulk_create(rows, ignore_conflicts=True)
    return addresses


def begin_sorting(rows: Iterable[ReceivedMessage]) -> None:
    """Note, before anybody looks into them, that these messages are tried: whoever dies over one leaves a trace."""
    _tried(rows).update(attempts=F("attempts") + 1)


def put_back(rows: Iterable[ReceivedMessage]) -> None:
    """Take the attempt back: what went wrong was no message's fault."""
    _tried(rows).update(attempts=F("attempts") - 1)


def _tried(rows: Iterable[ReceivedMessage]) -> QuerySet[ReceivedMessage]:
    return ReceivedMessage.objects.filter(pk__in=[row.pk for row in rows], bucket="")


class Listing:
    """Answers which messages are new, and remembers what the server listed: afterwards nothing may be left over."""

    def __init__(self, source: str) -> None:
        """Begin a reading of ``source``."""
        self._source = source
        self._new: list[str] = []
        self.listed: Counter[str] = Counter()

    def __call__(self, keys: Sequence[str]) -> Sequence[str]:
        """Return those of ``keys`` that are not stored yet, in order."""
        new = unknown_keys(self._source, keys)
        self._new += new
        self.listed.update(_folder(key) for key in keys)
        return new

    def unstored(self) -> Counter[str]:
        """Count by folder what was listed and is not stored, now that the reading is over."""
        return Counter(_folder(key) for key in unknown_keys(self._source, self._new))


def _folder(key: str) -> str:
    return key.partition(";")[0]


def note_reading(
    listing: Listing, source: str, *, at: datetime, census: Mapping[str, int] | None, problem: str = ""
) -> None:
    """Note how reading a mailbox went, for the alarms on the worklist."""
    values: dict[str, object] = {"tried_at": at, "problem": problem[:500]}
    if listing.listed or not problem:
        values |= {"listed": dict(listing.listed), "unstored": dict(listing.unstored())}
    if not problem:
        values |= {"read_at": at, "census": dict(census or {})}
    MailboxReading.objects.update_or_create(source=source, defaults=values)
