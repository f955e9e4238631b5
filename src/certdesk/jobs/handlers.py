"""Which use case each job runs, and what runs by the clock."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from certdesk.jobs.schedule import Schedule
from certdesk.jobs.worker import Handler
from certdesk.journey import (
    answering,
    deciding,
    delivering,
    evidence,
    issuing,
    keeping_log,
    keeping_signing_keys,
    papers,
    reading_ahead,
    receiving,
    watching,
)
from certdesk.ports.desk import Desk
from certdesk.ports.queue import Payload


def fetch_mail(desk: Desk, _payload: Payload) -> None:
    """Read the mailbox and sort what came (G-12)."""
    receiving.fetch_mail(desk)


def read_materials(desk: Desk, payload: Payload) -> None:
    """Read the pictures of one case."""
    evidence.read_materials(desk, int(payload["case"]))


def read_held(desk: Desk, payload: Payload) -> None:
    """Read one file of a form that is being filled in."""
    reading_ahead.read_held(desk, int(payload["upload"]))


def sweep_held(desk: Desk, _payload: Payload) -> None:
    """Remove the files of forms that nobody sent."""
    reading_ahead.sweep_held(desk)


def acknowledge(desk: Desk, payload: Payload) -> None:
    """Answer an application whose pictures took too long to read."""
    answering.acknowledge(desk, int(payload["case"]))


def send_mail(desk: Desk, payload: Payload) -> None:
    """Hand one mail to the server."""
    delivering.send_mail(desk, int(payload["mail"]))


def set_paper(desk: Desk, payload: Payload) -> None:
    """Set one notice, card or slip."""
    papers.set_paper(desk, int(payload["paper"]))


def write_slips(desk: Desk, payload: Payload) -> None:
    """Write what a signed letter is posted with."""
    delivering.write_slips(desk, int(payload["letter"]))


def sign_letter(desk: Desk, payload: Payload) -> None:
    """Sign one approved letter."""
    issuing.sign_letter(desk, int(payload["letter"]))


def checkpoint(desk: Desk, _payload: Payload) -> None:
    """Sign the head of the log after a batch of letters."""
    keeping_log.checkpoint(desk)


def daily_checkpoint(desk: Desk, _payload: Payload) -> None:
    """Give the head of the log out of the house."""
    keeping_log.export(desk)


def mind_signing_key(desk: Desk, _payload: Payload) -> None:
    """Try the signing key out, and write to the operator when it needs somebody."""
    keeping_signing_keys.tell_operator(desk)


def sweep(desk: Desk, _payload: Payload) -> None:
    """Close what was not answered in time, and bring approved letters back to the signer."""
    deciding.lapse_overdue(desk)
    issuing.sign_waiting(desk)


def recompute(desk: Desk, _payload: Payload) -> None:
    """Let a new holiday notice move the deadlines of open cases."""
    watching.recompute_deadlines(desk)


HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "fetch_mail": fetch_mail,
        "read_materials": read_materials,
        "read_held": read_held,
        "sweep_held": sweep_held,
        "acknowledge": acknowledge,
        "send_mail": send_mail,
        "set_paper": set_paper,
        "write_slips": write_slips,
        "sign_letter": sign_letter,
        "checkpoint": checkpoint,
        "daily_checkpoint": daily_checkpoint,
        "mind_signing_key": mind_signing_key,
        "sweep": sweep,
        "recompute": recompute,
    }
)

SCHEDULES = (
    Schedule(name="fetch_mail", every=timedelta(seconds=30)),
    Schedule(name="sweep", every=timedelta(minutes=10)),
    Schedule(name="sweep_held", every=timedelta(hours=1)),
    Schedule(name="recompute", every=timedelta(hours=1)),
    Schedule(name="daily_checkpoint", every=timedelta(days=1), offset=timedelta(hours=16, minutes=10)),  # 00:10, China
    Schedule(name="mind_signing_key", every=timedelta(days=1), offset=timedelta(hours=0)),  # 08:00, China
)
