"""收件: mail and form are two doors to the same case (G-12 to G-14)."""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from certdesk.cases.models import Case, Channel
from certdesk.cases.parties import email_index
from certdesk.cases.staff import HOLDER, SYSTEM, Actor, permit_in
from certdesk.cases.transitions import lock, take_turn
from certdesk.journey.common import desk_at_work, happen, tell_holder
from certdesk.ports.desk import Desk
from certdesk.ports.mail_parser import FileOrigin, ParsedMail
from certdesk.ports.mailbox import Arrival, MailboxUnreachable
from certdesk.rules.events import EventKind
from certdesk.rules.lifecycle import State
from certdesk.rules.permissions import Action
from certdesk.stages.delivery.outbox import Words, mark_bounced
from certdesk.stages.evidence.keep import IncomingFile, KeptFile, attach, put_away
from certdesk.stages.evidence.supplement import close_notice
from certdesk.stages.intake import queries
from certdesk.stages.intake.complete import Answers, fill_blanks
from certdesk.stages.intake.models import Bucket, ReceivedMessage
from certdesk.stages.intake.open_case import open_from
from certdesk.stages.intake.proposal import Proposal
from certdesk.stages.intake.receive import note_reading, store, unknown_keys
from certdesk.stages.intake.sort import Sorting, case_of_bounce, record, sort_mail
from certdesk.stages.intake.understand import propose

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one reading of the mailbox brought."""

    stored: int
    sorted: int
    problem: str = ""


def fetch_mail(desk: Desk) -> Fetched:
    """Store every new message whole, then sort what is stored; safe to repeat at any point (G-12)."""
    source, stored, problem = desk.mailbox.source, 0, ""
    census = None
    try:
        for arrival in desk.mailbox.arrivals(lambda keys: unknown_keys(source, keys)):
            kept = store(arrival, source=source, channel=Channel.MAIL, vault=desk.vault, at=desk.clock.now())
            stored += kept is not None
        census = desk.mailbox.census()
    except MailboxUnreachable as why:
        problem = str(why)
    note_reading(source, at=desk.clock.now(), census=census, problem=problem)
    return Fetched(stored=stored, sorted=sort_pending(desk), problem=problem)


def sort_pending(desk: Desk) -> int:
    """Sort every stored message; one that cannot be handled is parked and never stops the others."""
    done = 0
    while pending := queries.unsorted_ids():
        for message_id in pending:
            try:
                sort_message(desk, message_id)
            except Exception as error:  # noqa: BLE001  # whatever one mail does, the next must be reached
                log.error("message %s could not be sorted: %s", message_id, type(error).__name__)  # noqa: TRY400  # a traceback would show personal data
                _park(desk, message_id, "处理时出错，原件已完整保存，请人工查看")
            done += 1
    return done


def sort_message(desk: Desk, message_id: int) -> None:
    """Put one stored message into its bucket and do what follows, in one transaction.

    Idempotent: a message that has a bucket is left alone.
    """
    row = ReceivedMessage.objects.get(pk=message_id)
    if row.bucket:
        return
    mail = desk.parser.parse(desk.vault.get(row.raw_sha256))
    proposal = propose(mail, desk.guide, on=_day(desk, row))
    kept = put_away(_evidence(mail), desk.vault)
    with transaction.atomic():
        take_turn("intake")  # two sorters at once would not see each other's duplicates
        row = ReceivedMessage.objects.select_for_update().get(pk=message_id)
        if not row.bucket:
            sorting = sort_mail(mail, proposal, row)
            _follow(desk, row, sorting, mail, proposal, kept)


def _day(desk: Desk, row: ReceivedMessage) -> date:
    return desk.guide.local_date(row.arrived_at)


def _evidence(mail: ParsedMail) -> list[IncomingFile]:
    """Return the files of a mail that a person sent as such; signatures and delivery reports are not evidence."""
    return [
        IncomingFile(name=file.name, media_type=file.media_type, content=file.content)
        for file in mail.files
        if file.origin is not FileOrigin.TECHNICAL
    ]


def _follow(
    desk: Desk, row: ReceivedMessage, sorting: Sorting, mail: ParsedMail, proposal: Proposal, kept: Sequence[KeptFile]
) -> None:
    """Do what a bucket asks for."""
    if sorting.bucket is Bucket.APPLICATION:
        case = _open(desk, row, proposal, kept, thread=mail.message_id)
        sorting = Sorting(sorting.bucket, sorting.reason, case)
    elif sorting.case is not None and sorting.bucket in {Bucket.SUPPLEMENT, Bucket.REPLY}:
        _add_to_case(desk, lock(sorting.case.pk), kept, _answers(proposal))
    elif sorting.bucket is Bucket.BOUNCE and (bounced := case_of_bounce(mail)) is not None:
        _note_bounce(desk, lock(bounced.pk), mail.bounce_of)
        sorting = Sorting(sorting.bucket, sorting.reason, bounced)
    record(row, mail, sorting, at=desk.clock.now(), sender_index=email_index(mail.from_address))


def _open(desk: Desk, row: ReceivedMessage, proposal: Proposal, kept: Sequence[KeptFile], *, thread: str = "") -> Case:
    now = desk.clock.now()
    case = open_from(
        desk.guide,
        proposal,
        channel=Channel(row.channel),
        received_at=min(row.arrived_at, now),  # a server whose clock runs ahead must not give us more time
        at=now,
    )
    _attach_files(desk, case, kept, by=HOLDER)
    tell_holder(desk, case, Words("received", "已收到您的申请", {}, "first", thread), by=SYSTEM)
    return case


def _answers(proposal: Proposal) -> Answers:
    """Return what a later mail says in words: an address that was missing, the business that was unclear."""
    return Answers(
        business=proposal.business or "",
        recipient=proposal.recipient,
        telephone=proposal.telephone,
        address=proposal.address,
    )


def _add_to_case(desk: Desk, case: Case, kept: Sequence[KeptFile], answers: Answers | None = None) -> None:
    """Add what the holder sent later; it restarts a clock that stood still (D-7)."""
    filled = fill_blanks(case, answers) if answers else []
    if filled:
        happen(desk, case, EventKind.PARTICULARS_CHANGED, by=HOLDER, data={"fields": "、".join(filled)})
    _attach_files(desk, case, kept, by=HOLDER)
    if case.state == State.AWAITING_SUPPLEMENT:
        close_notice(case, at=desk.clock.now())
        happen(desk, case, EventKind.SUPPLEMENT_RECEIVED, by=HOLDER)


def _attach_files(desk: Desk, case: Case, kept: Sequence[KeptFile], *, by: Actor) -> None:
    new = attach(case, kept, at=desk.clock.now())
    if new:
        happen(desk, case, EventKind.MATERIAL_RECEIVED, by=by, data={"count": len(new)})
        desk.queue.put("read_materials", {"case": case.pk}, key=f"read_materials/{case.pk}")


def _note_bounce(desk: Desk, case: Case, message_id: str) -> None:
    mail = mark_bounced(case, message_id)
    if mail is not None:
        happen(desk, case, EventKind.MAIL_FAILED, by=SYSTEM, data={"subject": mail.subject})


def _park(desk: Desk, message_id: int, reason: str) -> None:
    ReceivedMessage.objects.filter(pk=message_id, bucket="").update(
        bucket=Bucket.PARKED, reason=reason, sorted_at=desk.clock.now()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A web form as it was sent: the particulars and the files, in the order of its fields."""

    proposal: Proposal
    files: Sequence[IncomingFile]


def submit_form(desk: Desk, submission: Submission) -> Case:
    """Take an application from the web form through the same door as a mail.

    Idempotent: the same content sent twice is one case.
    """
    kept = put_away(submission.files, desk.vault)
    raw = _canonical(submission.proposal, kept)
    now = desk.clock.now()
    with transaction.atomic():
        take_turn("intake")
        key = hashlib.sha256(raw).hexdigest()
        earlier = ReceivedMessage.objects.filter(source="web", key=key).select_related("case").first()
        if earlier is not None and earlier.case is not None:
            return earlier.case
        arrival = Arrival(key=key, folder="", arrived_at=now, raw=raw)
        row = store(arrival, source="web", channel=Channel.WEB, vault=desk.vault, at=now)
        if row is None:
            raise RuntimeError("the form was stored between two looks under a lock")
        row.case = _open(desk, row, submission.proposal, kept)
        row.bucket, row.reason, row.sorted_at = Bucket.APPLICATION, "网上申请", now
        row.content_key = key
        row.save()
        return row.case


def _canonical(proposal: Proposal, kept: Sequence[KeptFile]) -> bytes:
    """Return a form as bytes to keep: equal content gives equal bytes."""
    files = [{"field": file.claimed, "name": file.name, "sha256": file.sha256} for file in kept]
    body = {"form": asdict(proposal), "files": files}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, default=str).encode()


def add_materials(desk: Desk, case_id: int, files: Sequence[IncomingFile], answers: Answers | None = None) -> None:
    """Take further files, and what was missing in words, from the holder's progress page (D-7)."""
    kept = put_away(files, desk.vault)
    with desk_at_work(case_id) as case:
        _add_to_case(desk, case, kept, answers)


def resolve_parked(desk: Desk, message_id: int, *, case: Case | None, resolution: str, by: Actor) -> None:
    """Settle a parked message: add it to a case, or note why it needs nothing more.

    Raises:
        NotPermitted: this person may not.
    """
    row = ReceivedMessage.objects.get(pk=message_id)
    mail = desk.parser.parse(desk.vault.get(row.raw_sha256))
    kept = put_away(_evidence(mail), desk.vault)
    with transaction.atomic():
        row = ReceivedMessage.objects.select_for_update().get(pk=message_id)
        office = case.office_code if case else desk.guide.rulebook.numbering.provincial_city_code
        permit_in(by, Action.PARK_RESOLVE, office)
        if row.resolved_at is not None:
            return
        if case is not None:
            _add_to_case(desk, lock(case.pk), kept, _answers(propose(mail, desk.guide, on=_day(desk, row))))
            row.case = case
        row.resolved_at, row.resolved_by_id, row.resolution = desk.clock.now(), by.user_id, resolution[:200]
        row.save()


def open_parked(desk: Desk, message_id: int, *, by: Actor) -> Case:
    """Open a case from a parked message that turns out to be an application.

    Raises:
        NotPermitted: this person may not.
    """
    row = ReceivedMessage.objects.get(pk=message_id)
    mail = desk.parser.parse(desk.vault.get(row.raw_sha256))
    proposal = propose(mail, desk.guide, on=_day(desk, row))
    kept = put_away(_evidence(mail), desk.vault)
    with transaction.atomic():
        row = ReceivedMessage.objects.select_for_update().get(pk=message_id)
        permit_in(by, Action.PARK_RESOLVE, desk.guide.rulebook.numbering.provincial_city_code)
        if row.case is None:
            row.case = _open(desk, row, proposal, kept, thread=mail.message_id)
        row.resolved_at, row.resolved_by_id, row.resolution = desk.clock.now(), by.user_id, "立为新件"
        row.save()
        return row.case
