"""An officer's own look-up of the certificate: the confirmation without which nothing is signed (G-05)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.queries import party
from certdesk.ports.register import RegisterEntry
from certdesk.rules.business import Business
from certdesk.rules.certificate_number import normalise
from certdesk.rules.identity_number import normalise_identity, same_person_number
from certdesk.stages.evidence.models import LookUp

SCORE = re.compile(r"|100(\.0{1,2})?|[0-9]{1,2}(\.[0-9]{1,2})?|[\u4e00-\u9fff]{1,6}")  # empty, a number, or 合格


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a look-up showed of the certificate; the letter prints from here and from nowhere else."""

    name: str
    id_number: str
    certificate_number: str
    occupation: str
    direction: str = ""
    level: int | None = None
    issued_on: date | None = None
    body: str = ""
    sex: str = ""
    theory_score: str = ""
    practice_score: str = ""
    result: str = ""

    def to_json(self) -> dict[str, object]:
        """Return what the sealed column keeps."""
        return asdict(self) | {"issued_on": self.issued_on.isoformat() if self.issued_on else None}

    @classmethod
    def from_json(cls, raw: Mapping[str, object]) -> "Entry":
        """Read what the sealed column kept."""
        issued = raw.get("issued_on")
        values = dict(raw) | {"issued_on": date.fromisoformat(str(issued)) if issued else None}
        return cls(**values)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpReport:
    """Which site was asked, when, and what it showed."""

    site: str
    at: datetime
    found: bool
    entry: Entry | None = None
    screenshot_sha256: str = ""
    explanation: str = ""  # why it is right although it shows another person or certificate than the case


class LookUpIncomplete(Exception):
    """A look-up that found the certificate must say what it showed."""


class LookUpDiffers(Exception):
    """A look-up shows another person or certificate than the case, and nobody says why it is right all the same."""

    def __init__(self, different: Sequence[str]) -> None:
        super().__init__(f"查询结果与本件登记的不一致：{'、'.join(different)}。请核对；确认无误的，请写明原因。")


def record_look_up(case: Case, report: LookUpReport, *, officer_id: int | None) -> LookUp:
    """Write a look-up down; earlier ones stay.

    Raises:
        LookUpIncomplete: found, but name, number or occupation is missing, or a value cannot be.
    """
    entry = _tidy(report.entry) if report.found and report.entry else None
    if report.found and not (entry and entry.name and entry.certificate_number and entry.occupation):
        raise LookUpIncomplete("查询到证书时，请完整填写姓名、证书编号和职业（工种）。")
    if entry is not None:
        _check_possible(entry, report.at)
    return LookUp.objects.create(
        case=case,
        site=report.site,
        at=report.at,
        by_id=officer_id,
        found=report.found,
        entry=entry.to_json() if entry else None,
        screenshot_sha256=report.screenshot_sha256,
    )


def differences(case: Case, report: LookUpReport) -> list[str]:
    """Name what a look-up shows otherwise than the case has it.

    Blanks on either side, and what a correction is about (D-5), are no difference.
    """
    entry = _tidy(report.entry) if report.found and report.entry else None
    holder = party(case, PartyRole.HOLDER)
    if entry is None or holder is None:
        return []
    same_number = same_person_number(entry.id_number, holder.id_number)
    rows = (
        ("姓名", entry.name, holder.name, entry.name == holder.name),
        ("身份证号码", entry.id_number, holder.id_number, same_number),
        ("证书编号", entry.certificate_number, case.certificate_number, False),
    )
    return [
        label
        for label, shown, registered, alike in rows
        if shown and registered and shown != registered and not alike and not is_corrected(case, shown, registered)
    ]


def is_corrected(case: Case, recorded: str, correct: str) -> bool:
    """Tell whether the correction asked for is this very one (D-5)."""
    return case.business == Business.CORRECTION and recorded in case.recorded_item and correct in case.correct_item


def _check_possible(entry: Entry, at: datetime) -> None:
    """Refuse what no site shows: it would be printed in a signed letter."""
    if entry.issued_on is not None and entry.issued_on > at.date():
        raise LookUpIncomplete("发证日期不能晚于查询日期，请核对。")
    if not all(SCORE.fullmatch(score) for score in (entry.theory_score, entry.practice_score)):
        raise LookUpIncomplete("成绩应为0到100的数字，或“合格”一类的评语；没有就留空。")


def _tidy(entry: Entry) -> Entry:
    """Take away what typing and copying leave in: full-width digits, blanks."""
    return replace(
        entry,
        name=entry.name.strip(),
        id_number=normalise_identity(entry.id_number),
        certificate_number=normalise(entry.certificate_number),
        occupation=entry.occupation.strip(),
    )


def from_register(entry: RegisterEntry) -> Entry:
    """Turn an entry of the imported register into what a look-up would have shown."""
    return Entry(
        name=entry.name,
        id_number=entry.id_number,
        certificate_number=entry.certificate_number,
        occupation=entry.occupation,
        direction=entry.direction,
        level=entry.level,
        issued_on=entry.issued_on,
        body=entry.body,
    )
