"""审批: Rendered → Approved. A second person, bound to the bytes that were seen (design rule 5)."""

import hmac
from datetime import datetime

from certdesk.cases.models import Case
from certdesk.cases.staff import Actor
from certdesk.rules.events import EventKind
from certdesk.stages.issue.models import Letter, LetterState


class CannotApprove(Exception):
    """This person cannot approve this letter now; the text says why."""


def approve(letter: Letter, seen_sha256: str, *, by: Actor, at: datetime) -> None:
    """Approve a locked letter whose preview had the SHA-256 ``seen_sha256``.

    Raises:
        CannotApprove: one's own draft, other bytes than those on file, or a look-up that has changed since.
    """
    if letter.state != LetterState.DRAFTED:
        raise CannotApprove("这份稿件已经处理，请刷新页面。")
    if by.user_id is None or letter.prepared_by_id == by.user_id:
        raise CannotApprove("不能审批自己拟的稿，请由另一位审批人办理。")
    if not hmac.compare_digest(letter.pdf_sha256, seen_sha256):
        raise CannotApprove("您看到的稿件与现在的不同，请重新查看后再审批。")
    if _looked_up_since(letter.case):
        raise CannotApprove("拟稿之后查询记录有变化，请退回重拟。")  # G-05
    letter.state = LetterState.APPROVED
    letter.approved_by_id, letter.approved_at = by.user_id, at
    letter.approved_sha256 = seen_sha256
    letter.save(update_fields=["state", "approved_by", "approved_at", "approved_sha256"])


def _looked_up_since(case: Case) -> bool:
    """Tell by the history, not by the hour an officer wrote down, whether a look-up followed the draft."""
    order = (EventKind.DRAFTED.value, EventKind.LOOKUP_RECORDED.value)
    last = case.events.filter(kind__in=order).order_by("-seq").values_list("kind", flat=True).first()
    return last != EventKind.DRAFTED.value


def give_back(letter: Letter, reason: str) -> None:
    """Return a draft to its writer; its number becomes free.

    Raises:
        CannotApprove: the letter is signed already.
    """
    if letter.state not in {LetterState.DRAFTED, LetterState.APPROVED}:
        raise CannotApprove("已签发的文书不能退回，只能撤销。")
    letter.state = LetterState.RETURNED
    letter.serial = None
    letter.return_reason = reason
    letter.save(update_fields=["state", "serial", "return_reason"])
