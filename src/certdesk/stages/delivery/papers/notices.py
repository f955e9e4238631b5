"""Papers that tell the holder something: received, to be supplemented, accepted (G-12, G-15, G-16, D-7)."""

from certdesk.cases.models import Case, Channel, PartyRole
from certdesk.cases.queries import party
from certdesk.guide.model import Guide
from certdesk.ports.paper import Fact, Item
from certdesk.rules.business import Business, DeliveryMethod, Material, Outcome
from certdesk.rules.masking import masked_identity_number, masked_name
from certdesk.rules.materials import MATERIAL_NAMES
from certdesk.stages.delivery.papers.occasion import Content, Occasion, paragraphs, place_of
from certdesk.stages.delivery.words import METHODS, OUTCOMES, chinese_moment, level_name
from certdesk.stages.evidence.queries import confirmed_entry, materials_present, notices_of, waiting_files
from certdesk.stages.issue.compose import legal_basis
from certdesk.stages.issue.wording import chinese_day, joined


def receipt(occasion: Occasion) -> Content:
    """收件回执: what came in, as somebody says; masked, for nobody has checked whose mailbox it goes to."""
    case, guide = occasion.case, occasion.guide
    elsewhere = occasion.issuing_office
    due = chinese_day(case.due_on) + ("（当年放假安排公布后可能调整）" if case.due_provisional else "")
    return Content(
        said={
            "reference": case.reference,
            "received_at": chinese_moment(case.received_at, guide),
            "channel": Channel(case.channel).label,
            "due_on": due if case.due_on else "",
            "issuing_office": elsewhere.name if elsewhere else "",
            "issuing_telephones": "、".join(elsewhere.telephones) if elsewhere else "",
        },
        addressee=masked_name(occasion.holder_name),
        facts=(*_claims(case, guide), Fact(label="收到的材料", value=_materials(case))),
        link=occasion.links.progress(case.reference),
    )


def _claims(case: Case, guide: Guide) -> tuple[Fact, ...]:
    holder = party(case, PartyRole.HOLDER)
    business = guide.businesses[Business(case.business)].label if case.business else "没有写明"
    return (
        Fact(label="办理业务", value=business),
        Fact(label="持证人", value=masked_name(holder.name) if holder else ""),
        Fact(label="居民身份证号码", value=masked_identity_number(holder.id_number) if holder else ""),
        Fact(label="证书编号", value=case.certificate_number),
        Fact(label="职业（工种）", value=case.occupation),
        Fact(label="等级", value=level_name(case.level)),
        Fact(label="领取方式", value=METHODS[case.delivery_method]),
    )


def _materials(case: Case) -> str:
    count = case.files.count()
    if not count:
        return "没有收到附件"
    if waiting_files(case):
        return f"{count}个文件，正在识别"
    present = materials_present(case)
    names = "、".join(MATERIAL_NAMES[each] for each in Material if each in present)
    return f"{names or '尚未识别出是什么材料'}（共{count}个文件）"


def supplement(occasion: Occasion) -> Content:
    """一次性补正告知书: everything that is missing, and where the guide asks for it (D-7)."""
    case, guide = occasion.case, occasion.guide
    notice = notices_of(case)[0]
    return Content(
        said={
            "reference": case.reference,
            "application": occasion.application,
            "received_on": chinese_day(guide.local_date(case.received_at)),
            "answer_by": chinese_day(notice.answer_by),
            "mailbox": guide.mailbox_address,
        },
        addressee=occasion.holder_name,
        items=tuple(Item(text=item["text"], source=place_of(item["clause"], guide)) for item in notice.items),
        words=paragraphs(notice.words),
        link=occasion.links.supplement(case.reference),
    )


def acceptance(occasion: Occasion) -> Content:
    """受理通知书: of the certificate only what a look-up confirmed (G-05, G-15, G-16)."""
    case, guide = occasion.case, occasion.guide
    received_on = guide.local_date(case.received_at)
    due = chinese_day(case.due_on)
    by_post = case.delivery_method != DeliveryMethod.PICKUP
    return Content(
        said={
            "reference": case.reference,
            "application": occasion.application,
            "received_on": chinese_day(received_on),
            "accepted_on": chinese_day(guide.local_date(case.accepted_at)) if case.accepted_at else "",
            "outcome": OUTCOMES[Outcome(case.outcome)],
            "post_by": due if by_post else "",
            "ready_by": "" if by_post else due,
            "basis": joined(legal_basis(Business(case.business), guide, on=received_on)),
        },
        addressee=occasion.holder_name,
        facts=(*_confirmed(case), Fact(label="领取方式", value=METHODS[case.delivery_method])),
        link=occasion.links.progress(case.reference),
    )


def _confirmed(case: Case) -> tuple[Fact, ...]:
    entry = confirmed_entry(case)
    if entry is None:
        return ()
    return (
        Fact(label="持证人", value=entry.name),
        Fact(label="居民身份证号码", value=masked_identity_number(entry.id_number)),
        Fact(label="证书编号", value=entry.certificate_number),
        Fact(label="职业（工种）", value=entry.occupation),
        Fact(label="职业方向", value=entry.direction),
        Fact(label="等级", value=level_name(entry.level)),
    )
