"""Examine a code or a file that anybody brings."""

import hashlib
import hmac
from dataclasses import replace
from datetime import date

from certdesk.guide.model import Guide
from certdesk.ports.signer import SignatureChecker, SignatureFinding
from certdesk.rules.offline_code import NotAnOfflineCode, read_code
from certdesk.rules.wording import Sentence
from certdesk.stages.issue.models import LetterState
from certdesk.stages.verify.register import (
    Registered,
    registered_by_code,
    registered_by_content,
    registered_by_number,
)
from certdesk.stages.verify.unregistered import judge_unregistered
from certdesk.stages.verify.verdict import Answer, PublicDocument, Verdict

_NO_SUCH_CODE = Answer(verdict=Verdict.NOT_OURS, why=Sentence("没有这个核验码的文书。请核对是否输入有误。"))

_NO_SUCH_QR = Answer(verdict=Verdict.NOT_OURS, why=Sentence("登记簿中没有印着这个二维码的文书。"))


def examine_code(code: str, guide: Guide, *, today: date) -> Answer:
    """Answer for a verification code."""
    letter = registered_by_code(code)
    if letter is None:
        return _NO_SUCH_CODE
    return _standing(letter, guide, today)


def examine_offline_code(text: str, guide: Guide, *, today: date) -> Answer:
    """Answer for the text of a QR code: it must be the very one that was printed on a signed letter."""
    try:
        code = read_code(text)
    except NotAnOfflineCode:
        return _NO_SUCH_QR
    letter = registered_by_number(code.facts.letter_number)
    printed = letter.record.qr_text if letter else ""
    if letter is None or not hmac.compare_digest(_tail(printed), _tail(text)):
        return _NO_SUCH_QR
    return _standing(letter, guide, today)


def _tail(text: str) -> bytes:
    return text.strip().rstrip("/").rpartition("/")[2].upper().encode()


def examine_file(pdf: bytes, guide: Guide, checker: SignatureChecker, *, today: date) -> Answer:
    """Answer for a file: the register by its exact content first, then what its signature says."""
    letter = registered_by_content(hashlib.sha256(pdf).hexdigest())
    finding = checker.check(pdf)
    details = signature_details(finding, guide)
    if letter is not None:
        answer = _standing(letter, guide, today)
        if finding.sound and finding.stamped_at is None:
            details = (*details, Sentence("签名没有时间戳，签发时间以登记簿和登记日志为准。"))
        return replace(answer, details=(*details, *_of_the_register(letter, guide)))
    verdict, why = judge_unregistered(pdf, finding, guide)
    return Answer(verdict=verdict, why=why, details=details)


def _of_the_register(letter: Registered, guide: Guide) -> tuple[Sentence, Sentence]:
    """Say that the register holds this very file, and what is known of the key."""
    same = Sentence("文件与登记簿中登记的每个字节相同（SHA-256一致）。")
    revoked = letter.key_revoked
    if revoked is None:
        return same, Sentence("签名密钥没有被吊销。")
    day = {"day": guide.local_date(revoked.since).isoformat()}
    if letter.signed_at is not None and letter.signed_at < revoked.since:
        return same, Sentence("签名密钥自{day}起被吊销，本文书签发在此之前，不受影响。", day)
    return same, Sentence("签名密钥自{day}起被吊销，本文书签发在此之后。", day)


def signature_details(finding: SignatureFinding, guide: Guide) -> tuple[Sentence, ...]:
    """Explain what the signature check found, a sentence each."""
    if not finding.signed:
        return (Sentence(finding.why or "文件没有数字签名。"),)
    kept = "签名后内容未被改动。" if finding.covers_whole_file else "签名所覆盖的部分未被改动。"
    lines = [
        Sentence(kept if finding.intact else "签名后内容被改动。"),
        Sentence("签名覆盖整个文件。" if finding.covers_whole_file else "签名没有覆盖整个文件。"),
        Sentence("签名由本单位的证书作出。" if finding.trusted else "签名不是由本单位的证书作出。"),
    ]
    if finding.trusted and finding.stamped_at is not None:
        moment = finding.stamped_at.astimezone(guide.time_zone).strftime("%Y-%m-%d %H:%M")
        lines.append(Sentence("时间戳服务证明签名不晚于{moment}。", {"moment": moment}))
    if finding.why:
        lines.append(Sentence("{why}", {"why": finding.why}))
    return tuple(lines)


def _standing(letter: Registered, guide: Guide, today: date) -> Answer:
    document = public_document(letter)
    shown = _as_its_holder_shows_it(document, letter.details_until, today)
    verdict, why = _judgement(letter, guide, document, shown)
    return Answer(verdict=verdict, why=why, document=shown, letter=letter.pk)


def _judgement(
    letter: Registered, guide: Guide, document: PublicDocument, shown: PublicDocument
) -> tuple[Verdict, Sentence]:
    key = letter.key_revoked
    if key is not None and letter.signed_at is not None and letter.signed_at >= key.since:
        told = {"day": guide.local_date(key.since).isoformat(), "reason": key.reason}
        why = Sentence("签发本文书的密钥自{day}起已被签发单位吊销，此后用它签发的文书无效。原因：{reason}", told)
        return Verdict.REVOKED, why
    if letter.state == LetterState.REVOKED:
        why = Sentence(
            "本文书已于{day}撤销。原因：{reason}",
            {"day": _day(letter, guide), "reason": letter.end_reason},
        )
        if document.replaced_by:
            values = {**why.values, "number": document.replaced_by}
            why = Sentence("本文书已于{day}撤销，更正后的文书是{number}。原因：{reason}", values)
        return Verdict.REVOKED, why
    if letter.state == LetterState.SUPERSEDED:
        number = document.replaced_by or "—"
        why = Sentence("本文书已于{day}由{number}替代。", {"day": _day(letter, guide), "number": number})
        return Verdict.SUPERSEDED, why
    if shown.details_hidden:
        return Verdict.GENUINE, Sentence("本文书登记有效。")
    return Verdict.GENUINE, Sentence("本文书由下列单位签发，登记有效。")


def _day(letter: Registered, guide: Guide) -> str:
    return guide.local_date(letter.ended_at).isoformat() if letter.ended_at else "—"


def public_document(letter: Registered) -> PublicDocument:
    """Return what anybody may see of a signed letter."""
    record = letter.record
    return PublicDocument(
        letter_number=record.letter_number,
        kind=record.kind.value,
        office=record.office_name,
        holder=letter.holder_masked,
        certificate_number=record.certificate_number,
        occupation=record.occupation,
        level=record.level,
        issued_on=record.issued_on,
        specimen=letter.specimen,
        sha256=letter.signed_sha256,
        replaces=letter.replaces,
        replaced_by=letter.replaced_by,
    )


def _as_its_holder_shows_it(document: PublicDocument, until: date | None, today: date) -> PublicDocument:
    """Leave out whatever the holder no longer shows; the verdict has been given, and stands."""
    if until is None or today <= until:
        return document
    return replace(
        document,
        kind="",
        office="",
        certificate_number="",
        occupation="",
        level=None,
        sha256="",
        replaces=(),
        replaced_by="",
        details_hidden=True,
    )
