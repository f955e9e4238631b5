"""收件: mail and form are two doors to the same case (G-12 to G-14)."""

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import TypeVar

from django.db import OperationalError, transaction

from certdesk.cases.models import Case, Channel
from certdesk.cases.parties import email_index, id_number_index
from certdesk.cases.staff import HOLDER, SYSTEM, Actor, permit_in
from certdesk.cases.transitions import lock, take_turn
from certdesk.journey.answering import answer_parked, ask_to_attach_again, put_off_answer
from certdesk.journey.common import desk_at_work, happen
from certdesk.ports.desk import Desk
from certdesk.ports.mail_parser import FileOrigin, ParsedMail
from certdesk.ports.mailbox import Arrival, MailboxUnreachable
from certdesk.rules.certificate_number import normalise
from certdesk.rules.events import EventKind
from certdesk.rules.lifecycle import State
from certdesk.rules.permissions import Action
from certdesk.stages.delivery.outbox import mark_bounced
from certdesk.stages.evidence.keep import IncomingFile, KeptFile, attach, put_away
from certdesk.stages.evidence.supplement import close_notice
from certdesk.stages.intake import queries
from certdesk.stages.intake.complete import Answers, fill_blanks
from certdesk.stages.intake.models import Bucket, Opening, ReceivedMessage
from certdesk.stages.intake.open_case import open_from
from certdesk.stages.intake.proposal import Proposal
from certdesk.stages.intake.provenance import for_person, people_of
from certdesk.stages.intake.receive import Listing, begin_sorting, note_reading, put_back, received, store
from certdesk.stages.intake.sort import Noted, Sorting, case_of_bounce, doubts_about, record, sort_mail
from certdesk.stages.intake.understand import propose

log = logging.getLogger(__name__)

#: How much is stored, and sorted, in one transaction: enough to share a flush to the disk, little enough that
#: others soon get their turn, and that memory stays flat.
HANDFUL = 16
HANDFUL_BYTES = 24_000_000
ATTEMPTS = 5  # at a message over which the process dies each time
OPENED_AT_ONCE = 2  # while one mail waits for the disk, another is decoded

Result = TypeVar("Result")


class NoSuchPerson(Exception):
    """A message speaks of fewer people than somebody asked for; the text says so."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one reading of the mailbox brought."""

    stored: int
    sorted: int
    problem: str = ""


def fetch_mail(desk: Desk) -> Fetched:
    """Store new messages whole, a few at a time, and sort what is stored; safe to repeat at any point (G-12)."""
    source, stored, done, problem = desk.mailbox.source, 0, 0, ""
    listing, census = Listing(source), None
    try:
        for handful in _handfuls(desk.mailbox.arrivals(listing)):
            addresses = store(handful, source=source, vault=desk.vault, at=desk.clock.now())
            stored += len(addresses)
            done += sort_pending(desk, dict(zip(addresses, (arrival.raw for arrival in handful), strict=True)))
        census = desk.mailbox.census()
    except MailboxUnreachable as why:
        problem = str(why)
    note_reading(listing, source, at=desk.clock.now(), census=census, problem=problem)
    return Fetched(stored=stored, sorted=done + sort_pending(desk), problem=problem)


def _handfuls(arrivals: Iterator[Arrival]) -> Iterator[list[Arrival]]:
    """Take arrivals a few at a time; those before a fault of the mailbox are handed on before it is raised."""
    handful: list[Arrival] = []
    try:
        for arrival in arrivals:
            handful.append(arrival)
            if len(handful) == HANDFUL or sum(len(each.raw) for each in handful) >= HANDFUL_BYTES:
                yield handful
                handful = []
    except MailboxUnreachable:
        yield handful
        raise
    yield handful


def sort_pending(desk: Desk, at_hand: Mapping[str, bytes] | None = None) -> int:
    """Sort every stored message; one that cannot be handled, or kills who handles it, is parked and stops no other.

    Args:
        desk: the desk.
        at_hand: bytes that were stored a moment ago, by their address: they need not be fetched from the disk again.

    Raises:
        OperationalError: the database is away; nothing is counted against a message.
        OSError: the disk is.
    """
    done = 0
    while rows := queries.unsorted(HANDFUL, HANDFUL_BYTES):
        if rows[0].attempts >= ATTEMPTS:
            _park(desk, rows[0].pk, "处理这封来件时程序多次中断，已停止自动处理；原件已完整保存，请人工查看")
        else:
            _sort_counted(desk, rows, at_hand or {})
        done += len(rows)
    return done


def _sort_counted(desk: Desk, rows: Sequence[ReceivedMessage], at_hand: Mapping[str, bytes]) -> None:
    begin_sorting(rows)
    try:
        _sort(desk, rows, at_hand)
    except (OperationalError, OSError):
        put_back(rows)
        raise


def _sort(desk: Desk, rows: Sequence[ReceivedMessage], at_hand: Mapping[str, bytes]) -> None:
    """Put a few stored messages into their buckets and do what follows, in one transaction.

    Idempotent: a message that has a bucket is left alone.
    """
    with ThreadPoolExecutor(OPENED_AT_ONCE, thread_name_prefix="intake") as openers:
        contents = openers.map(lambda row: _attempt(row.pk, partial(_open_up, desk, row, at_hand)), rows)
        opened = dict(zip((row.pk for row in rows), contents, strict=True))
    with transaction.atomic():
        take_turn("intake")  # two sorters at once would not see each other's duplicates
        for row in list(ReceivedMessage.objects.select_for_update().filter(pk__in=opened, bucket="").order_by("pk")):
            content = opened[row.pk]
            if content is None or not _attempt(row.pk, partial(_sort_one, desk, row, content)):
                _park(desk, row.pk, "处理时出错，原件已完整保存，请人工查看")


def _attempt(message_id: int, work: Callable[[], Result]) -> Result | None:
    """Return what ``work`` comes to, or None when the message makes it fail; its own faults must not stop the next.

    Raises:
        OperationalError: the database is away, which is no message's fault.
        OSError: so is the disk.
    """
    try:
        return work()
    except (OperationalError, OSError):
        raise
    except Exception as error:  # noqa: BLE001  # whatever one mail does, the next must be reached
        log.error("message %s could not be sorted: %s", message_id, type(error).__name__)  # noqa: TRY400  # a traceback would show personal data
        return None


@dataclass(frozen=True, slots=True)
class _Opened:
    """A stored message, parsed and understood, its files put away."""

    mail: ParsedMail
    proposal: Proposal
    kept: Sequence[KeptFile]


def read_message(desk: Desk, row: ReceivedMessage, at_hand: Mapping[str, bytes] | None = None) -> ParsedMail:
    """Return what a stored message says; one over which programs died is not opened, and says nothing.

    Raises:
        NotInVault: its bytes are gone.
        VaultDamaged: they are not what arrived.
    """
    read = desk.parser.keep_whole if row.attempts >= ATTEMPTS else desk.parser.parse
    return read((at_hand or {}).get(row.raw_sha256) or desk.vault.get(row.raw_sha256))


def _open_up(desk: Desk, row: ReceivedMessage, at_hand: Mapping[str, bytes] | None = None) -> _Opened:
    mail = read_message(desk, row, at_hand)
    proposal = propose(mail, desk.guide, on=desk.guide.local_date(row.arrived_at))
    return _Opened(mail, proposal, put_away(_evidence(mail), desk.vault))


def _sort_one(desk: Desk, row: ReceivedMessage, opened: _Opened) -> bool:
    with transaction.atomic():  # undone alone when it fails
        _follow(desk, row, sort_mail(opened.mail, opened.proposal, row), opened)
    return True


def _evidence(mail: ParsedMail) -> list[IncomingFile]:
    """Return the files of a mail that a person sent as such; signatures and delivery reports are not evidence."""
    return [
        IncomingFile(name=file.name, media_type=file.media_type, content=file.content)
        for file in mail.files
        if file.origin is not FileOrigin.TECHNICAL
    ]


def _follow(desk: Desk, row: ReceivedMessage, sorting: Sorting, opened: _Opened) -> None:
    """Do what a bucket asks for."""
    mail, kept = opened.mail, opened.kept
    if sorting.bucket is Bucket.APPLICATION:
        case = _open(desk, row, opened.proposal, kept)
        sorting = Sorting(sorting.bucket, sorting.reason, case)
    elif sorting.case is not None and sorting.bucket in {Bucket.SUPPLEMENT, Bucket.REPLY}:
        _add_to_case(desk, lock(sorting.case.pk), kept, _answers(opened.proposal))
    elif sorting.bucket is Bucket.BOUNCE:
        sorting = _note_bounce(desk, sorting, mail)
    noted = Noted(
        sender_index=email_index(mail.from_address),
        holder_index=id_number_index(opened.proposal.id_number),
        certificate_number=normalise(opened.proposal.certificate_number)[:32],
        doubts=doubts_about(mail, desk.guide),
        understood=opened.proposal.understood,
    )
    record(row, mail, sorting, at=desk.clock.now(), noted=noted)
    if sorting.bucket is Bucket.PARKED:
        answer_parked(desk, row, mail)
    elif sorting.case is not None and sorting.bucket in {Bucket.SUPPLEMENT, Bucket.REPLY}:
        ask_to_attach_again(desk, lock(sorting.case.pk), row)


def _open(desk: Desk, row: ReceivedMessage, proposal: Proposal, kept: Sequence[KeptFile], *, person: int = 0) -> Case:
    now = desk.clock.now()
    case = open_from(
        desk.guide,
        proposal,
        channel=Channel(row.channel),
        received_at=min(row.arrived_at, now),  # a server whose clock runs ahead must not give us more time
        at=now,
    )
    Opening.objects.create(case=case, message=row, person=person)
    _attach_files(desk, case, kept, by=HOLDER)
    put_off_answer(desk, case, has_files=bool(kept))
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
        desk.queue.put("read_materials", {"case": case.pk}, key=f"read_materials/{case.pk}", patient=True)


def _note_bounce(desk: Desk, sorting: Sorting, mail: ParsedMail) -> Sorting:
    """Mark our mail that came back: one of a case, or an answer to a message that was none."""
    found = case_of_bounce(mail)
    case = lock(found.pk) if found else None
    ours = mark_bounced(case, mail.bounce_of)
    if case is not None and ours is not None:
        happen(desk, case, EventKind.MAIL_FAILED, by=SYSTEM, data={"subject": ours.subject})
    return Sorting(sorting.bucket, sorting.reason, case)


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

    Idempotent: the same content sent twice is one case, as long as that case is open.
    """
    kept = put_away(submission.files, desk.vault)
    raw = _canonical(submission.proposal, kept)
    sha256 = desk.vault.put(raw)
    now = desk.clock.now()
    with transaction.atomic():
        take_turn("intake")
        earlier = queries.forms_of(sha256)
        if earlier and earlier[-1].case is not None and not earlier[-1].case.closure:
            return earlier[-1].case
        key = f"{sha256}/{len(earlier)}" if earlier else sha256  # sent anew after its case was closed
        arrival = Arrival(key=key, folder="", arrived_at=now, raw=raw)
        row = received(arrival, sha256, source="web", channel=Channel.WEB, at=now)
        row.bucket, row.reason, row.sorted_at = Bucket.APPLICATION, "网上申请", now
        row.content_key = sha256
        row.save(force_insert=True)
        row.case = _open(desk, row, submission.proposal, kept)
        row.save(update_fields=["case"])
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
    opened = _open_up(desk, ReceivedMessage.objects.get(pk=message_id))
    with transaction.atomic():
        row = ReceivedMessage.objects.select_for_update().get(pk=message_id)
        office = case.office_code if case else desk.guide.rulebook.numbering.provincial_city_code
        permit_in(by, Action.PARK_RESOLVE, office)
        if row.resolved_at is not None:
            return
        if case is not None:
            _add_to_case(desk, lock(case.pk), opened.kept, _answers(opened.proposal))
            row.case = case
        row.resolved_at, row.resolved_by_id, row.resolution = desk.clock.now(), by.user_id, resolution[:200]
        row.save()


def open_parked(desk: Desk, message_id: int, *, by: Actor, person: int | None = None) -> Case:
    """Open a case from a parked message that turns out to be an application: for one of its people, or for each.

    Idempotent: each person of a message gets one case. Every case gets all its files: whose is whose, an officer sees.

    Args:
        desk: the desk.
        message_id: the parked message.
        by: who decides.
        person: which of the people it speaks of; None: all. The message is settled when each has a case.

    Returns:
        The case of that person, or the first one.

    Raises:
        NotPermitted: this person may not.
        NoSuchPerson: the message speaks of fewer people.
    """
    opened = _open_up(desk, ReceivedMessage.objects.get(pk=message_id))
    numbers = range(max(len(people_of(opened.proposal.understood)), 1))
    if person is not None and person not in numbers:
        raise NoSuchPerson("这封来件里没有这位申请人，请刷新页面后再试。")
    with transaction.atomic():
        row = ReceivedMessage.objects.select_for_update().get(pk=message_id)
        permit_in(by, Action.PARK_RESOLVE, desk.guide.rulebook.numbering.provincial_city_code)
        cases = {opening.person: opening.case for opening in row.openings.select_related("case")}
        if row.resolved_at is None or (row.case is None and not cases):
            for number in numbers if person is None else [person]:
                if number not in cases:
                    proposal = for_person(opened.proposal, number)
                    cases[number] = _open(desk, row, proposal, opened.kept, person=number)
            _settle_opened(desk, row, cases, whole=len(cases) == len(numbers), by=by)
        first = row.case if row.case is not None else cases[min(cases)]
        return first if person is None else cases.get(person, first)


def _settle_opened(desk: Desk, row: ReceivedMessage, cases: Mapping[int, Case], *, whole: bool, by: Actor) -> None:
    """Settle a parked message when everybody it speaks of has a case; until then it waits on."""
    row.case = cases[min(cases)]  # a case that the message merely names is not its own
    if whole:
        row.resolved_at, row.resolved_by_id = desk.clock.now(), by.user_id
        row.resolution = "立为新件" if len(cases) == 1 else f"立为新件，共{len(cases)}件"
    row.save()
