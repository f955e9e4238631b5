"""Fill blanks of an application from sure readings; what somebody wrote is never overwritten."""

from collections.abc import Iterable

from certdesk.cases.models import Case, Party, PartyRole
from certdesk.cases.parties import index
from certdesk.rules.business import Material
from certdesk.stages.evidence.models import StoredReading

_PERSON = (Material.ID_PORTRAIT_SIDE, Material.LOOKUP_SCREENSHOT, Material.ORIGINAL_CERTIFICATE)
_CERTIFICATE = (Material.LOOKUP_SCREENSHOT, Material.ORIGINAL_CERTIFICATE)


def adopt(case: Case) -> list[str]:
    """Fill what is empty; return the names of the fields filled, for the history."""
    readings = list(StoredReading.objects.filter(file__case=case).order_by("file_id", "position"))
    filled = _adopt_person(case, readings)
    for field, name in (
        ("certificate_number", "certificate_number"),
        ("occupation", "occupation"),
        ("direction", "direction"),
    ):
        value = _sure_value(readings, name, _CERTIFICATE)
        if value and not getattr(case, field):
            setattr(case, field, value)
            filled.append(field)
    level = _sure_value(readings, "level", _CERTIFICATE)
    if level.isdigit() and case.level is None:
        case.level = int(level)
        filled.append("level")
    return filled


def _adopt_person(case: Case, readings: Iterable[StoredReading]) -> list[str]:
    holder = case.parties.get(role=PartyRole.HOLDER)
    filled = []
    for name in ("name", "id_number"):
        value = _sure_value(readings, name, _PERSON)
        if value and not getattr(holder, name):
            setattr(holder, name, value)
            filled.append(name)
    if filled:
        _save(holder)
    return filled


def _save(party: Party) -> None:
    index(party)
    party.save()


def _sure_value(readings: Iterable[StoredReading], name: str, kinds: Iterable[str]) -> str:
    """Return the one sure value all sure readings agree on; two different ones are for an officer."""
    values = {
        str(reading.fields[name]["value"])
        for reading in readings
        if reading.kind in set(kinds) and name in reading.fields and reading.fields[name]["sure"]
    }
    return values.pop() if len(values) == 1 else ""
