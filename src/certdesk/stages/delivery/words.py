"""Fixed words of mails and papers for what the code works with."""

from datetime import datetime

from certdesk.guide.model import Guide
from certdesk.ports.typesetter import LetterKind
from certdesk.rules.business import DeliveryMethod, Outcome
from certdesk.rules.lifecycle import Closure

LEVELS = "一二三四五"
METHODS = {
    DeliveryMethod.POST: "邮寄（邮费到付）",
    DeliveryMethod.PICKUP: "到窗口自取",
    "": "未说明，按邮寄（邮费到付）办理",
}
LETTERS = {
    LetterKind.PROOF.value: "书面证明",
    LetterKind.REISSUE.value: "补发的证书",
    LetterKind.EXCHANGE.value: "换发的证书",
}
CLOSURES = {
    Closure.ISSUED: "出证办结",
    Closure.DECLINED: "不予受理",
    Closure.REFERRED: "转其他单位",
    Closure.REJECTED: "不予办理",
    Closure.WITHDRAWN: "申请人撤回",
    Closure.LAPSED: "逾期未补正",
    Closure.VOIDED: "作废",
}
OUTCOMES = {Outcome.PROOF: "出具书面证明", Outcome.REISSUE: "补发证书", Outcome.EXCHANGE: "换发证书"}


def level_name(level: int | None) -> str:
    """Name a level, or nothing."""
    return f"{LEVELS[level - 1]}级" if level is not None and 0 < level <= len(LEVELS) else ""


def chinese_moment(moment: datetime, guide: Guide) -> str:
    """Write a moment as the guide's zone has it: 2026年11月23日9时30分."""
    local = moment.astimezone(guide.time_zone)
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分"
