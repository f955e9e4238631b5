"""The first answer: what was understood, the reference, the deadline, everything missing, and what comes next.

It waits a little for the pictures to be read, and never longer than a minute from the mail's arrival.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta

from certdesk.cases.models import Case, Channel
from certdesk.cases.staff import SYSTEM
from certdesk.guide.model import BusinessRule
from certdesk.journey.common import desk_at_work, tell_holder
from certdesk.journey.first_answer import first_answer
from certdesk.journey.papers import hand_out
from certdesk.ports.desk import Desk
from certdesk.ports.mail_parser import ParsedMail
from certdesk.ports.paper import PaperKind
from certdesk.rules.materials import MATERIAL_NAMES
from certdesk.stages.delivery.automatic import ATTACH_AGAIN, HELD, NOTED, RECEIVED, answered_enough
from certdesk.stages.delivery.outbox import Words, address_of, is_written, key_of, write_answer
from certdesk.stages.evidence.queries import waiting_files
from certdesk.stages.intake import queries
from certdesk.stages.intake.models import ReceivedMessage
from certdesk.stages.intake.provenance import people_of

PATIENCE = timedelta(seconds=40)  # for the pictures
FROM_ARRIVAL = timedelta(seconds=50)  # of the minute that an answer may take
FIRST = "first"
FORGED = ("spf=fail", "dmarc=fail")


def put_off_answer(desk: Desk, case: Case, *, has_files: bool) -> None:
    """Put the first answer into the queue: at once when there is nothing to read, else when its time has come."""
    now = desk.clock.now()
    latest = case.received_at + FROM_ARRIVAL
    when = min(now + PATIENCE, latest) if latest > now else now + PATIENCE  # a late one may as well be a good one
    key = f"acknowledge/{case.pk}"
    desk.queue.put("acknowledge", {"case": case.pk}, key=key, not_before=when if has_files else now)


def acknowledge(desk: Desk, case_id: int) -> None:
    """Answer an application, whether or not its pictures have been read.

    Idempotent: the outbox takes the first answer of a case once.
    """
    with desk_at_work(case_id) as case:
        answer_first(desk, case)


def answer_when_read(desk: Desk, case: Case) -> None:
    """Answer a locked case as soon as the last of its pictures has been read."""
    if not waiting_files(case):
        answer_first(desk, case)


def answer_first(desk: Desk, case: Case) -> None:
    """Put the first answer to a locked case into the outbox, if it is not there and somebody can be answered."""
    if case.closure:
        return
    receipt = hand_out(desk, case, PaperKind.RECEIPT, FIRST)
    if not address_of(case) or is_written(key_of(case, RECEIVED, FIRST)):
        return
    code = desk.links.progress_code(case.reference)
    words = first_answer(case, queries.opening_message(case), desk.guide, code=code)
    tell_holder(desk, case, replace(words, encloses=receipt), by=SYSTEM, held=_held(desk, case))


def ask_to_attach_again(desk: Desk, case: Case, row: ReceivedMessage) -> None:
    """Tell whoever answered with a large cloud attachment that nobody can open it, and how to send it."""
    if row.cloud_hosts:
        values = {"count": len(row.cloud_hosts), "supplement_url": desk.links.supplement(case.reference)}
        words = Words(ATTACH_AGAIN, "请重新发送附件", values, str(row.pk), row.message_id, row.references)
        tell_holder(desk, case, words, by=SYSTEM, held=_held(desk, case))


def answer_parked(desk: Desk, row: ReceivedMessage, mail: ParsedMail) -> None:
    """Tell a person whose mail is no application that it was received, and what an application needs.

    Never a machine, never a forged sender, never ourselves; never more than the day allows.
    """
    if not _may_be_answered(desk, row, mail) or answered_enough(mail.from_address, since=_day_began(desk)):
        return
    own = desk.guide
    values = {
        "office": own.offices[own.rulebook.numbering.provincial_city_code],
        "businesses": [(each.label, _materials(each)) for each in own.businesses.values()],
        "start_url": desk.links.start(),
        "cloud": len(row.cloud_hosts),
        "several": len(people_of(row.understood)) > 1,
        "today": own.local_date(desk.clock.now()),
    }
    words = Words(NOTED, "已收到您的来信", values, str(row.pk), row.message_id, row.references)
    answer = write_answer(mail.from_address, words, host=desk.links.start(), at=desk.clock.now())
    if answer is not None:
        desk.queue.put("send_mail", {"mail": answer.pk}, key=f"send_mail/{answer.pk}")


def _materials(business: BusinessRule) -> list[str]:
    return [MATERIAL_NAMES[item.material] for item in business.materials]


def _may_be_answered(desk: Desk, row: ReceivedMessage, mail: ParsedMail) -> bool:
    forged = any(verdict in row.authentication for verdict in FORGED)
    ours = mail.from_address == desk.guide.mailbox_address.lower()
    return bool(mail.from_address) and mail.looks_like_mail and mail.automatic is None and not forged and not ours


def _held(desk: Desk, case: Case) -> str:
    """Say why an answer must wait for a person: a mail loop, or one writer of very many applications."""
    if case.channel != Channel.MAIL or not answered_enough(address_of(case), since=_day_began(desk)):
        return ""
    return HELD


def _day_began(desk: Desk) -> datetime:
    zone = desk.guide.time_zone
    return datetime.combine(desk.guide.local_date(desk.clock.now()), time(0), zone)
