"""The rehearsal itself: every step is a real use case on real input; only the officer's site is stood in for."""

import hashlib
import time
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from certdesk.cases.accounts import create_account
from certdesk.cases.models import Case, PartyRole
from certdesk.cases.queries import party
from certdesk.cases.staff import Actor, actor_for
from certdesk.cli.output import answer
from certdesk.jobs.handlers import HANDLERS
from certdesk.jobs.worker import run_until_idle
from certdesk.journey import deciding, delivering, evidence, issuing, receiving, verifying
from certdesk.rules.business import Business, Material
from certdesk.rules.permissions import Role
from certdesk.stages.delivery.hand_over import Parcel
from certdesk.stages.evidence.adopt import as_reading
from certdesk.stages.evidence.look_up import Entry, LookUpReport
from certdesk.stages.evidence.models import StoredReading
from certdesk.stages.evidence.queries import what_is_missing
from certdesk.stages.intake.queries import by_bucket
from certdesk.stages.issue.models import Letter
from certdesk.stages.verify.verdict import Verdict
from certdesk.wiring import desk, workload, write_sample_mailbox

Result = TypeVar("Result")


class Steps:
    """Runs steps and keeps a line of each with its time."""

    def __init__(self) -> None:
        self.rows: list[dict[str, object]] = []

    def take(self, name: str, work: Callable[[], Result], say: Callable[[Result], str]) -> Result:
        """Run one step and note what came of it and how long it took."""
        started = time.perf_counter()
        result = work()
        seconds = round(time.perf_counter() - started, 3)
        self.rows.append({"step": name, "seconds": seconds, "result": say(result)})
        return result


def rehearse(args: Namespace) -> int:
    """Go from the sample mailbox to a verified letter."""
    steps, own = Steps(), desk()
    officer, approver = (
        _person("officer", "演练·经办人", Role.OFFICER),
        _person("approver", "演练·审批人", Role.APPROVER),
    )
    _receive(steps)
    case = _complete_case()
    entry = _what_the_site_shows(case)
    report = LookUpReport(site=own.guide.lookup_sites[0].code, at=own.clock.now(), found=True, entry=entry)
    steps.take(
        "经办人查询确认（演练以申请人截图代替官网）",
        lambda: evidence.record_lookup(own, case.pk, report, None, by=officer),
        lambda _: f"查到证书 {entry.certificate_number}",
    )
    steps.take(
        "受理",
        lambda: deciding.accept(own, case.pk, chosen=None, reasons="", by=officer),
        lambda out: f"结论 {out.value}",
    )
    letter = _issue(steps, case, officer, approver)
    path = _write(letter, args.out)
    verdict = steps.take(
        "核验签名文件", lambda: verifying.verify_file(own, path.read_bytes()), lambda found: found.verdict.value
    ).verdict
    parcel = Parcel("演练快递", "SPECIMEN0001")
    steps.take("寄出（到付）", lambda: delivering.dispatch(own, case.pk, parcel, by=officer), lambda _: "已登记运单号")
    steps.take("办结", lambda: delivering.close(own, case.pk, by=officer), lambda _: case.reference)
    _report(args, steps, path, verdict)
    return 0 if verdict is Verdict.GENUINE else 1


def _person(name: str, label: str, role: Role) -> Actor:
    office = desk().guide.rulebook.numbering.provincial_city_code
    return actor_for(create_account(name, label, "", office_code=office, role=role))


def _receive(steps: Steps) -> None:
    own = desk()
    maildir = settings.HOME / "mailbox"
    steps.take("样例邮箱", lambda: write_sample_mailbox(maildir, at=own.clock.now()), lambda _: "邮件已投递")
    steps.take(
        "收取并整理邮件",
        lambda: receiving.fetch_mail(own),
        lambda done: f"收到{done.stored}封；" + "，".join(f"{name} {count}" for name, count in by_bucket().items()),
    )
    steps.take("识别全部图片", lambda: run_until_idle(own, workload(), HANDLERS), lambda tally: f"任务{tally.done}个")


def _complete_case() -> Case:
    """Find the application for a lost certificate that lacks nothing."""
    own = desk()
    for case in Case.objects.filter(business=Business.LOST.value, closure="").order_by("pk"):
        holder = party(case, PartyRole.HOLDER)
        if holder and holder.name and holder.id_number and not what_is_missing(case, own.guide):
            return case
    raise LookupError("样例邮箱中没有材料齐全的遗失补办申请")


def _what_the_site_shows(case: Case) -> Entry:
    """Stand in for the officer's look-up with what the applicant's own screenshot shows."""
    rows = StoredReading.objects.filter(file__case=case, kind=Material.LOOKUP_SCREENSHOT.value)
    shown = {name: value.value for row in rows for name, value in as_reading(row).fields.items()}
    holder = case.parties.get(role=PartyRole.HOLDER)
    return Entry(
        name=shown.get("name") or holder.name or "",
        id_number=shown.get("id_number") or holder.id_number or "",
        certificate_number=shown.get("certificate_number", case.certificate_number),
        occupation=shown.get("occupation", case.occupation),
        direction=shown.get("direction", ""),
        level=int(shown["level"]) if shown.get("level", "").isdigit() else case.level,
        issued_on=date.fromisoformat(shown["issue_date"]) if "issue_date" in shown else None,
        body=shown.get("body", ""),
        theory_score=shown.get("theory_score", ""),
        practice_score=shown.get("practice_score", ""),
        result=shown.get("result", ""),
    )


def _issue(steps: Steps, case: Case, officer: Actor, approver: Actor) -> Letter:
    own = desk()
    letter = steps.take("拟稿", lambda: issuing.draft(own, case.pk, by=officer), lambda made: made.kind)
    pdf = steps.take(
        "审批人预览", lambda: issuing.preview(own, letter.pk, by=approver), lambda raw: f"{len(raw) // 1024} kB"
    )
    seen = hashlib.sha256(pdf).hexdigest()
    steps.take(
        "第二人审批", lambda: issuing.approve(own, letter.pk, seen, by=approver), lambda _: f"SHA-256 {seen[:16]}…"
    )
    steps.take("签名并登记", lambda: run_until_idle(own, workload(), HANDLERS), lambda tally: f"任务{tally.done}个")
    letter.refresh_from_db()
    return letter


def _write(letter: Letter, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{letter.series}-{letter.serial:05d}.pdf"
    path.write_bytes(desk().vault.get(letter.signed_sha256))
    return path


def _report(args: Namespace, steps: Steps, path: Path, verdict: Verdict) -> None:
    lines = [f"{row['seconds']:>8.3f} 秒  {row['step']}：{row['result']}" for row in steps.rows]
    payload = {"steps": steps.rows, "letters": [str(path)], "verdict": verdict}
    answer(args, payload, [*lines, f"文书：{path}　核验结果：{verdict.value}"])
