"""What a holder adds in words on the progress page: it fills blanks, and never overwrites (D-7, G-14)."""

from dataclasses import dataclass

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.parties import index
from certdesk.rules.lifecycle import State

BEFORE_DECISION = frozenset({State.RECEIVED, State.AWAITING_SUPPLEMENT, State.ACCEPTED})
LABELS = {"recipient": "收件人", "telephone": "电话", "address": "地址"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the holder wrote; empty: not asked, or not answered."""

    business: str = ""  # rules.business.Business
    recipient: str = ""
    telephone: str = ""
    address: str = ""


def fill_blanks(case: Case, answers: Answers) -> list[str]:
    """Fill what is empty in a locked case; return the labels of the fields filled, for the history."""
    if State(case.state) not in BEFORE_DECISION:
        return []
    filled = []
    if answers.business and not case.business:
        case.business = answers.business
        filled.append("业务")
    row = case.parties.get(role=PartyRole.RECIPIENT)
    wanted = {"name": answers.recipient, "telephone": answers.telephone, "address": answers.address}
    for name, value in wanted.items():
        if value and not getattr(row, name):
            setattr(row, name, value)
            filled.append(LABELS["recipient" if name == "name" else name])
    index(row)
    row.save()
    return filled
