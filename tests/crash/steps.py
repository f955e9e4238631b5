"""The steps of a desk's day, each a function that a process of its own runs and that may be killed at any moment."""

import hashlib
import os
import signal
import time
from dataclasses import replace
from datetime import timedelta
from functools import cache

from django.contrib.auth.models import User
from django.core.management import call_command
from tests.conftest import CaptionReader
from tests.crash.conftest import KILLER

from certdesk.adapters.job_queue.models import Job
from certdesk.adapters.mail.parser import TolerantMailParser
from certdesk.cases.accounts import create_account
from certdesk.cases.models import Case, PartyRole
from certdesk.cases.queries import party
from certdesk.cases.staff import Actor, actor_for
from certdesk.jobs.backoff import Backoff
from certdesk.jobs.handlers import HANDLERS
from certdesk.jobs.stop import StopSignal
from certdesk.jobs.worker import Pace, Worker
from certdesk.journey import deciding, evidence, issuing, receiving
from certdesk.ports.desk import Desk
from certdesk.ports.mail_parser import ParsedMail
from certdesk.ports.queue import JobState
from certdesk.rules.business import Outcome
from certdesk.rules.lifecycle import State
from certdesk.rules.permissions import Role
from certdesk.stages.evidence.look_up import Entry, LookUpReport
from certdesk.stages.intake.queries import parked
from certdesk.stages.issue.models import Letter, LetterState
from certdesk.wiring import desk as wired_desk
from certdesk.wiring import job_board, workload

#: A killed worker's job is taken over after a second, and again however often that happens.
PACE = Pace(lease=timedelta(seconds=1), backoff=Backoff(first=timedelta(seconds=0.1), attempts=10_000))


@cache
def desk() -> Desk:
    """Return the desk as it is wired; only the pictures are captions, so that reading them costs no seconds."""
    return replace(wired_desk(), reader=CaptionReader(), parser=MortalParser())


class MortalParser(TolerantMailParser):
    """The parser of the desk, in a process that one kind of mail kills."""

    def parse(self, raw: bytes) -> ParsedMail:
        if raw.startswith(KILLER):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().parse(raw)


def prepare() -> None:
    """Make the tables, two people and the signing key."""
    call_command("migrate", interactive=False, verbosity=0)
    create_account("officer", "王经办", "", office_code="00", role=Role.OFFICER)
    create_account("approver", "李审批", "", office_code="00", role=Role.APPROVER)
    desk()


def fetch() -> None:
    """Read the mailbox and sort what came."""
    receiving.fetch_mail(desk())


def work() -> None:
    """Run jobs until SIGTERM."""
    with StopSignal() as stop:
        Worker(desk(), workload(), HANDLERS, pace=PACE).run(stop)


def drain() -> None:
    """Run jobs until none waits or runs, those of killed workers too."""
    worker = Worker(desk(), workload(), HANDLERS, pace=PACE)
    while _open_jobs():
        _let_answers_go()
        if not worker.step():
            time.sleep(0.1)


def _open_jobs() -> int:
    counts = job_board().counts()
    return counts[JobState.WAITING] + counts[JobState.RUNNING]


def _let_answers_go() -> None:
    """Captions are read at once: the answer that waits for pictures need not wait the forty seconds of a real day."""
    now = desk().clock.now()
    Job.objects.filter(name="acknowledge", state=JobState.WAITING, due_at__gt=now).update(due_at=now)


def open_parked() -> None:
    """Make a case of what is parked, as an officer decided."""
    for row in parked():
        receiving.open_parked(desk(), row.pk, by=_person("officer"))


def accept() -> None:
    """Look every new case up and accept it."""
    officer = _person("officer")
    for case in Case.objects.filter(state=State.RECEIVED).order_by("pk"):
        report = LookUpReport(site="zscx", at=desk().clock.now(), found=True, entry=_entry(case))
        evidence.record_lookup(desk(), case.pk, report, None, by=officer)
        deciding.accept(desk(), case.pk, chosen=Outcome.PROOF, reasons="不在目录内", by=officer)


def _entry(case: Case) -> Entry:
    holder = party(case, PartyRole.HOLDER)
    return Entry(
        name=holder.name,
        id_number=holder.id_number,
        certificate_number=case.certificate_number,
        occupation=case.occupation,
        level=case.level,
    )


def draft() -> None:
    """Draft the letter of every accepted case that has none."""
    officer = _person("officer")
    for case_id in list(Case.objects.filter(state=State.ACCEPTED, letters=None).values_list("pk", flat=True)):
        issuing.draft(desk(), case_id, by=officer)


def approve() -> None:
    """Approve every draft after a look at it."""
    approver = _person("approver")
    for letter_id in list(Letter.objects.filter(state=LetterState.DRAFTED).values_list("pk", flat=True)):
        seen = hashlib.sha256(issuing.preview(desk(), letter_id, by=approver)).hexdigest()
        issuing.approve(desk(), letter_id, seen, by=approver)


def _person(name: str) -> Actor:
    return actor_for(User.objects.get(username=name))
