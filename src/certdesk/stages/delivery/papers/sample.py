"""A paper about nobody, to try a wording out on."""

from datetime import date

from certdesk.cases.models import Case
from certdesk.guide.model import Guide
from certdesk.ports.links import Links
from certdesk.ports.paper import Fact, Item, PaperKind, PaperRecord
from certdesk.stages.delivery.papers.occasion import Content, Occasion, card_of
from certdesk.stages.delivery.papers.write import put_into_words
from certdesk.stages.issue.wording import Wording, chinese_day, joined

_FACTS = (
    Fact(label="持证人", value="例丽"),
    Fact(label="证书编号", value="0907000000400004"),
    Fact(label="职业（工种）", value="美发师"),
    Fact(label="等级", value="四级"),
)
_ITEMS = (Item(text="示例内容一", source="办事指南“示例”"), Item(text="示例内容二", source="办事指南“示例”"))


def sample_paper(kind: PaperKind, wording: Wording, guide: Guide, links: Links, *, on: date) -> PaperRecord:
    """Return a fictional holder's paper with every block of its wording."""
    home = guide.rulebook.numbering.provincial_city_code
    reference = f"{guide.reference_prefix}{on.year % 100:02d}-{home}-000000-0"
    case = Case(reference=reference, office_code=home)
    occasion = Occasion(case=case, guide=guide, links=links, on=on, specimen=True)
    other = next(office for office in guide.offices.values() if office.code != home)
    known = {
        "reference": reference,
        "application": f"“{next(iter(guide.businesses.values())).label}”申请",
        "channel": "邮件",
        "outcome": "出具书面证明",
        "mailbox": guide.mailbox_address,
        "basis": joined(tuple(basis.title for basis in guide.legal_basis if basis.holds_from <= on)),
        "issuing_office": other.name,
        "issuing_telephones": "、".join(other.telephones),
    }
    content = Content(
        said={name: known.get(name, chinese_day(on)) for block in wording.form.blocks for name in block.placeholders},
        addressee="例丽",
        facts=_FACTS,
        items=_ITEMS,
        card=card_of(other),
        code="A2B3C4",
        link=links.progress(reference),
    )
    return put_into_words(kind, content, wording, occasion)
