"""Put a parsed mail into exactly one bucket, with the reason in plain words (design rule 3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.queries import case_by_reference, open_cases_of_sender, party
from certdesk.guide.model import Guide
from certdesk.ports.mail_parser import AutomaticKind, ParsedMail
from certdesk.rules.identity_number import same_person_number
from certdesk.rules.lifecycle import State, is_open
from certdesk.rules.reference import find_references
from certdesk.rules.sender_doubts import SenderDoubt, sender_doubts
from certdesk.stages.intake.models import Bucket, ReceivedMessage
from certdesk.stages.intake.proposal import Proposal

#: Media types, as the content shows them, in which people send materials.
EVIDENCE = ("image/", "application/pdf", "application/zip", "application/vnd.openxmlformats")


MESSAGE_ID_LENGTH = 255
REFERENCES_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class Sorting:
    """Where a message belongs, why, and to which case if there is one already."""

    bucket: Bucket
    reason: str
    case: Case | None = None


def sort_mail(mail: ParsedMail, proposal: Proposal, row: ReceivedMessage) -> Sorting:
    """Decide the bucket of a mail; the first rule that speaks wins."""
    return (
        _by_itself(mail)
        or _duplicate(mail, row)
        or _about_a_case(mail, proposal)
        or _supplement_by_sender(mail, proposal)
        or _application(mail, proposal)
    )


def first_look(mail: ParsedMail, proposal: Proposal) -> Sorting:
    """Decide the bucket from the mail alone, as if it were the first ever received."""
    return _by_itself(mail) or _application(mail, proposal)


def _by_itself(mail: ParsedMail) -> Sorting | None:
    return _unreadable(mail) or _automatic(mail) or _without_sender(mail)


def _unreadable(mail: ParsedMail) -> Sorting | None:
    if not mail.looks_like_mail:
        return Sorting(Bucket.PARKED, "不是一封可以识别的邮件，原件已完整保存，请人工查看")
    if not mail.new_text.strip() and not mail.subject.strip() and not mail.files:
        return Sorting(Bucket.PARKED, "空邮件：没有主题、正文和附件")
    return None


def _automatic(mail: ParsedMail) -> Sorting | None:
    if mail.automatic is AutomaticKind.BOUNCE:
        return Sorting(Bucket.BOUNCE, "退信：我方发出的邮件未能送达")
    if mail.automatic is not None:
        return Sorting(Bucket.AUTOMATIC, "对方邮箱的自动回复或系统邮件，不作答复")
    return None


def case_of_bounce(mail: ParsedMail) -> Case | None:
    """Find the case through our own Message-ID, which carries the reference."""
    for reference in find_references(f"{mail.bounce_of} {mail.subject}"):
        return case_by_reference(str(reference))
    return None


def _without_sender(mail: ParsedMail) -> Sorting | None:
    if not mail.from_address:
        return Sorting(Bucket.PARKED, "邮件没有发件人地址，无法答复，请人工查看")
    return None


def _duplicate(mail: ParsedMail, row: ReceivedMessage) -> Sorting | None:
    """Find the same content received before, whatever its Message-ID; parked ones do not count.

    Sent anew after its case was closed, it may be meant as a new application: that is for an officer.
    The very same message read again, as after a mailbox was rebuilt, stays a duplicate.
    """
    earlier = (
        ReceivedMessage.objects.filter(content_key=mail.content_key)
        .exclude(pk=row.pk)
        .filter(bucket__in=[Bucket.APPLICATION, Bucket.SUPPLEMENT, Bucket.REPLY])
        .only("case", "message_id")
        .order_by("pk")
        .first()
    )
    if earlier is None:
        return None
    if earlier.case is not None and earlier.case.closure and not _same_message(mail, earlier):
        return Sorting(Bucket.PARKED, "与一件已经办结的申请内容相同，可能是再次申请，请人工查看", earlier.case)
    return Sorting(Bucket.DUPLICATE, "与先前收到的邮件内容相同", earlier.case)


def _same_message(mail: ParsedMail, earlier: ReceivedMessage) -> bool:
    return earlier.message_id != "" and earlier.message_id == kept_id(mail.message_id)


def kept_id(message_id: str) -> str:
    """Return a Message-ID as rows keep it and headers carry it: whole, or not at all."""
    return message_id if len(message_id) <= MESSAGE_ID_LENGTH and message_id.isprintable() else ""


def _about_a_case(mail: ParsedMail, proposal: Proposal) -> Sorting | None:
    """Find the case named in the subject or by the thread; only its own sender may add to it unseen."""
    named = find_references(" ".join((mail.subject, mail.in_reply_to, *mail.references)))
    for reference in named:
        case = case_by_reference(str(reference))
        if case is not None:
            return _for_case(case, mail, proposal)
    return None


def _for_case(case: Case, mail: ParsedMail, proposal: Proposal) -> Sorting:
    senders = {party.email.lower() for party in case.parties.all() if party.email}
    if mail.from_address not in senders:
        return Sorting(Bucket.PARKED, "提到了办件编号，但发件人不是原申请邮箱，请人工核对后归入该件", case)
    if not _fits(case, proposal):
        return Sorting(Bucket.PARKED, "提到了办件编号，但写的是另一人或另一本证书，请人工查看", case)
    if case.state == State.AWAITING_SUPPLEMENT:
        return Sorting(Bucket.SUPPLEMENT, "补正：来自原申请邮箱，指明了办件编号", case)
    if is_open(State(case.state)):
        return Sorting(Bucket.REPLY, "办理期间的来信，已归入该件", case)
    return Sorting(Bucket.PARKED, "所指办件已经办结，请人工查看", case)


def _supplement_by_sender(mail: ParsedMail, proposal: Proposal) -> Sorting | None:
    """Without a reference: the sender's one case that waits for exactly this answer (G-14, D-7)."""
    waiting = [
        case
        for case in open_cases_of_sender(mail.from_address)
        if case.state == State.AWAITING_SUPPLEMENT and _fits(case, proposal)
    ]
    if len(waiting) == 1:
        return Sorting(Bucket.SUPPLEMENT, "补正：发件人有一件正在等待补正", waiting[0])
    if len(waiting) > 1:
        return Sorting(Bucket.PARKED, "发件人有多件等待补正，无法判断属于哪一件，请人工归入")
    return None


def _fits(case: Case, proposal: Proposal) -> bool:
    """Tell whether a mail may speak of this case: what both name, person and certificate, is the same."""
    if proposal.certificate_number and case.certificate_number not in {"", proposal.certificate_number}:
        return False
    holder = party(case, PartyRole.HOLDER)
    if not proposal.id_number or holder is None or not holder.id_number:
        return True
    return same_person_number(proposal.id_number, holder.id_number)


def _application(mail: ParsedMail, proposal: Proposal) -> Sorting:
    if len(proposal.people) > 1:
        return Sorting(Bucket.PARKED, f"一封邮件里似乎有{len(proposal.people)}位申请人，请人工分别立件")
    if proposal.says_anything or any(file.media_type.startswith(EVIDENCE) for file in mail.files):
        return Sorting(Bucket.APPLICATION, proposal.why)
    return Sorting(Bucket.PARKED, "看不出要办理哪项业务，也没有证书编号和材料，请人工查看")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What is kept with a message beside its bucket."""

    sender_index: str
    holder_index: str = ""
    certificate_number: str = ""
    doubts: Sequence[SenderDoubt] = ()
    understood: Mapping[str, Any] = field(default_factory=dict)


def doubts_about(mail: ParsedMail, guide: Guide) -> tuple[SenderDoubt, ...]:
    """List what is doubtful about a mail's sender."""
    verdicts = mail.authentication
    return sender_doubts(
        mail.from_name,
        mail.from_address,
        {SenderDoubt.SPF: verdicts.spf, SenderDoubt.DKIM: verdicts.dkim, SenderDoubt.DMARC: verdicts.dmarc},
        our_names=[office.name for office in guide.offices.values()],
        our_address=guide.mailbox_address,
    )


#: What sorting writes; all else of a message was written when it was stored.
SORTED = (
    "message_id", "content_key", "sender", "sender_index", "holder_index", "certificate_number", "subject",
    "authentication", "references", "cloud_hosts", "sender_doubts", "understood", "bucket", "reason", "case",
    "sorted_at",
)  # fmt: skip


def record(row: ReceivedMessage, mail: ParsedMail, sorting: Sorting, *, at: datetime, noted: Noted) -> None:
    """Write the sorting into the message's row."""
    verdicts = mail.authentication
    row.message_id = kept_id(mail.message_id)
    row.content_key = mail.content_key
    row.sender = mail.from_address
    row.sender_index = noted.sender_index
    row.holder_index, row.certificate_number = noted.holder_index, noted.certificate_number
    row.references = " ".join(name for name in mail.references if kept_id(name))[:REFERENCES_LENGTH]
    row.cloud_hosts = [link.host for link in mail.cloud_links]
    row.sender_doubts = list(noted.doubts)
    row.understood = dict(noted.understood) or None
    row.subject = mail.subject
    row.authentication = f"spf={verdicts.spf} dkim={verdicts.dkim} dmarc={verdicts.dmarc}"[:200]
    row.bucket, row.reason, row.case = sorting.bucket, sorting.reason[:300], sorting.case
    row.sorted_at = at
    row.save(update_fields=SORTED)
