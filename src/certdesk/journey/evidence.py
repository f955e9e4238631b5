"""核材料: read the pictures, confirm the entry, ask once for everything that is missing (G-05, G-09 to G-11, D-7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.parties import index
from certdesk.cases.staff import SYSTEM, Actor
from certdesk.journey.answering import answer_when_read
from certdesk.journey.common import desk_at_work, happen, tell_holder, working_on
from certdesk.journey.papers import hand_out
from certdesk.ports.desk import Desk
from certdesk.ports.paper import PaperKind
from certdesk.rules.business import Business, DeliveryMethod
from certdesk.rules.certificate_number import normalise
from certdesk.rules.events import EventKind
from certdesk.rules.identity_number import normalise_identity
from certdesk.rules.particulars import wrong_values
from certdesk.rules.permissions import Action
from certdesk.rules.wording import Sentence
from certdesk.stages.delivery.outbox import Words
from certdesk.stages.evidence import classify as classifying
from certdesk.stages.evidence.adopt import adopt
from certdesk.stages.evidence.held import forget_reading, known_readings
from certdesk.stages.evidence.look_up import (
    LookUpDiffers,
    LookUpIncomplete,
    LookUpReport,
    differences,
    from_register,
    record_look_up,
)
from certdesk.stages.evidence.models import EvidenceFile, ReadingState
from certdesk.stages.evidence.queries import waiting_files, what_is_missing
from certdesk.stages.evidence.read import ReadResult, read_file, store_result, summary
from certdesk.stages.evidence.supplement import write_notice

WATERMARK = "仅供办理职业资格证书业务使用"
REGISTER = "register"


def read_materials(desk: Desk, case_id: int) -> None:
    """Read every file nobody has read yet; slow work stands outside the transaction.

    Idempotent: a file that was read is not waiting any more.
    """
    case = Case.objects.get(pk=case_id)
    today = desk.guide.local_date(desk.clock.now()).isoformat()
    watermark = f"{WATERMARK} {case.reference} {today}"
    waiting = waiting_files(case)
    results = [(file, _read(desk, file, watermark)) for file in waiting]
    if not results:
        return
    with desk_at_work(case_id) as case:
        done = []
        for file, result in results:
            fresh = EvidenceFile.objects.get(pk=file.pk)
            if fresh.reading_state == ReadingState.WAITING:
                store_result(fresh, result, at=desk.clock.now())
                done.append(fresh)
        if done:
            filled = adopt(case)
            data = {"summary": summary(done), "filled": filled}
            happen(desk, case, EventKind.MATERIAL_READ, by=SYSTEM, data=data)
            answer_when_read(desk, case)


def _read(desk: Desk, file: EvidenceFile, watermark: str) -> ReadResult:
    known = known_readings(file.sha256)
    return read_file(file, vault=desk.vault, reader=desk.reader, watermark=watermark, known=known)


def read_again(desk: Desk, file_id: int, *, by: Actor) -> None:
    """Put a file back to be read once more, by an officer's wish."""
    file = EvidenceFile.objects.get(pk=file_id)
    with working_on(file.case_id, by, Action.RECORD_LOOKUP):
        EvidenceFile.objects.filter(pk=file_id).update(reading_state=ReadingState.WAITING)
        forget_reading(file.sha256)
        desk.queue.put("read_materials", {"case": file.case_id}, key=f"read_materials/{file.case_id}", patient=True)


def classify(desk: Desk, file_id: int, material: str, *, by: Actor) -> None:
    """Let an officer say what a file is.

    Raises:
        NoSuchMaterial: not one of the guide's materials.
    """
    file = EvidenceFile.objects.get(pk=file_id)
    with working_on(file.case_id, by, Action.RECORD_LOOKUP) as case:
        classifying.classify(file, material, officer_id=by.staff_id)
        happen(desk, case, EventKind.MATERIAL_CLASSIFIED, by=by, data={"material": material, "file": file.sha256})


def record_lookup(desk: Desk, case_id: int, report: LookUpReport, screenshot: bytes | None, *, by: Actor) -> None:
    """Write down what an officer saw on a look-up site (G-05).

    Raises:
        LookUpIncomplete: found, but without what it showed; not one of the guide's sites; or in the future.
        LookUpDiffers: it shows another person or certificate than the case, and nobody says why.
    """
    _check_report(desk, report)
    if screenshot:
        report = replace(report, screenshot_sha256=desk.vault.put(screenshot))
    with working_on(case_id, by, Action.RECORD_LOOKUP) as case:
        different = differences(case, report)
        if different and not report.explanation.strip():
            raise LookUpDiffers(different)
        record_look_up(case, report, officer_id=by.user_id)
        result = "查到证书" if report.found else "没有查到"
        data = {"site": report.site, "result": result, "screenshot": report.screenshot_sha256}
        note = f"与登记不一致（{'、'.join(different)}）：{report.explanation}" if different else ""
        happen(desk, case, EventKind.LOOKUP_RECORDED, by=by, data=data, note=note)


def _check_report(desk: Desk, report: LookUpReport) -> None:
    """Only the guide's sites count, and the newest look-up decides, so none may lie ahead (G-05)."""
    if report.site not in {site.code for site in desk.guide.lookup_sites}:
        raise LookUpIncomplete("请选择查询所用的网站。")
    if report.at > desk.clock.now():
        raise LookUpIncomplete("查询时间不能晚于现在，请核对。")


def confirm_from_register(desk: Desk, case_id: int, *, by: Actor) -> bool:
    """Confirm the entry from the register the office imported (G-05); return whether it has one."""
    with working_on(case_id, by, Action.RECORD_LOOKUP) as case:
        entry = desk.register.find(case.certificate_number)
        if entry is None:
            return False
        report = LookUpReport(site=REGISTER, at=desk.clock.now(), found=True, entry=from_register(entry))
        record_look_up(case, report, officer_id=by.user_id)
        data = {"site": "本单位证书数据库", "result": "查到证书"}
        happen(desk, case, EventKind.LOOKUP_RECORDED, by=by, data=data)
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What an officer may set right on a case: the whole form, as it should stand."""

    business: Business | None
    certificate_number: str
    occupation: str
    direction: str
    level: int | None
    recorded_item: str
    correct_item: str
    correction_evidence: str
    letter_english: bool
    method: DeliveryMethod | None
    holder_name: str
    id_number: str
    recipient: str
    telephone: str
    address: str


class WrongValues(Exception):
    """Values that cannot be, each with its sentence, by the name of its field."""

    def __init__(self, sentences: Mapping[str, Sentence]) -> None:
        super().__init__("；".join(map(str, sentences.values())))
        self.sentences = sentences


def correct_particulars(desk: Desk, case_id: int, new: Particulars, *, by: Actor) -> Sequence[str]:
    """Set the particulars of a case right; the history names the fields, never their values.

    What the holder wrote may be wrong and stays until somebody knows better; what is newly typed must be possible.

    Raises:
        WrongValues: a changed number or telephone cannot be.
    """
    with working_on(case_id, by, Action.RECORD_LOOKUP) as case:
        changed = _change_case(case, new) | _change_parties(case, new)
        _check_changed(desk, changed, new)
        if changed:
            data = {"fields": "、".join(changed.values())}
            happen(desk, case, EventKind.PARTICULARS_CHANGED, by=by, data=data)
        return list(changed)


def _check_changed(desk: Desk, changed: Mapping[str, str], new: Particulars) -> None:
    names = {"holder.id_number": "id_number", "recipient.telephone": "telephone"}
    typed = {names.get(name, name) for name in changed}
    values = {
        "id_number": new.id_number,
        "telephone": new.telephone,
        "certificate_number": new.certificate_number,
    }
    this_year = desk.guide.local_date(desk.clock.now()).year
    wrong = wrong_values(
        {name: value for name, value in values.items() if name in typed},
        desk.guide.rulebook.numbering,
        this_year=this_year,
    )
    if wrong:
        raise WrongValues(wrong)  # undoes the transaction


def _change_case(case: Case, new: Particulars) -> dict[str, str]:
    wanted = {
        "business": (new.business or "", "业务"),
        "certificate_number": (normalise(new.certificate_number), "证书编号"),
        "occupation": (new.occupation, "职业（工种）"),
        "direction": (new.direction, "职业方向"),
        "level": (new.level, "等级"),
        "recorded_item": (new.recorded_item, "证书所载内容"),
        "correct_item": (new.correct_item, "正确内容"),
        "correction_evidence": (new.correction_evidence, "更正的证明材料"),
        "letter_english": (new.letter_english, "附英文"),
        "delivery_method": (new.method or "", "领取方式"),
    }
    changed = {name: label for name, (value, label) in wanted.items() if getattr(case, name) != value}
    for name in changed:
        setattr(case, name, wanted[name][0])
    return changed


def _change_parties(case: Case, new: Particulars) -> dict[str, str]:
    wanted: Mapping[PartyRole, Mapping[str, tuple[str, str]]] = {
        PartyRole.HOLDER: {
            "name": (new.holder_name.strip(), "姓名"),
            "id_number": (normalise_identity(new.id_number), "证件号码"),
        },
        PartyRole.RECIPIENT: {
            "name": (new.recipient, "收件人"),
            "telephone": (new.telephone, "电话"),
            "address": (new.address, "地址"),
        },
    }
    changed = {}
    for role, fields in wanted.items():
        row = case.parties.get(role=role)
        different = {name: pair for name, pair in fields.items() if getattr(row, name) != pair[0]}
        for name, (value, label) in different.items():
            setattr(row, name, value)
            changed[f"{role.value}.{name}"] = label
        if different:
            index(row)
            row.save()
    return changed


def request_supplement(desk: Desk, case_id: int, words: str, *, by: Actor) -> None:
    """Ask the holder, once, for everything that is missing; the clock stands still (D-7).

    Raises:
        NothingMissing: nothing is missing and the officer adds no words.
    """
    with working_on(case_id, by, Action.REQUEST_SUPPLEMENT) as case:
        items = what_is_missing(case, desk.guide)
        notice = write_notice(case, items, words, guide=desk.guide, officer_id=by.user_id, at=desk.clock.now())
        data = {"count": len(notice.items) + bool(notice.words), "codes": [item["code"] for item in notice.items]}
        happen(desk, case, EventKind.SUPPLEMENT_REQUESTED, by=by, data=data)
        values = {"notice": notice, "supplement_url": desk.links.supplement(case.reference)}
        paper = hand_out(desk, case, PaperKind.SUPPLEMENT, str(notice.pk))
        tell_holder(desk, case, Words("supplement", "请补充材料", values, str(notice.pk), encloses=paper), by=by)


def reveal(desk: Desk, case_id: int, what: str, *, by: Actor) -> None:
    """Note that somebody looks at unmasked personal data; the page shows them only after this (design rule 8)."""
    with working_on(case_id, by, Action.REVEAL) as case:
        happen(desk, case, EventKind.REVEALED, by=by, data={"what": what})
