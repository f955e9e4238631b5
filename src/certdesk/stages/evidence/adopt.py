"""Fill blanks of an application from sure readings; what somebody wrote is never overwritten."""

from collections.abc import Iterable, Mapping, Sequence

from certdesk.cases.models import Case, Party, PartyRole
from certdesk.cases.parties import index
from certdesk.ports.reader import PictureReading, Reading
from certdesk.rules.business import Material
from certdesk.stages.evidence.models import StoredReading
from certdesk.stages.intake.provenance import origins

PERSON = frozenset({Material.ID_PORTRAIT_SIDE, Material.LOOKUP_SCREENSHOT, Material.ORIGINAL_CERTIFICATE})
CERTIFICATE = frozenset({Material.LOOKUP_SCREENSHOT, Material.ORIGINAL_CERTIFICATE})
WHERE = {
    "name": PERSON,
    "id_number": PERSON,
    "certificate_number": CERTIFICATE,
    "occupation": CERTIFICATE,
    "direction": CERTIFICATE,
    "level": CERTIFICATE,
}


def agreed_value(readings: Iterable[PictureReading], name: str) -> str:
    """Return the one value on which all sure readings of a field agree; two different ones are for an officer."""
    values = {
        reading.fields[name].value
        for reading in readings
        if reading.kind in WHERE[name] and name in reading.fields and reading.fields[name].sure
    }
    return values.pop() if len(values) == 1 else ""


def adopt(case: Case) -> list[str]:
    """Fill what is empty; return the names of the fields filled, for the history."""
    rows = StoredReading.objects.filter(file__case=case).select_related("file").order_by("file_id", "position")
    holder = case.parties.get(role=PartyRole.HOLDER)
    given = _plainly_given(case, holder)
    readings = [reading for row in rows if _stands(row) and not _of_another(reading := as_reading(row), given)]
    filled = _adopt_person(case, readings)
    for name in ("certificate_number", "occupation", "direction"):
        value = agreed_value(readings, name)
        if value and not getattr(case, name):
            setattr(case, name, value)
            filled.append(name)
    level = agreed_value(readings, "level")
    if level.isdigit() and case.level is None:
        case.level = int(level)
        filled.append("level")
    return filled


def _plainly_given(case: Case, holder: Party) -> dict[str, str]:
    """Return what is known for sure of whom and what a case is about; a guess from the mail's words is not."""
    doubtful = {name for name, origin in origins(case).items() if not origin.sure}
    known = {"name": holder.name, "id_number": holder.id_number, "certificate_number": case.certificate_number}
    return {name: value for name, value in known.items() if value and name not in doubtful}


def _of_another(reading: PictureReading, given: Mapping[str, str]) -> bool:
    """Tell whether a picture surely shows somebody else, or another certificate: a mail may bring several people's."""
    seen = {name: reading.fields[name] for name in given if name in reading.fields}
    return any(found.sure and found.value != given[name] for name, found in seen.items())


def _stands(row: StoredReading) -> bool:
    """An officer who said what a file is stands above what the machine took it for (design rule 4)."""
    return row.file.classified_by_id is None or row.file.material == row.kind


def as_reading(row: StoredReading) -> PictureReading:
    """Return a stored reading as the reader gave it."""
    return PictureReading(
        kind=row.kind,
        confidence=row.confidence,
        fields={name: Reading(**value) for name, value in (row.fields or {}).items()},
        quality=row.quality,
        engine=row.engine,
        version=row.version,
    )


def _adopt_person(case: Case, readings: Sequence[PictureReading]) -> list[str]:
    holder = case.parties.get(role=PartyRole.HOLDER)
    filled = []
    for name in ("name", "id_number"):
        value = agreed_value(readings, name)
        if value and not getattr(holder, name):
            setattr(holder, name, value)
            filled.append(name)
    if filled:
        _save(holder)
    return filled


def _save(party: Party) -> None:
    index(party)
    party.save()
