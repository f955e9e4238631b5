"""Received is what the buckets add up to, day by day; on the server is what is known and what is not yet stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate

from certdesk.cases.models import Channel
from certdesk.guide.model import Guide
from certdesk.stages.intake.models import Bucket, MailboxReading, ReceivedMessage
from certdesk.stages.intake.queries import readings, silent

UNSORTED_AFTER = timedelta(minutes=5)
UNSORTED = ""
BUCKETS = (*Bucket.values, UNSORTED)


@dataclass(frozen=True, slots=True)
class Day:
    """The mails of one local day of arrival."""

    day: date
    received: int
    buckets: Mapping[str, int]

    @property
    def agrees(self) -> bool:
        """Whether every mail stands in exactly one known bucket."""
        return self.received == sum(self.buckets.get(bucket, 0) for bucket in BUCKETS)


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder of a mailbox: on the server is known plus not yet stored."""

    name: str
    on_server: int
    known: int
    missed: int  # seen by the last reading, and not stored by it: an alarm

    @property
    def not_stored(self) -> int:
        """How many messages on the server are not known: missed, or come since the folder was listed."""
        return self.on_server - self.known


@dataclass(frozen=True, slots=True)
class Box:
    """One mailbox as its last reading left it."""

    source: str
    read_at: datetime | None
    tried_at: datetime
    problem: str
    silent: bool
    folders: Sequence[Folder]

    @property
    def missed(self) -> int:
        """How many messages stayed on the server unstored."""
        return sum(folder.missed for folder in self.folders)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The whole account, and what is wrong with it."""

    boxes: Sequence[Box]
    days: Sequence[Day]
    unsorted_late: int

    @property
    def missed(self) -> int:
        """How many messages stayed on a server unstored."""
        return sum(box.missed for box in self.boxes)

    @property
    def disagreeing(self) -> int:
        """On how many days the buckets do not add up to what was received."""
        return sum(not day.agrees for day in self.days)

    @property
    def ok(self) -> bool:
        """Whether nothing needs a look."""
        return not (self.unsorted_late or self.missed or self.disagreeing or any(box.silent for box in self.boxes))


def reconcile(guide: Guide, now: datetime, *, days: int) -> Reconciliation:
    """Draw up the account of the last ``days`` days."""
    quiet = {row.pk for row in silent(now)}
    boxes = [_box(row, silent=row.pk in quiet) for row in readings()]
    return Reconciliation(boxes, _days(guide, now, days), unsorted_late(now))


def unsorted_late(now: datetime) -> int:
    """Count the messages that have waited too long for their bucket: an alarm on the worklist."""
    return ReceivedMessage.objects.filter(bucket=UNSORTED, stored_at__lt=now - UNSORTED_AFTER).count()


def missed() -> int:
    """Count the messages that a reading saw and did not store: an alarm on the worklist."""
    return sum(sum(row.unstored.values()) for row in readings())


def _box(row: MailboxReading, *, silent: bool) -> Box:
    folders = [_folder(row, name) for name in dict.fromkeys([*row.census, *row.listed])]
    return Box(row.source, row.read_at, row.tried_at, row.problem, silent, folders)


def _folder(row: MailboxReading, name: str) -> Folder:
    """Take the server's own count; where a reading broke off before it, what the folder's list had."""
    listed, left = row.listed.get(name, 0), row.unstored.get(name, 0)
    on_server = row.census.get(name, listed)
    return Folder(name, on_server, known=min(listed - left, on_server), missed=left)


def _days(guide: Guide, now: datetime, days: int) -> list[Day]:
    first = guide.local_date(now) - timedelta(days=days - 1)
    since = datetime.combine(first, time(0), guide.time_zone)
    local = TruncDate("arrived_at", tzinfo=guide.time_zone)
    mails = ReceivedMessage.objects.filter(channel=Channel.MAIL, arrived_at__gte=since).annotate(day=local)
    received = mails.order_by().values_list("day").annotate(count=Count("pk"))
    buckets: dict[date, dict[str, int]] = {}
    for day, bucket, count in mails.order_by().values_list("day", "bucket").annotate(count=Count("pk")):
        buckets.setdefault(day, {})[bucket] = count
    return [Day(day, count, buckets[day]) for day, count in sorted(received, reverse=True)]
