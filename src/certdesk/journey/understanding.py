"""What the desk would make of a mail, pictures read included; nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from certdesk.guide.model import Guide
from certdesk.ports.mail_parser import MailFile, MailParser, ParsedMail
from certdesk.ports.reader import PictureReading, Reader, Unreadable
from certdesk.rules.business import DeliveryMethod, Material
from certdesk.rules.certificate_number import read_number
from certdesk.rules.materials import Missing, Supplied, missing
from certdesk.stages.evidence.adopt import agreed_value
from certdesk.stages.intake.models import Bucket
from certdesk.stages.intake.proposal import Proposal
from certdesk.stages.intake.sort import first_look
from certdesk.stages.intake.understand import propose


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """Bucket, particulars, materials by file name, and all that is missing."""

    bucket: Bucket
    reason: str
    proposal: Proposal
    materials: Mapping[Material, Sequence[str]]
    missing: Sequence[Missing]
    office_code: str  # empty: the number routes to nobody (rule 11)
    problems: Sequence[str]


def understand(raw: bytes, *, guide: Guide, parser: MailParser, reader: Reader, on: date) -> Understood:
    """Parse, propose, read the pictures, fill blanks from sure readings, and list what is missing."""
    mail = parser.parse(raw)
    proposal = propose(mail, guide, on=on)
    sorting = first_look(mail, proposal)
    readings, problems = _read_all(mail, reader)
    materials = _materials(readings)
    proposal = _filled(proposal, [reading for _, found in readings for reading in found])
    office = guide.office_of(read_number(proposal.certificate_number, guide.rulebook.numbering, this_year=on.year))
    return Understood(
        bucket=sorting.bucket,
        reason=sorting.reason,
        proposal=proposal,
        materials=materials,
        missing=_missing(proposal, materials, guide) if sorting.bucket is Bucket.APPLICATION else (),
        office_code=office.code if office else "",
        problems=(*mail.problems, *problems),
    )


def _read_all(mail: ParsedMail, reader: Reader) -> tuple[list[tuple[MailFile, Sequence[PictureReading]]], list[str]]:
    readings, problems = [], []
    for file in mail.files:
        try:
            readings.append((file, reader.read(file.content)))
        except Unreadable as why:
            problems.append(f"{file.name or '未命名文件'}：{why}")
    return readings, problems


def _materials(readings: Sequence[tuple[MailFile, Sequence[PictureReading]]]) -> dict[Material, list[str]]:
    found: dict[Material, list[str]] = {}
    for file, documents in readings:
        for document in documents:
            if document.kind in set(Material):
                found.setdefault(Material(document.kind), []).append(file.name)
    return found


def _filled(proposal: Proposal, readings: Sequence[PictureReading]) -> Proposal:
    level = agreed_value(readings, "level")
    return replace(
        proposal,
        name=proposal.name or agreed_value(readings, "name"),
        id_number=proposal.id_number or agreed_value(readings, "id_number"),
        certificate_number=proposal.certificate_number or agreed_value(readings, "certificate_number"),
        occupation=proposal.occupation or agreed_value(readings, "occupation"),
        direction=proposal.direction or agreed_value(readings, "direction"),
        level=proposal.level if proposal.level is not None or not level.isdigit() else int(level),
    )


def _missing(proposal: Proposal, materials: Mapping[Material, Sequence[str]], guide: Guide) -> tuple[Missing, ...]:
    supplied = Supplied(
        materials=frozenset(materials),
        method=DeliveryMethod(proposal.method) if proposal.method else None,
        has_recipient=bool(proposal.recipient),
        has_telephone=bool(proposal.telephone),
        has_address=bool(proposal.address),
    )
    return missing(proposal.business, supplied, guide.rulebook.materials)
