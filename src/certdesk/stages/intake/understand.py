"""From a parsed mail to a proposal: which business, for whom, where to (G-13, G-14)."""

from datetime import date

from certdesk.guide.model import Guide
from certdesk.ports.mail_parser import ParsedMail
from certdesk.rules.business import DeliveryMethod
from certdesk.rules.mail_text.found import Found, Person, Understanding
from certdesk.rules.mail_text.people import UNNAMED_AGENT
from certdesk.rules.mail_text.understand import understand_text
from certdesk.stages.intake.proposal import Proposal
from certdesk.stages.intake.provenance import noted


def propose(mail: ParsedMail, guide: Guide, *, on: date) -> Proposal:
    """Understand what a mail asks for; nothing it does not say is filled in."""
    found = understand_text(
        mail.subject,
        mail.new_text,
        words={business: rule.words for business, rule in guide.businesses.items()},
        scheme=guide.rulebook.numbering,
        this_year=on.year,
        occupations=_occupations(guide, on),
        office_telephones=[number for office in guide.offices.values() for number in office.telephones],
        signature=mail.signature_text,
    )
    return _proposal(found, mail)


def _occupations(guide: Guide, on: date) -> tuple[str, ...]:
    catalogue = guide.rulebook.catalogue_on(on)
    return tuple(name for entry in catalogue.entries for name in entry.certificate_names) if catalogue else ()


def _proposal(found: Understanding, mail: ParsedMail) -> Proposal:
    values = _values(found, found.person)
    return Proposal(
        why=str(found.business.reason),
        business=found.business.business,
        name=_text(found.name),
        id_number=_text(found.id_number),
        certificate_number=_text(found.certificate_number),
        occupation=_text(found.occupation),
        level=int(found.level.value) if found.level else None,
        method=DeliveryMethod(found.delivery_method.value) if found.delivery_method else None,
        recipient=_text(found.recipient),
        telephone=_text(found.telephone),
        address=_text(found.address),
        sender_name=mail.from_name,
        sender_email=mail.from_address,
        people=tuple(_label(each) for each in found.people if _label(each)),
        sure={name: value.sure for name, value in values.items() if value is not None},
        agent=_agent(found, mail),
        understood=noted(found),
    )


def _agent(found: Understanding, mail: ParsedMail) -> str:
    """Name who writes for the holder: by his own words, else as his mail program calls him."""
    if found.agent is None:
        return ""
    named = found.agent.why.template != UNNAMED_AGENT
    return found.agent.value if named else mail.from_name or mail.from_address


def _values(found: Understanding, person: Person) -> dict[str, Found | None]:
    return {
        "name": person.name,
        "id_number": person.id_number,
        "certificate_number": person.certificate_number,
        "occupation": person.occupation,
        "level": person.level,
        "recipient": found.recipient,
        "telephone": found.telephone,
        "address": found.address,
        "method": found.delivery_method,
    }


def _text(value: Found | None) -> str:
    return value.value if value else ""


def _label(person: Person) -> str:
    """Tell persons apart by whatever of them the mail gives."""
    return _text(person.id_number) or _text(person.certificate_number) or _text(person.name)
