"""The words of the first answer: what was understood, masked; what is missing; who else may be asked (G-07, D-7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.queries import party
from certdesk.guide.model import Guide
from certdesk.ports.outbox import Attachment
from certdesk.rules.business import Business, Material
from certdesk.rules.certificate_number import read_number
from certdesk.rules.masking import masked_address, masked_identity_number, masked_name, masked_telephone
from certdesk.rules.materials import MATERIAL_NAMES
from certdesk.rules.offices import Office
from certdesk.stages.delivery.automatic import RECEIVED
from certdesk.stages.delivery.outbox import Words
from certdesk.stages.delivery.words import METHODS, level_name
from certdesk.stages.evidence.models import ReadingState
from certdesk.stages.evidence.queries import files_of, materials_present, waiting_files, what_is_missing
from certdesk.stages.intake.models import ReceivedMessage
from certdesk.stages.intake.provenance import Origin, origins

CODE = "progress-code"  # the picture's name inside the mail


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing understood, as a mail may show it."""

    label: str
    value: str
    unsure: bool = False


def first_answer(case: Case, message: ReceivedMessage | None, guide: Guide, *, code: bytes) -> Words:
    """Compose the first answer to an application."""
    office, advice = elsewhere(case, guide)
    pending = bool(waiting_files(case))
    values = {
        "facts": facts(case, guide),
        "materials": [MATERIAL_NAMES[each] for each in Material if each in materials_present(case)],
        "pending": pending,
        "missing": [] if office else wanted(case, message, guide, pending=pending),
        "elsewhere": office,
        "advice": advice,
        "code": CODE,
    }
    picture = Attachment(name="progress.png", media_type="image/png", content=code, content_id=CODE)
    return Words(
        RECEIVED,
        "已收到您的申请",
        values,
        "first",
        in_reply_to=message.message_id if message else "",
        references=message.references if message else "",
        attachments=(picture,),
    )


def facts(case: Case, guide: Guide) -> list[Fact]:
    """List what was understood, masked; what nobody gave is left out, an unclear business is said."""
    known = origins(case)
    business = guide.businesses[Business(case.business)].label if case.business else "没有看出，请告诉我们办理哪一项"
    rows = [
        ("business", "办理业务", business),
        *_about_the_holder(case),
        ("certificate_number", "证书编号", case.certificate_number),
        ("occupation", "职业（工种）", case.occupation),
        ("level", "等级", level_name(case.level)),
        ("method", "领取方式", METHODS[case.delivery_method]),
        *_about_the_recipient(case),
    ]
    return [Fact(label, value, unsure=_is_unsure(known, name)) for name, label, value in rows if value]


def _is_unsure(known: Mapping[str, Origin], name: str) -> bool:
    return name in known and not known[name].sure


def _about_the_holder(case: Case) -> list[tuple[str, str, str]]:
    holder = party(case, PartyRole.HOLDER)
    if holder is None:
        return []
    return [
        ("name", "持证人", masked_name(holder.name)),
        ("id_number", "身份证号码", masked_identity_number(holder.id_number)),
    ]


def _about_the_recipient(case: Case) -> list[tuple[str, str, str]]:
    to = party(case, PartyRole.RECIPIENT)
    if to is None:
        return []
    return [
        ("recipient", "收件人", masked_name(to.name)),
        ("telephone", "联系电话", masked_telephone(to.telephone)),
        ("address", "邮寄地址", masked_address(to.address)),
    ]


def wanted(case: Case, message: ReceivedMessage | None, guide: Guide, *, pending: bool) -> list[str]:
    """List everything that is missing; of pictures nobody has read yet nothing is said."""
    items = what_is_missing(case, guide)
    materials = {material.value for material in Material}
    found = [str(item.sentence) for item in items if not (pending and item.code in materials)]
    for number, file in enumerate(files_of(case), start=1):
        if file.reading_state == ReadingState.UNREADABLE:
            found.append(f"第{number}个附件看不清或打不开：{file.advice}")
    return found + _left_in_the_cloud(message)


def _left_in_the_cloud(message: ReceivedMessage | None) -> list[str]:
    """Say that a file left on a mail service did not come with the mail (超大附件)."""
    count = len(message.cloud_hosts) if message else 0
    words = f"用超大附件、云附件或网盘链接发来的{count}个文件：我们没有收到，也不会打开链接"
    return [words] if count else []


def elsewhere(case: Case, guide: Guide) -> tuple[Office | None, list[str]]:
    """Return the office that issued the certificate if it is another one, and what to know about the number (G-07)."""
    if not case.certificate_number:
        return None, []
    year = guide.local_date(case.received_at).year
    reading = read_number(case.certificate_number, guide.rulebook.numbering, this_year=year)
    office = guide.office_of(reading)
    foreign = office if office is not None and office.code != case.office_code else None
    return foreign, [str(problem.sentence) for problem in reading.problems]
