"""Where each value of an application came from: which part of the mail, and whether an officer should look twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.queries import party
from certdesk.rules.certificate_number import normalise
from certdesk.rules.identity_number import normalise_identity
from certdesk.rules.mail_text.found import Found, Person, Understanding
from certdesk.stages.intake.proposal import Proposal

PERSON = ("name", "id_number", "certificate_number", "occupation", "level")
SHARED = {"recipient": "recipient", "telephone": "telephone", "address": "address", "method": "delivery_method"}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value stood, whether it is plain, and why it was taken."""

    source: str  # rules.mail_text.found.Source
    sure: bool
    why: str


def noted(found: Understanding) -> dict[str, Any]:
    """Write down what was understood, as JSON that is sealed with the message."""
    return {
        "people": [_person(person) for person in found.people],
        "shared": {name: _value(getattr(found, field)) for name, field in SHARED.items() if getattr(found, field)},
        "agent": _value(found.agent) if found.agent else None,
        "business": {"value": found.business.business, "why": str(found.business.reason)},
        "notes": [str(note) for note in found.notes],
    }


def _person(person: Person) -> dict[str, Any]:
    return {field: _value(value) for field in PERSON if (value := getattr(person, field)) is not None}


def _value(found: Found) -> dict[str, Any]:
    span = found.span
    place = {"source": span.source.value, "start": span.start, "end": span.end}
    return {"value": found.value, "sure": found.sure, "why": str(found.why), **place}


def people_of(understood: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    """Return the people a message speaks of, each with the values given of him."""
    people: Sequence[Mapping[str, Any]] = (understood or {}).get("people", ())
    return people


def for_person(proposal: Proposal, number: int) -> Proposal:
    """Return the proposal for one of the people a mail speaks of."""
    people = people_of(proposal.understood)
    if not 0 <= number < len(people):
        return proposal
    values = {field: people[number].get(field, {}).get("value", "") for field in PERSON}
    level = values.pop("level")
    return replace(proposal, **values, level=int(level) if level else None)


def origins(case: Case) -> dict[str, Origin]:
    """Tell of each value that still stands as the mail gave it where it came from."""
    opening = getattr(case, "opening", None)
    if opening is None or not opening.message.understood:
        return {}
    understood = opening.message.understood
    people = people_of(understood)
    person = people[opening.person] if opening.person < len(people) else {}
    now = _as_it_stands(case)
    return {
        name: Origin(found["source"], found["sure"], found["why"])
        for name, found in {**understood["shared"], **person}.items()
        if now[name] and now[name] == _tidied(name, found["value"])
    }


def _as_it_stands(case: Case) -> dict[str, str]:
    holder, to = party(case, PartyRole.HOLDER), party(case, PartyRole.RECIPIENT)
    return {
        "name": holder.name if holder else "",
        "id_number": holder.id_number if holder else "",
        "certificate_number": case.certificate_number,
        "occupation": case.occupation,
        "level": str(case.level or ""),
        "recipient": to.name if to else "",
        "telephone": to.telephone if to else "",
        "address": to.address if to else "",
        "method": case.delivery_method,
    }


def _tidied(name: str, value: str) -> str:
    """Write a value as the case keeps it."""
    if name == "certificate_number":
        return normalise(value)
    return normalise_identity(value) if name == "id_number" else value.strip()
