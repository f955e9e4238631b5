"""Slips for the way out: by courier with postage due, in a window envelope, at the counter (G-14, G-16 to G-18)."""

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.queries import party
from certdesk.ports.paper import Card
from certdesk.rules.business import DeliveryMethod
from certdesk.stages.delivery.papers.occasion import Content, Occasion
from certdesk.stages.delivery.words import LETTERS
from certdesk.stages.issue.models import Letter
from certdesk.stages.issue.queries import signed_letter_of


def _named(letter: Letter | None) -> str:
    return f"{LETTERS[letter.kind]}（编号{letter.number}）" if letter else ""


def _recipient(case: Case) -> Card | None:
    to = party(case, PartyRole.RECIPIENT)
    if to is None:
        return None
    return Card(name=to.name, address=to.address, telephones=(to.telephone,) if to.telephone else ())


def courier(occasion: Occasion) -> Content:
    """寄件单: the recipient in full, for the courier (G-14, G-17)."""
    letter = _named(signed_letter_of(occasion.case))
    return Content(said={"letter": letter}, card=_recipient(occasion.case))


def envelope(occasion: Occasion) -> Content:
    """开窗信封页: through the window shows where it goes, and nothing else of anybody."""
    case = occasion.case
    to = _recipient(case)
    return Content(
        said={"letter": _named(signed_letter_of(case)), "telephones": "、".join(occasion.office.telephones)},
        addressee=to.name if to else "",
        card=to,
    )


def collection(occasion: Occasion) -> Content:
    """领取单: the code, and what to bring where; for the holder's eyes only (G-18)."""
    case, pickup = occasion.case, occasion.guide.pickup
    row = case.handovers.filter(method=DeliveryMethod.PICKUP.value).latest("pk")
    return Content(
        said={
            "letter": _named(row.letter),
            "telephones": "、".join(pickup.telephones),
            "address": pickup.address,
            "address_note": pickup.note,
        },
        addressee=occasion.holder_name,
        code=row.pickup_code,
    )
