"""From an accepted case to the one immutable record a letter is set from; verified facts only."""

import secrets
from base64 import b32encode
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from certdesk.cases.models import Case, Party, PartyRole
from certdesk.cases.queries import party
from certdesk.guide.model import Guide
from certdesk.ports.links import Links
from certdesk.ports.typesetter import LetterKind, LetterRecord
from certdesk.rules.business import Business, Outcome
from certdesk.rules.identity_number import same_person_number
from certdesk.stages.evidence.look_up import Entry, is_corrected
from certdesk.stages.evidence.models import LookUp
from certdesk.stages.evidence.queries import latest_lookup
from certdesk.stages.issue.corrected import as_corrected, still_wrong
from certdesk.stages.issue.numbers import LetterNumber
from certdesk.stages.issue.texts import wording_in_force
from certdesk.stages.issue.wording import worded

CODE_BYTES = 16  # 128 random bits: guessing is useless
KINDS = {
    Outcome.PROOF: LetterKind.PROOF,
    Outcome.REISSUE: LetterKind.REISSUE,
    Outcome.EXCHANGE: LetterKind.EXCHANGE,
}
_DATES = ("certificate_issued_on", "looked_up_on", "issued_on")


class CannotCompose(Exception):
    """The letter cannot be written yet; the text says what is in the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a letter rests on: the case, its holder and the confirmed entry."""

    case: Case
    holder: Party
    lookup: LookUp
    entry: Entry


def new_code() -> str:
    """Return a fresh verification code of 128 random bits, in letters and digits that are not mistaken."""
    return b32encode(secrets.token_bytes(CODE_BYTES)).decode().rstrip("=")


def sources(case: Case) -> Source:
    """Gather what the letter rests on, and refuse to write on sand.

    Raises:
        CannotCompose: no confirmed look-up (G-05), or it shows somebody else.
    """
    newest = latest_lookup(case)
    if newest is None or not newest.found or not newest.entry:
        raise CannotCompose("尚未记录经办人的查询结果；未经查实不能拟稿。")  # G-05
    holder = party(case, PartyRole.HOLDER)
    if holder is None:
        raise CannotCompose("没有登记持证人。")
    source = Source(case=case, holder=holder, lookup=newest, entry=Entry.from_json(newest.entry))
    _check_agreement(source)
    return (
        _as_exchanged(source) if case.outcome == Outcome.EXCHANGE and case.business == Business.CORRECTION else source
    )


def _as_exchanged(source: Source) -> Source:
    """A certificate that is exchanged because of an error must not bear the error again (D-5)."""
    entry = as_corrected(source.case, source.entry)
    wrong = still_wrong(source.case, entry)
    if wrong:
        raise CannotCompose(
            f"换发的证书上，{'、'.join(wrong)}仍会是要更正的内容。职业（工种）、职业方向、等级请在“更正登记信息”中改为正确内容；"
            "其他项目请先把登记数据改正，再登记一次查询结果。"
        )
    return replace(source, entry=entry)


def _check_agreement(source: Source) -> None:
    """The person on file and the person in the register must be one; a correction may differ where it says so."""
    case, holder, entry = source.case, source.holder, source.entry
    if entry.certificate_number != case.certificate_number:
        raise CannotCompose("查询结果的证书编号与本件登记的不一致，请更正后再拟稿。")
    if case.business == Business.CORRECTION and not (case.recorded_item and case.correct_item):
        raise CannotCompose("信息更正须写明证书所载内容和正确内容。")  # D-5
    if case.business == Business.CORRECTION and not case.correction_evidence:
        raise CannotCompose("信息更正须写明据以更正的证明材料，请在“更正登记信息”中填写。")  # D-5
    if entry.name != holder.name and not is_corrected(case, entry.name, holder.name):
        raise CannotCompose("查询结果的姓名与申请人不一致，请核实。")
    same_number = not entry.id_number or same_person_number(entry.id_number, holder.id_number)
    if not same_number and not is_corrected(case, entry.id_number, holder.id_number):
        raise CannotCompose("查询结果的身份证件号码与申请人不一致，请核实。")


def compose(
    source: Source, number: LetterNumber, code: str, *, guide: Guide, links: Links, on: date, specimen: bool
) -> LetterRecord:
    """Write the record; what the look-up did not show is left out, never filled in."""
    case, entry = source.case, source.entry
    office = guide.offices[case.office_code]
    kind = KINDS[Outcome(case.outcome)]
    record = LetterRecord(
        kind=kind,
        letter_number=str(number),
        office_name=office.name,
        office_telephones=_telephones(case, guide),
        holder_name=source.holder.name,
        holder_sex=entry.sex,
        id_number=source.holder.id_number,
        certificate_number=entry.certificate_number,  # G-02: the original number stays
        occupation=entry.occupation,
        direction=entry.direction,
        level=entry.level,
        certificate_issued_on=entry.issued_on,
        body=entry.body,
        theory_score=entry.theory_score,
        practice_score=entry.practice_score,
        result=entry.result,
        business=case.business,
        lookup_site=_site_name(source.lookup.site, guide),
        lookup_site_english=_site_in_english(source.lookup.site, guide),
        looked_up_on=guide.local_date(source.lookup.at),
        basis=legal_basis(Business(case.business), guide, on=guide.local_date(case.received_at)),
        issued_on=on,
        verify_url=links.verification(code),
        verify_code=code,
        specimen=specimen,
        english=case.letter_english or case.business == Business.OVERSEAS,
    )
    if case.business == Business.CORRECTION:  # D-5
        record = replace(
            record,
            recorded_item=case.recorded_item,
            correct_item=case.correct_item,
            evidence=case.correction_evidence,
            registered_name=_otherwise(entry.name, source.holder.name, kind),
            registered_id_number=_otherwise(entry.id_number, source.holder.id_number, kind),
        )
    return worded(record, wording_in_force(kind.value, guide))


def _otherwise(registered: str, correct: str, kind: LetterKind) -> str:
    """Return what is registered where it differs from what is right: a proof that corrects it prints both (D-5)."""
    if kind is not LetterKind.PROOF or not registered or same_person_number(registered, correct):
        return ""
    return "" if registered == correct else registered


def _telephones(case: Case, guide: Guide) -> tuple[str, ...]:
    """Name the centre's telephones of both places of the guide (D-3)."""
    office = guide.offices[case.office_code]
    if case.office_code == guide.rulebook.numbering.provincial_city_code:
        return tuple(dict.fromkeys((*office.telephones, *guide.pickup.telephones)))
    return office.telephones


def _site_name(code: str, guide: Guide) -> str:
    for site in guide.lookup_sites:
        if site.code == code:
            return f"{site.name}（{site.host}）"
    return "本单位证书数据库"


def _site_in_english(code: str, guide: Guide) -> str:
    """Name the site for a reader abroad, to whom its Chinese name says nothing."""
    for site in guide.lookup_sites:
        if site.code == code:
            return site.english or site.host
    return "the certificate database of this office"


def legal_basis(business: Business, guide: Guide, *, on: date) -> tuple[str, ...]:
    """Cite what held on the day of receipt and speaks of this business (G-01, D-5)."""
    return tuple(basis.title for basis in guide.legal_basis if basis.holds_from <= on and business in basis.businesses)


def to_json(record: LetterRecord) -> dict[str, object]:
    """Return what the sealed column keeps of a record."""
    raw = asdict(record)
    return raw | {name: raw[name].isoformat() if raw[name] else None for name in _DATES}


def from_json(raw: dict[str, object]) -> LetterRecord:
    """Read a record back, equal to the one that was kept."""
    values = dict(raw)
    for name in _DATES:
        values[name] = date.fromisoformat(str(raw[name])) if raw[name] else None
    for name in ("office_telephones", "basis"):
        values[name] = tuple(raw[name])  # type: ignore[arg-type]
    values["texts"] = tuple((str(name), str(text)) for name, text in raw.get("texts", ()))  # type: ignore[attr-defined]
    values["kind"] = LetterKind(str(raw["kind"]))
    return LetterRecord(**values)  # type: ignore[arg-type]


def local_midnight(day: date, guide: Guide) -> datetime:
    """Return the beginning of a day in the guide's zone, as the typesetting moment of its letters."""
    return datetime(day.year, day.month, day.day, tzinfo=guide.time_zone)
