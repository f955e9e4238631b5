"""Mails, forms and cases as the journeys begin with them. Everybody in them is made up."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
import pytest

from certdesk.cases.models import Case
from certdesk.journey import deciding, ending_letters, evidence, issuing, receiving
from certdesk.ports.desk import Desk
from certdesk.rules.business import Business, DeliveryMethod, Outcome
from certdesk.rules.lifecycle import State
from certdesk.stages.evidence.keep import IncomingFile
from certdesk.stages.evidence.look_up import Entry, LookUpReport
from certdesk.stages.intake.models import ReceivedMessage
from certdesk.stages.intake.proposal import Proposal
from certdesk.stages.issue.models import EndKind, Letter

IN_MEMORY = Path("/dev/shm")  # noqa: S108  # holds made-up people only, and only for a moment
ID_NUMBER = "210199198003070014"
NUMBER = "1507000000412345"
BODY = f"""您好：
我的证书丢失了，申请补证明。
姓名：林晓梅
身份证号：{ID_NUMBER}
证书编号：{NUMBER}
职业：电工
等级：四级
收件人：林晓梅
电话：13900000001
地址：辽宁省沈阳市和平区示例街1号2单元301室
谢谢！
"""
PORTRAIT = f"id_portrait_side|name=林晓梅|id_number={ID_NUMBER}".encode()
EMBLEM = "id_emblem_side|authority=示例公安局".encode()
SCREENSHOT = (
    f"lookup_screenshot|name=林晓梅|id_number={ID_NUMBER}|certificate_number={NUMBER}|occupation=电工|level=4".encode()
)
ORIGINAL = f"original_certificate|name=林晓梅|certificate_number={NUMBER}".encode()
ALL_THREE = {"正面.jpg": PORTRAIT, "反面.jpg": EMBLEM, "截图.png": SCREENSHOT}
ALL_FOUR = {**ALL_THREE, "原件.jpg": ORIGINAL}

LOST, OVERSEAS, CORRECTION = "证书丢失补证明", "出国换证补证明", "证书错误信息更改补证明"  # G-13
ASKS = {
    LOST: "我的证书丢失了，申请补证明。",
    OVERSEAS: "我要出国工作，申请换证。",
    CORRECTION: "证书上的信息有错误，申请更改。",
}


def a_mail(
    subject: str = LOST,
    body: str = BODY,
    files: dict[str, bytes] | None = None,
    sender: str = "lin@example.com",
    message_id: str = "<first@example.com>",
    **headers: str,
) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, "lnjnjd@163.com", subject, message_id
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    for name, content in (ALL_THREE if files is None else files).items():
        mail.add_attachment(content, maintype="image", subtype="jpeg", filename=name)
    return mail.as_bytes()


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder in memory where there is such a place: every journey writes and flushes dozens of small files."""
    with TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None, prefix="certdesk-journey-") as folder:
        yield Path(folder)


@pytest.fixture
def post(maildir: Path, clock) -> Callable[[bytes], None]:
    """Put a mail into the mailbox; it arrives now, by the clock of the test."""
    count = 0

    def drop(raw: bytes) -> None:
        nonlocal count
        count += 1
        arrived = clock.now().timestamp()
        file = maildir / "new" / f"{int(arrived)}.{count}.test"
        file.write_bytes(raw)
        os.utime(file, (arrived, arrived))

    return drop


@pytest.fixture
def fetch(desk: Desk, work) -> Callable[[], list[ReceivedMessage]]:
    """Read the mailbox, do all work that follows, and return the messages, oldest first."""

    def read() -> list[ReceivedMessage]:
        receiving.fetch_mail(desk)
        work()
        return list(ReceivedMessage.objects.order_by("pk"))

    return read


@pytest.fixture
def apply(db, post, fetch) -> Callable[..., Case]:
    """Send a complete application by mail and return the case it became, its pictures read."""
    count = 0

    def send(subject: str = LOST, *, number: str = NUMBER, occupation: str = "电工", **mail) -> Case:
        nonlocal count
        count += 1
        body = (
            BODY.replace(ASKS[LOST], ASKS[subject]).replace(NUMBER, number).replace("职业：电工", f"职业：{occupation}")
        )
        files = ALL_THREE if subject == LOST else ALL_FOUR
        post(
            a_mail(**{"subject": subject, "body": body, "files": files, "message_id": f"<{count}@example.com>"} | mail)
        )
        return fetch()[-1].case

    return send


@pytest.fixture
def case(db, post, fetch) -> Case:
    """A complete application for a lost certificate, its pictures read."""
    post(a_mail())
    return fetch()[0].case


ENTRY = Entry(name="林晓梅", id_number=ID_NUMBER, certificate_number=NUMBER, occupation="电工", level=4, result="合格")


def entry_of(case: Case, **changes: object) -> Entry:
    """What a look-up site shows of the certificate this case is about."""
    values = {"certificate_number": case.certificate_number, "occupation": case.occupation, **changes}
    return replace(ENTRY, **values)


@pytest.fixture
def confirm(desk: Desk, officer) -> Callable[..., None]:
    """Let the officer record a look-up that found the certificate."""

    def record(case: Case, entry: Entry = ENTRY, *, found: bool = True) -> None:
        report = LookUpReport(
            site="zscx", at=desk.clock.now(), found=found, entry=entry if found else None, explanation="与网站所示一致"
        )
        evidence.record_lookup(desk, case.pk, report, b"screenshot of the site", by=officer)

    return record


@pytest.fixture
def accepted(desk: Desk, case: Case, officer, confirm) -> Case:
    """The same application, confirmed and accepted."""
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    case.refresh_from_db()
    return case


@pytest.fixture
def sign_off(desk: Desk, officer, approver, work) -> Callable[[Case], Letter]:
    """Draft, preview, approve by the second person and sign, for an accepted case."""

    def through(case: Case) -> Letter:
        letter = issuing.draft(desk, case.pk, by=officer)
        seen = hashlib.sha256(issuing.preview(desk, letter.pk, by=approver)).hexdigest()
        issuing.approve(desk, letter.pk, seen, by=approver)
        work()
        letter.refresh_from_db()
        case.refresh_from_db()
        return letter

    return through


@pytest.fixture
def issue(desk: Desk, officer, confirm, sign_off) -> Callable[..., Letter]:
    """Take a received case to its signed letter."""

    def through(case: Case, entry: Entry | None = None, *, chosen: Outcome | None = None, reasons: str = "") -> Letter:
        confirm(case, entry or entry_of(case))
        if case.state == State.RECEIVED:
            deciding.accept(desk, case.pk, chosen=chosen, reasons=reasons, by=officer)
        return sign_off(case)

    return through


@pytest.fixture
def revoke(desk: Desk, officer, head) -> Callable[..., None]:
    """Let the officer ask that a letter end, and the head decide it."""

    def end(letter: Letter, reason: str = "登记数据有误", kind: EndKind = EndKind.REVOKE) -> None:
        proposal = ending_letters.propose(desk, letter.pk, kind, reason, by=officer)
        ending_letters.conclude(desk, proposal.pk, by=head)

    return end


@pytest.fixture
def read_letter(desk: Desk) -> Callable[[Letter], str]:
    """Return what a letter prints, without blanks and line breaks."""

    def read(letter: Letter) -> str:
        return pdf_text(desk.vault.get(letter.signed_sha256 or letter.pdf_sha256))

    return read


def pdf_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    finally:
        document.close()


FORM = Proposal(
    why="网上申请",
    business=Business.LOST,
    name="林晓梅",
    id_number=ID_NUMBER,
    certificate_number=NUMBER,
    occupation="电工",
    level=4,
    method=DeliveryMethod.POST,
    recipient="林晓梅",
    telephone="13900000001",
    address="辽宁省沈阳市和平区示例街1号2单元301室",
    sender_name="林晓梅",
    sender_email="lin@example.com",
)
FORM_FILES = {"id_portrait_side": PORTRAIT, "id_emblem_side": EMBLEM, "lookup_screenshot": SCREENSHOT}


@pytest.fixture
def submit(db, desk: Desk, work) -> Callable[..., Case]:
    """Send the web form, with other values where a test says so."""

    def send(files: dict[str, bytes] | None = None, **changes: object) -> Case:
        incoming = [
            IncomingFile(name=f"{field}.jpg", media_type="image/jpeg", content=content, claimed=field)
            for field, content in (FORM_FILES if files is None else files).items()
        ]
        case = receiving.submit_form(desk, receiving.Submission(proposal=replace(FORM, **changes), files=incoming))
        work()
        case.refresh_from_db()
        return case

    return send


def particulars_of(case: Case, **changes: object) -> evidence.Particulars:
    """The officer's form as it stands for a case, with what the officer changes."""
    holder, recipient = (case.parties.get(role=role) for role in ("holder", "recipient"))
    values = {
        "business": Business(case.business) if case.business else None,
        "certificate_number": case.certificate_number,
        "occupation": case.occupation,
        "direction": case.direction,
        "level": case.level,
        "recorded_item": case.recorded_item,
        "correct_item": case.correct_item,
        "correction_evidence": case.correction_evidence,
        "letter_english": case.letter_english,
        "method": DeliveryMethod(case.delivery_method) if case.delivery_method else None,
        "holder_name": holder.name,
        "id_number": holder.id_number,
        "recipient": recipient.name,
        "telephone": recipient.telephone,
        "address": recipient.address,
    }
    return evidence.Particulars(**values | changes)
