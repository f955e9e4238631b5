"""送达: mails leave the outbox, letters leave the office, the case closes (G-16 to G-18)."""

from django.db import transaction

from certdesk.cases.staff import SYSTEM, Actor, permit_in
from certdesk.journey.common import desk_at_work, happen, tell_holder, working_on
from certdesk.journey.papers import enclosure, hand_out
from certdesk.ports.desk import Desk
from certdesk.ports.outbox import Refused, TryAgain
from certdesk.ports.paper import PaperKind
from certdesk.rules.events import EventKind
from certdesk.rules.permissions import Action
from certdesk.stages.delivery import hand_over as handing
from certdesk.stages.delivery.models import MailState, OutboxMail
from certdesk.stages.delivery.outbox import Words, as_mail, note_sent, note_trouble, try_again
from certdesk.stages.delivery.queries import has_left
from certdesk.stages.issue.models import Letter, LetterState


class CannotClose(Exception):
    """The letter has not left the office yet."""


def send_mail(desk: Desk, mail_id: int) -> None:
    """Hand one mail to the server; every end of it is seen in the outbox.

    At least once: after a crash between sending and noting, the same Message-ID goes out again.

    Raises:
        TryAgain: a passing fault; the queue backs off and repeats.
    """
    row = OutboxMail.objects.get(pk=mail_id)
    if row.state != MailState.WAITING:
        return
    try:
        desk.outbox.send(as_mail(row, enclosure(desk, row)))
    except TryAgain as why:
        if _trouble(desk, row, str(why), final=False):
            return
        raise
    except Refused as why:
        _trouble(desk, row, str(why), final=True)
        return
    with transaction.atomic():
        note_sent(row, at=desk.clock.now())


def _trouble(desk: Desk, row: OutboxMail, why: str, *, final: bool) -> bool:
    with transaction.atomic():
        given_up = note_trouble(row, why, final=final)
        if given_up and row.case_id is not None:
            with desk_at_work(row.case_id) as case:
                happen(desk, case, EventKind.MAIL_FAILED, by=SYSTEM, data={"subject": row.subject})
        return given_up


def resend(desk: Desk, mail_id: int, *, by: Actor) -> None:
    """Try a failed mail again, by an officer's wish; one of no case belongs to the office whose mailbox this is."""
    row = OutboxMail.objects.select_related("case").get(pk=mail_id)
    with transaction.atomic():
        permit_in(by, Action.DISPATCH, row.case.office_code if row.case else _home(desk))
        if try_again(mail_id):
            desk.queue.put("send_mail", {"mail": mail_id}, key=f"send_mail/{mail_id}")


def _home(desk: Desk) -> str:
    return desk.guide.rulebook.numbering.provincial_city_code


def write_slips(desk: Desk, letter_id: int) -> None:
    """Write what a signed letter is posted with: courier slip and envelope page (G-14, G-17).

    Idempotent: a letter has each of them once.
    """
    letter = Letter.objects.get(pk=letter_id)
    if letter.state == LetterState.SIGNED:
        with desk_at_work(letter.case_id) as case:
            for slip in (PaperKind.COURIER, PaperKind.ENVELOPE):
                hand_out(desk, case, slip, str(letter_id))


def dispatch(desk: Desk, case_id: int, parcel: handing.Parcel, *, by: Actor) -> None:
    """寄出, postage paid by the recipient (G-16, G-17): stops the second clock.

    Raises:
        CannotHandOver: not signed, or carrier or number missing.
    """
    with working_on(case_id, by, Action.DISPATCH) as case:
        row = handing.dispatch(case, parcel, by=by, at=desk.clock.now())
        data = {"carrier": row.carrier, "tracking": row.tracking}
        happen(desk, case, EventKind.DISPATCHED, by=by, data=data)
        tell_holder(desk, case, Words("dispatched", "已寄出", {"parcel": row}, str(row.pk)), by=by)


def make_ready(desk: Desk, case_id: int, *, by: Actor) -> None:
    """Lay the letter out for collection; the holder gets a code and is asked to call first (G-18).

    Raises:
        CannotHandOver: not signed.
    """
    with working_on(case_id, by, Action.HAND_OVER) as case:
        row = handing.make_ready(case, by=by, at=desk.clock.now())
        happen(desk, case, EventKind.READY_FOR_PICKUP, by=by)
        paper = hand_out(desk, case, PaperKind.COLLECTION, str(row.pk))
        values = {"row": row, "pickup": desk.guide.pickup}
        words = Words("ready", "可以领取", values, str(row.pk), encloses=paper)
        tell_holder(desk, case, words, by=by)


def hand_over(desk: Desk, case_id: int, collection: handing.Collection, *, by: Actor) -> None:
    """Hand the letter over at the counter, identity checked and recorded (G-18).

    Raises:
        CannotHandOver: wrong code, identity not checked, nothing laid out.
    """
    with working_on(case_id, by, Action.HAND_OVER) as case:
        handing.collect(case, collection, at=desk.clock.now())
        happen(desk, case, EventKind.COLLECTED, by=by)


def close(desk: Desk, case_id: int, *, by: Actor) -> None:
    """办结, once the letter has left the office.

    Raises:
        CannotClose: neither posted nor collected.
    """
    with working_on(case_id, by, Action.CLOSE) as case:
        if not has_left(case):
            raise CannotClose("文书尚未寄出或领取，不能办结。")
        happen(desk, case, EventKind.CLOSED, by=by)
        tell_holder(desk, case, Words("closed", "已办结", {}, "1"), by=by)
