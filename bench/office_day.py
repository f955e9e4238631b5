"""What happens to an application at the office, one short function for each step; every one is a real use case."""

import hashlib

from bench.sample_forms import complete_application

from certdesk.cases.staff import Actor
from certdesk.journey import deciding, evidence, issuing, receiving
from certdesk.rules.business import Outcome
from certdesk.stages.evidence.look_up import Entry, LookUpReport
from certdesk.stages.intake.proposal import Proposal
from certdesk.stages.issue.models import Letter
from certdesk.wiring import desk


def receive(number: int) -> tuple[int, Proposal]:
    """Take a complete application in; return the case and what it says."""
    submission = complete_application(number)
    return receiving.submit_form(desk(), submission).pk, submission.proposal


def accept(case_id: int, said: Proposal, officer: Actor) -> None:
    """Look the certificate up and accept the case."""
    entry = Entry(
        name=said.name,
        id_number=said.id_number,
        certificate_number=said.certificate_number,
        occupation=said.occupation,
        level=said.level,
        result="合格",
    )
    report = LookUpReport(site="zscx", at=desk().clock.now(), found=True, entry=entry)
    evidence.record_lookup(desk(), case_id, report, b"screenshot of the site", by=officer)
    deciding.accept(desk(), case_id, chosen=Outcome.PROOF, reasons="不在目录内", by=officer)


def draft(case_id: int, officer: Actor) -> Letter:
    """Write and set the letter."""
    return issuing.draft(desk(), case_id, by=officer)


def preview(letter: Letter, approver: Actor) -> str:
    """Look at the letter; return the SHA-256 of what was seen."""
    return hashlib.sha256(issuing.preview(desk(), letter.pk, by=approver)).hexdigest()


def approve(letter: Letter, seen: str, approver: Actor) -> None:
    """Approve it."""
    issuing.approve(desk(), letter.pk, seen, by=approver)


def sign(letter: Letter) -> None:
    """Sign and register it."""
    issuing.sign_letter(desk(), letter.pk)
