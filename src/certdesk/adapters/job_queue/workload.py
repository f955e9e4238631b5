"""What workers do with the table: claim, renew, finish, fail. Every write names the lease it relies on."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from certdesk.adapters.job_queue.models import Job as Row
from certdesk.adapters.job_queue.models import ScheduleSlot
from certdesk.ports.clock import Clock
from certdesk.ports.queue import WORKER_LOST, Job, JobState

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TableWorkload:
    """Hands jobs to workers under leases. SQLite serialises the claims, PostgreSQL skips rows another one holds."""

    clock: Clock

    def claim(self, worker: str, *, lease: timedelta) -> Job | None:
        """Take the job that has been due longest, a patient one when there is no other, in one short transaction."""
        now = self.clock.now()
        with transaction.atomic():
            due = _due(now).select_for_update(skip_locked=True)
            row = due.filter(patient=False).first() or due.filter(patient=True).first()
            if row is None:
                return None
            row.last_error = WORKER_LOST if row.state == JobState.RUNNING else row.last_error
            row.state, row.worker, row.attempts = JobState.RUNNING.value, worker, row.attempts + 1
            row.started_at, row.due_at = now, now + lease
            row.save(update_fields=["state", "worker", "attempts", "started_at", "due_at", "last_error"])
        return Job(id=row.pk, name=row.name, payload=row.payload, key=row.key, worker=worker, attempt=row.attempts)

    def renew(self, job: Job, *, lease: timedelta) -> bool:
        """Move the end of the lease."""
        return bool(_held(job).update(due_at=self.clock.now() + lease))

    def finish(self, job: Job) -> bool:
        """Record that the job is done, and with it earlier ones of the same key that had failed: it is their work."""
        done = {"state": JobState.DONE.value, "due_at": None, "finished_at": self.clock.now()}
        ours = bool(_held(job).update(**done, last_error=""))
        if ours and job.key:
            Row.objects.filter(key=job.key, state=JobState.FAILED).update(**done)
        return ours

    def fail(self, job: Job, why: str, *, retry_at: datetime | None) -> bool:
        """Record why it failed; it waits for its next turn, or for a person."""
        if retry_at is not None:
            return let_wait(_held(job), job.key, attempts=job.attempt, due_at=retry_at, last_error=why)
        now = self.clock.now()
        given_up = _held(job).update(state=JobState.FAILED, due_at=None, finished_at=now, last_error=why)
        return bool(given_up)

    def take_slot(self, schedule: str, slot: datetime) -> bool:
        """Take ``slot``; the row of the schedule decides between workers."""
        earlier = ScheduleSlot.objects.filter(schedule=schedule, slot__lt=slot)
        if earlier.update(slot=slot):
            return True
        ScheduleSlot.objects.bulk_create([ScheduleSlot(schedule=schedule, slot=NEVER)], ignore_conflicts=True)
        return bool(earlier.update(slot=slot))

    def forget_done(self, before: datetime) -> int:
        """Delete what was done long ago; what failed stays until a person has seen to it."""
        count, _ = Row.objects.filter(state=JobState.DONE, finished_at__lt=before).delete()
        return count


def _due(now: datetime) -> QuerySet[Row]:
    """Return the jobs that may be taken now: those of one key run one after the other."""
    running_like_it = Row.objects.filter(key=OuterRef("key"), state=JobState.RUNNING)
    free = Q(state=JobState.RUNNING) | Q(key="") | ~Exists(running_like_it)
    return Row.objects.filter(free, due_at__lte=now).order_by("due_at", "id")


def _held(job: Job) -> QuerySet[Row]:
    """Return the row of ``job`` if this very attempt still holds it."""
    return Row.objects.filter(pk=job.id, state=JobState.RUNNING, worker=job.worker, attempts=job.attempt)


def let_wait(rows: QuerySet[Row], key: str, *, attempts: int, due_at: datetime, last_error: str) -> bool:
    """Set one job back to waiting; where another of its key waits already, that one stands for both."""
    again = {"attempts": attempts, "due_at": due_at, "last_error": last_error}
    try:
        with transaction.atomic():
            return bool(rows.update(state=JobState.WAITING, finished_at=None, **again))
    except IntegrityError:
        with transaction.atomic():
            rows.delete()
            Row.objects.filter(key=key, state=JobState.WAITING).update(**again)
        return True
