"""From a proposal to a case with its parties."""

from datetime import datetime

from certdesk.cases.models import Case, Channel, Party, PartyRole
from certdesk.cases.parties import sealed_party
from certdesk.cases.staff import HOLDER
from certdesk.cases.transitions import Happening, open_case
from certdesk.guide.model import Guide
from certdesk.rules.certificate_number import normalise, read_number
from certdesk.rules.events import EventKind
from certdesk.rules.identity_number import normalise_identity
from certdesk.stages.intake.proposal import Proposal


def receiving_office(guide: Guide, certificate_number: str, *, this_year: int) -> str:
    """Return the office in whose worklist the case begins.

    The number decides when its office works on this desk (G-07, G-08). Otherwise the office whose
    mailbox and form these are looks at it and refers it: nothing is routed by default (rule 11).
    """
    numbering = guide.rulebook.numbering
    office = guide.office_of(read_number(certificate_number, numbering, this_year=this_year))
    return office.code if office is not None and office.on_desk else numbering.provincial_city_code


def open_from(guide: Guide, proposal: Proposal, *, channel: Channel, received_at: datetime, at: datetime) -> Case:
    """Create the case inside the caller's transaction."""
    year = guide.local_date(received_at).year
    case = open_case(
        guide,
        office_code=receiving_office(guide, proposal.certificate_number, this_year=year),
        received_at=received_at,
        happening=Happening(kind=EventKind.RECEIVED, by=HOLDER, at=at, data={"channel": channel.label}),
        channel=channel.value,
        business=proposal.business or "",
        certificate_number=normalise(proposal.certificate_number)[:32],
        occupation=proposal.occupation[:120],
        direction=proposal.direction[:120],
        level=proposal.level,
        recorded_item=proposal.recorded_item,
        correct_item=proposal.correct_item,
        delivery_method=proposal.method or "",
    )
    Party.objects.bulk_create(_parties(case, proposal))
    return case


def _parties(case: Case, proposal: Proposal) -> list[Party]:
    agent = [sealed_party(case, PartyRole.AGENT, name=proposal.agent.strip())] if proposal.agent.strip() else []
    return [
        *agent,
        sealed_party(
            case, PartyRole.HOLDER, name=proposal.name.strip(), id_number=normalise_identity(proposal.id_number)
        ),
        sealed_party(case, PartyRole.SENDER, name=proposal.sender_name, email=proposal.sender_email),
        sealed_party(
            case,
            PartyRole.RECIPIENT,
            name=proposal.recipient,
            telephone=proposal.telephone,
            address=proposal.address,
        ),
    ]
