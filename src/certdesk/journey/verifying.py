"""核验: anybody may ask whether a letter is real; an outage is never shown as a no."""

import logging

from django.db import Error

from certdesk.ports.desk import Desk
from certdesk.rules.wording import Sentence
from certdesk.sealing.cipher import CannotOpen
from certdesk.sealing.key_ring import KeysDamaged, KeysMissing
from certdesk.stages.verify.examine import examine_code, examine_file
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
        return examine_code(code, desk.guide)
    except OUTAGE:
        log.exception("verification is unavailable")
        return UNAVAILABLE


def verify_file(desk: Desk, pdf: bytes) -> Answer:
    """Answer for a file somebody holds."""
    try:
        return examine_file(pdf, desk.guide, desk.checker)
    except OUTAGE:
        log.exception("verification is unavailable")
        return UNAVAILABLE
