"""The people of a case: written with their blind indexes, found by them."""

from django.db.models import QuerySet

from certdesk.cases.models import Case, Party, PartyRole
from certdesk.rules.identity_number import normalise_identity, to_18
from certdesk.sealing.fields import index_of


def id_number_index(id_number: str) -> str:
    """Return the blind index of an ID number; its 15- and 18-digit forms share one."""
    number = normalise_identity(id_number)
    return index_of("id_number", to_18(number) or number)


def telephone_index(telephone: str) -> str:
    """Return the blind index of a telephone number, its digits only."""
    return index_of("telephone", "".join(filter(str.isdigit, telephone)))


def email_index(email: str) -> str:
    """Return the blind index of a mail address."""
    return index_of("email", email.strip().lower())


def sealed_party(case: Case, role: PartyRole, **values: str) -> Party:
    """Build a party's row with all its indexes; the caller saves it."""
    party = Party(case=case, role=role, **values)
    index(party)
    return party


def index(party: Party) -> None:
    """Bring the blind indexes of a row into line with its values."""
    party.id_index = id_number_index(party.id_number)
    party.telephone_index = telephone_index(party.telephone)
    party.email_index = email_index(party.email)


def cases_of_id_number(id_number: str) -> QuerySet[Case]:
    """Return every case of a person, newest first; without a number, nobody's."""
    wanted = id_number_index(id_number)
    return Case.objects.filter(parties__id_index=wanted).order_by("-pk") if wanted else Case.objects.none()
