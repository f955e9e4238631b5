"""核验: anybody may ask whether a letter is real; an outage is never shown as a no."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.db import Error, transaction

from certdesk.cases.staff import HOLDER
from certdesk.journey.common import desk_at_work, happen
from certdesk.journey.keeping_log import NoProof, prove_letter
from certdesk.ports.desk import Desk
from certdesk.rules.events import EventKind
from certdesk.rules.wording import Sentence
from certdesk.sealing.cipher import CannotOpen
from certdesk.sealing.key_ring import KeysDamaged, KeysMissing
from certdesk.stages.issue.queries import letter_by_content
from certdesk.stages.verify.checks import add_checks
from certdesk.stages.verify.examine import examine_code, examine_file, examine_offline_code
from certdesk.stages.verify.offline import check_offline
from certdesk.stages.verify.verdict import Answer, Verdict

log = logging.getLogger(__name__)
OUTAGE = (Error, CannotOpen, KeysDamaged, KeysMissing)  # the database or the keys are away

UNAVAILABLE = Answer(
    verdict=Verdict.UNAVAILABLE,
    why=Sentence("暂时无法核验，请稍后再试。这不表示文书无效。"),
)


def verify_code(desk: Desk, code: str) -> Answer:
    """Answer for the code of a letter."""
    try:
        return examine_code(code, desk.guide, today=_today(desk))
    except OUTAGE:
        log.exception("verification is unavailable")
        return UNAVAILABLE


def verify_offline_code(desk: Desk, text: str) -> Answer:
    """Answer for the text of a letter's QR code, from the register."""
    try:
        return examine_offline_code(text, desk.guide, today=_today(desk))
    except OUTAGE:
        log.exception("verification is unavailable")
        return UNAVAILABLE


def signed_by_us(desk: Desk, text: str) -> bool:
    """Tell whether the text of a QR code bears our signature, whatever the register says of it; asks no database."""
    return check_offline(text, desk.notary.keys, desk.notary.verifies).verdict is Verdict.GENUINE


def verify_file(desk: Desk, pdf: bytes) -> Answer:
    """Answer for a file somebody holds."""
    try:
        answer = examine_file(pdf, desk.guide, desk.checker, today=_today(desk))
        return replace(answer, details=(*answer.details, *_in_the_log(desk, pdf)))
    except OUTAGE:
        log.exception("verification is unavailable")
        return UNAVAILABLE


def _in_the_log(desk: Desk, pdf: bytes) -> tuple[Sentence, ...]:
    """Say whether the register's log, whose head is signed, holds this very file."""
    letter = letter_by_content(hashlib.sha256(pdf).hexdigest())
    if letter is None:
        return ()
    try:
        proofs = prove_letter(desk, letter)
    except NoProof as why:
        return (Sentence(str(why)),)
    first = proofs[0].inclusion
    words = "本文件在登记日志中：第{index}项，共{size}项，已核对到签名的检查点。"
    return (Sentence(words, {"index": first.index + 1, "size": first.size}),)


def _today(desk: Desk) -> date:
    return desk.guide.local_date(desk.clock.now())


def note_checks(counts: Mapping[tuple[int, date], int]) -> None:
    """Add verifications to the counts their holders see."""
    with transaction.atomic():
        add_checks(counts)


def show_details(desk: Desk, case_id: int, days: int | None) -> None:
    """Let the holder say how long the public page shows details of their letters.

    ``days`` from today; nought: from now on not at all; None: always.
    """
    with desk_at_work(case_id) as case:
        until = None if days is None else _today(desk) + timedelta(days=days - 1)
        case.letters.exclude(signed_sha256="").update(details_until=until)
        words = "一直显示" if days is None else f"显示到{until}" if days else "不显示"
        happen(desk, case, EventKind.DETAILS_SET, by=HOLDER, data={"until": words})
