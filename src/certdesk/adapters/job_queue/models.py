"""Two tables: the jobs, and the last slot taken of each schedule."""

from django.db import models
from django.db.models import Q

from certdesk.ports.queue import JobState

STATES = [(state.value, state.name.lower()) for state in JobState]
OPEN = (JobState.WAITING.value, JobState.RUNNING.value)


class Job(models.Model):
    """One piece of work.

    ``due_at`` is the moment from which a worker may take it: for a waiting job its turn, for a running one the end
    of the lease. One column for both keeps the claim a walk along a single index.
    """

    name = models.CharField(max_length=64)
    payload = models.JSONField()  # ids and references only: TableQueue.put refuses anything else
    key = models.CharField(max_length=200, blank=True, default="")
    patient = models.BooleanField(default=False)  # slow work, that lets every other job go first
    state = models.CharField(max_length=8, choices=STATES, default=JobState.WAITING.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True, default="")
    last_error = models.CharField(max_length=400, blank=True, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """Waiting keys are unique; a job is due at some moment exactly as long as it is open."""

        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(state=JobState.WAITING.value) & ~Q(key=""), name="job_key_waits_once"
            ),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in JobState]), name="job_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, due_at__isnull=False) | (~Q(state__in=OPEN) & Q(due_at__isnull=True)),
                name="job_due_while_open",
            ),
        ]
        indexes = [
            models.Index(fields=["patient", "due_at", "id"], condition=Q(due_at__isnull=False), name="job_due"),
            models.Index(fields=["state", "key"], name="job_state_key"),
            models.Index(fields=["finished_at"], condition=Q(finished_at__isnull=False), name="job_finished"),
        ]


class ScheduleSlot(models.Model):
    """The last slot of a schedule that a worker took."""

    schedule = models.CharField(max_length=64, primary_key=True)
    slot = models.DateTimeField()
