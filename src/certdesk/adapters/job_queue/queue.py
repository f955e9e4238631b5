"""Putting a job down, in the transaction of whoever asks for it."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from certdesk.adapters.job_queue.models import Job
from certdesk.ports.clock import Clock
from certdesk.ports.queue import JobState, Payload

REFERENCE = re.compile(r"[!-?A-~ ]{0,200}")  # printable ASCII without @: no name, no address, no mail address
PERSONAL_NUMBER = re.compile(r"\d{15}|\d{17}[\dXx]|1[3-9]\d{9}")  # 身份证号码、手机号码


def _must_be_reference(what: str, value: str | int) -> None:
    """Refuse what may be personal; the message does not repeat the value."""
    text = str(value)
    if not REFERENCE.fullmatch(text) or PERSONAL_NUMBER.fullmatch(text):
        raise ValueError(f"a job carries ids and references only: {what} may be personal")


@dataclass(frozen=True, slots=True)
class TableQueue:
    """Puts jobs into the desk's own database: they exist when, and only when, the caller's transaction commits."""

    clock: Clock

    def put(
        self, name: str, payload: Payload, *, key: str = "", not_before: datetime | None = None, patient: bool = False
    ) -> None:
        """Enqueue job ``name``, unless one of the same key waits."""
        _must_be_reference("key", key)
        for field, value in payload.items():
            _must_be_reference(field, value)
        now = self.clock.now()
        job = Job(name=name, payload=dict(payload), key=key, created_at=now, due_at=not_before or now, patient=patient)
        if key:
            _insert_once(job)
        else:
            job.save(force_insert=True)


def _insert_once(job: Job) -> None:
    """Insert ``job`` or find its like waiting, and hold whichever it is until the caller commits.

    Without that hold a worker could take the waiting job and finish it before the caller's changes can be seen,
    and nobody would look at them again.
    """
    alike = Job.objects.select_for_update().filter(key=job.key, state=JobState.WAITING)
    with transaction.atomic(savepoint=False):
        held = False
        while not held:  # again only when a worker took the waiting one in between
            Job.objects.bulk_create([job], ignore_conflicts=True)
            held = bool(alike.values_list("pk")[:1])
