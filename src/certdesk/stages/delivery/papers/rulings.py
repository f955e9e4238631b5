"""Papers that end a case without a letter: declined, rejected, referred (G-04 to G-07, G-19)."""

from collections.abc import Sequence

from certdesk.guide.model import Guide
from certdesk.ports.paper import Item
from certdesk.rules.certificate_number import read_number
from certdesk.stages.decision.queries import decisions_of
from certdesk.stages.delivery.papers.occasion import Content, Occasion, card_of, paragraphs
from certdesk.stages.issue.wording import chinese_day


def refusal(occasion: Occasion) -> Content:
    """不予受理、不予办理: the clauses in the guide's own words, the reasons, the right office, remedies."""
    case, guide = occasion.case, occasion.guide
    decision = decisions_of(case)[-1]
    elsewhere = occasion.issuing_office
    return Content(
        said={
            "application": occasion.application,
            "received_on": chinese_day(guide.local_date(case.received_at)),
            "decided_on": chinese_day(guide.local_date(decision.at)),
            "guide_name": guide.name,
            "issuing_office": elsewhere.name if elsewhere else "",
            "telephones": "、".join(occasion.office.telephones),
        },
        addressee=occasion.holder_name,
        items=_quoted(decision.clauses, guide),
        words=paragraphs(decision.reasons),
        card=card_of(elsewhere) if elsewhere else None,
        link=occasion.links.progress(case.reference),
    )


def _quoted(clauses: Sequence[str], guide: Guide) -> tuple[Item, ...]:
    """Return what the clauses say; two that stand in one sentence of the guide are quoted once."""
    quoted = [guide.quotations.get(clause) for clause in clauses]
    items = [
        Item(text=f"“{found.text}”", source=f"“{found.place}”") if found else Item(text=f"条款{clause}")
        for clause, found in zip(clauses, quoted, strict=True)
    ]
    return tuple(dict.fromkeys(items))


def referral(occasion: Occasion) -> Content:
    """转办指引卡: the office to turn to, as published, and how the number tells it (G-07, G-19, G-20)."""
    case, guide = occasion.case, occasion.guide
    decision = decisions_of(case)[-1]
    target = guide.offices[decision.referred_to]
    reading = read_number(
        case.certificate_number, guide.rulebook.numbering, this_year=guide.local_date(case.received_at).year
    )
    city = reading.city if reading.city is not None and reading.city.office_code == target.code else None
    return Content(
        said={
            "application": occasion.application,
            "received_on": chinese_day(guide.local_date(case.received_at)),
            "office_name": occasion.office.name,
            "city_code": city.code if city else "",
            "city": city.name if city else "",
        },
        addressee=occasion.holder_name,
        words=paragraphs(decision.reasons),
        card=card_of(target),
        link=occasion.links.progress(case.reference),
    )
