"""The files of a case beside what was read from them, and where that differs from what is on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from certdesk import wiring
from certdesk.rules.business import Material
from certdesk.rules.identity_number import same_person_number
from certdesk.rules.masking import MARK, masked_address, masked_identity_number, masked_name
from certdesk.stages.evidence.queries import files_of
from certdesk.web.labels import label

if TYPE_CHECKING:
    from certdesk.cases.models import Case, Party
    from certdesk.stages.evidence.models import EvidenceFile

HIDDEN: Mapping[str, Callable[[str], str]] = {
    "name": masked_name,
    "id_number": masked_identity_number,
    "address": masked_address,
    "birth": lambda _value: MARK * 4,
    "sex": lambda _value: MARK,
    "ethnicity": lambda _value: MARK,
    "authority": lambda _value: MARK * 4,
}
COMPARED = ("name", "id_number", "certificate_number", "occupation", "level")


@dataclass(frozen=True, slots=True)
class SeenValue:
    """One value read from a file, as the screen shows it."""

    name: str
    value: str
    also: list[str]
    confidence: float
    sure: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """One file of a case with what was read from it; ``raw`` is unmasked and stays in the code."""

    file: EvidenceFile
    values: list[SeenValue]
    raw: dict[str, str] = field(default_factory=dict, repr=False)


def seen_files(case: Case, holder: Party | None, *, shown: bool) -> list[Seen]:
    """Return the files of a case; personal values are masked unless ``shown``."""
    recorded = {
        "name": holder.name if holder else "",
        "id_number": holder.id_number if holder else "",
        "certificate_number": case.certificate_number,
        "occupation": case.occupation,
        "level": str(case.level or ""),
    }
    return [_seen(file, recorded, shown=shown) for file in files_of(case)]


def _seen(file: EvidenceFile, recorded: Mapping[str, str], *, shown: bool) -> Seen:
    values: list[SeenValue] = []
    raw: dict[str, str] = {}
    for reading in file.readings.all():
        for name, read in (reading.fields or {}).items():
            value = str(read["value"])
            raw.setdefault(name, value)
            hide = None if shown else HIDDEN.get(name)
            also = [str(other) for other in read.get("also", ())]
            values.append(
                SeenValue(
                    name=name,
                    value=hide(value) if hide else spoken(name, value),
                    also=[] if hide else also,
                    confidence=float(read["confidence"]),
                    sure=bool(read.get("sure")),
                    differs=all(_differs(name, each, recorded) for each in (value, *also)),
                )
            )
    return Seen(file, values, raw)


def spoken(name: str, value: str) -> str:
    """Say a code in words: a level, a look-up site."""
    if name == "level" and value.isdigit():
        return label("level", int(value))
    sites = {site.code: site.name for site in wiring.guide().lookup_sites}
    return sites.get(value, value) if name == "site" else value


def _differs(name: str, value: str, recorded: Mapping[str, str]) -> bool:
    """Tell whether a reading contradicts the record; a blank contradicts nothing."""
    mine = recorded.get(name, "")
    if name not in COMPARED or not mine or not value:
        return False
    if name == "id_number":
        return not same_person_number(mine, value)
    return "".join(mine.split()) != "".join(value.split())


def best_values(seen: list[Seen]) -> dict[str, str]:
    """Return what was read of the certificate: from the look-up's screenshot first, then from its photo."""
    order: dict[str, int] = {Material.LOOKUP_SCREENSHOT: 0, Material.ORIGINAL_CERTIFICATE: 1}
    files = sorted((one for one in seen if one.file.material in order), key=lambda one: order[one.file.material])
    found: dict[str, str] = {}
    for one in files:
        for name, value in one.raw.items():
            found.setdefault(name, value)
    return found
