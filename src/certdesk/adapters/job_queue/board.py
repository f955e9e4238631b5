"""What an operator sees of the background work, and the way to let a failed job run again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from certdesk.adapters.job_queue.models import Job, ScheduleSlot
from certdesk.adapters.job_queue.workload import let_wait
from certdesk.ports.clock import Clock
from certdesk.ports.queue import JobNote, JobState

OVERDUE = timedelta(minutes=10)
TOO_LONG = timedelta(minutes=15)
OFTEN = 3  # attempts that failed


@dataclass(frozen=True, slots=True)
class TableBoard:
    """Reads the table of jobs for a page."""

    clock: Clock

    def counts(self) -> Mapping[JobState, int]:
        """Count the jobs in every state."""
        found = dict(Job.objects.order_by().values_list("state").annotate(number=Count("pk")))
        return {state: found.get(state.value, 0) for state in JobState}

    def waiting(self, limit: int = 100) -> Sequence[JobNote]:
        """Return the jobs that wait, the next one first."""
        return _notes(Job.objects.filter(state=JobState.WAITING).order_by("due_at", "id"), limit)

    def stuck(self, limit: int = 100) -> Sequence[JobNote]:
        """Return overdue jobs, jobs that run too long, and jobs that failed often and will be tried again."""
        now = self.clock.now()
        overdue = Q(due_at__lt=now - OVERDUE)
        too_long = Q(state=JobState.RUNNING, started_at__lt=now - TOO_LONG)
        failing = Q(state=JobState.WAITING, attempts__gte=OFTEN)
        return _notes(Job.objects.filter(overdue | too_long | failing).order_by("created_at", "id"), limit)

    def failed(self, limit: int = 100) -> Sequence[JobNote]:
        """Return the jobs that failed for good, the latest first."""
        return _notes(Job.objects.filter(state=JobState.FAILED).order_by("-finished_at", "-id"), limit)

    def last_sign_of_life(self) -> datetime | None:
        """Return when a worker last took a slot of a schedule."""
        latest: datetime | None = ScheduleSlot.objects.aggregate(latest=Max("slot"))["latest"]
        return latest

    def retry(self, job_id: int) -> bool:
        """Let a failed job run again as if for the first time."""
        failed = Job.objects.filter(pk=job_id, state=JobState.FAILED)
        key = failed.values_list("key", flat=True).first()
        if key is None:
            return False
        return let_wait(failed, key, attempts=0, due_at=self.clock.now(), last_error="")


def _notes(jobs: QuerySet[Job], limit: int) -> list[JobNote]:
    """Copy the rows into what a page may see: never the payload."""
    return [
        JobNote(
            id=job.pk,
            name=job.name,
            state=JobState(job.state),
            attempts=job.attempts,
            due_at=job.due_at,
            created_at=job.created_at,
            started_at=job.started_at,
            last_error=job.last_error,
        )
        for job in jobs[:limit]
    ]
