"""出证: draft, preview, approve by a second person, sign, register (G-02, G-03, G-05, G-16)."""

from certdesk.cases.models import Case
from certdesk.cases.staff import SYSTEM, Actor, permit
from certdesk.journey import keeping_log
from certdesk.journey.common import desk_at_work, happen, tell_holder, working_on
from certdesk.ports.desk import Desk
from certdesk.rules.business import DeliveryMethod
from certdesk.rules.events import EventKind
from certdesk.rules.lifecycle import State, step
from certdesk.rules.permissions import Action
from certdesk.stages.delivery.outbox import Words
from certdesk.stages.issue import approve as approving
from certdesk.stages.issue.certificates import note_use, refuse_revoked
from certdesk.stages.issue.draft import Press, is_current, keep, render, write_draft
from certdesk.stages.issue.endings import link_corrected
from certdesk.stages.issue.models import Letter, LetterState
from certdesk.stages.issue.queries import has_open_draft
from certdesk.stages.issue.revoke import supersede_earlier
from certdesk.stages.issue.sign import register, sign


class DraftExists(Exception):
    """The case has a draft already; return it before writing another."""


def press(desk: Desk) -> Press:
    """Return what it takes to print a letter."""
    return Press(typesetter=desk.typesetter, signer=desk.signer, links=desk.links, vault=desk.vault, notary=desk.notary)


def draft(desk: Desk, case_id: int, *, by: Actor) -> Letter:
    """拟稿: write and set the letter of an accepted case (G-02, G-03).

    Raises:
        CannotCompose: nothing confirmed yet, or it does not agree (G-05).
        CannotTypeset: a character no font has.
        DraftExists: one waits for its approval.
        MoveNotAllowed: not accepted, or decided already.
    """
    with working_on(case_id, by, Action.DRAFT) as case:
        step(State(case.state), EventKind.DRAFTED)
        if has_open_draft(case):
            raise DraftExists("本件已有待审批的稿件；如需修改，请先由审批人退回。")
        now = desk.clock.now()
        rendered = render(write_draft(case, desk.guide, press(desk), at=now), desk.guide, press(desk))
        letter = keep(case, rendered, vault=desk.vault, by=by, at=now)
        data = {"kind": letter.kind, "number": str(rendered.draft.number), "sha256": letter.pdf_sha256}
        happen(desk, case, EventKind.DRAFTED, by=by, data=data)
        return letter


def preview(desk: Desk, letter_id: int, *, by: Actor) -> bytes:
    """Return the very bytes that an approval will bind to; the first look of each person is noted.

    Raises:
        NotPermitted: this person may not.
    """
    letter = Letter.objects.select_related("case").get(pk=letter_id)
    permit(by, Action.PREVIEW, letter.case)
    data = {"sha256": letter.pdf_sha256}
    seen = letter.case.events.filter(kind=EventKind.PREVIEWED.value, actor_id=by.user_id, data=data).exists()
    if not seen and letter.case.state in {State.ACCEPTED, State.DECIDED}:
        with working_on(letter.case_id, by, Action.PREVIEW) as case:
            happen(desk, case, EventKind.PREVIEWED, by=by, data=data)
    return desk.vault.get(letter.signed_sha256 or letter.pdf_sha256)


def approve(desk: Desk, letter_id: int, seen_sha256: str, *, by: Actor) -> None:
    """审批: a second person approves exactly the bytes seen; signing follows on commit (design rule 5).

    Raises:
        CannotApprove: own draft, other bytes, or changed evidence.
    """
    case_id = Letter.objects.values_list("case_id", flat=True).get(pk=letter_id)
    with working_on(case_id, by, Action.APPROVE) as case:
        letter = _locked(letter_id, case)
        approving.approve(letter, seen_sha256, by=by, at=desk.clock.now())
        if not is_current(letter, desk.guide, press(desk)):
            raise approving.CannotApprove("拟稿之后本件登记的内容有变化，请退回重拟。")
        happen(desk, case, EventKind.APPROVED, by=by, data={"sha256": seen_sha256, "letter": letter.pk})
        desk.queue.put("sign_letter", {"letter": letter.pk}, key=f"sign_letter/{letter.pk}")


def _locked(letter_id: int, case: Case) -> Letter:
    """Return a letter of a locked case, locked as well."""
    letter = Letter.objects.select_for_update().get(pk=letter_id)
    letter.case = case  # and not another copy of it, read again
    return letter


def return_draft(desk: Desk, letter_id: int, reason: str, *, by: Actor) -> None:
    """退回重拟: the draft's number becomes free; an approval that was given ends.

    Raises:
        CannotApprove: signed already.
    """
    case_id = Letter.objects.values_list("case_id", flat=True).get(pk=letter_id)
    with working_on(case_id, by, Action.RETURN_DRAFT) as case:
        letter = _locked(letter_id, case)
        approving.give_back(letter, reason)
        kind = EventKind.APPROVAL_VOIDED if case.state == State.DECIDED else EventKind.DRAFT_RETURNED
        happen(desk, case, kind, by=by, data={"letter": letter.pk}, note=reason)


def sign_letter(desk: Desk, letter_id: int) -> bool:
    """签发: sign what was approved, register it, and tell the holder; return False when it was done before.

    Raises:
        SigningUnavailable: the key cannot be used now; the job is tried again, the letter waits.
        CannotSign: the bytes on file are not what was approved.
    """
    approved, identity, now = Letter.objects.get(pk=letter_id), desk.signer.identity, desk.clock.now()
    refuse_revoked(identity)
    signed = sign(approved, signer=desk.signer, vault=desk.vault, at=now)
    if signed is None:
        return False
    with desk_at_work(approved.case_id) as case:
        letter = _locked(letter_id, case)
        note_use(identity, at=now)
        if not register(letter, signed, vault=desk.vault):
            return False
        superseded = supersede_earlier(letter, at=now)
        link_corrected(letter)
        keeping_log.enter_signed(desk, letter, ended=superseded > 0)
        data = {"number": letter.number, "sha256": letter.signed_sha256, "signer": letter.signer_fingerprint}
        happen(desk, case, EventKind.SIGNED, by=SYSTEM, data=data)
        tell_holder(desk, case, _issued_words(desk, case, letter), by=SYSTEM)
        if case.delivery_method != DeliveryMethod.PICKUP:
            desk.queue.put("write_slips", {"letter": letter_id}, key=f"write_slips/{letter_id}", patient=True)
        return True


def _issued_words(desk: Desk, case: Case, letter: Letter) -> Words:
    values = {
        "letter": letter,
        "pickup": desk.guide.pickup if case.delivery_method == DeliveryMethod.PICKUP else None,
        "verify_url": desk.links.verification(letter.code),
    }
    return Words("issued", "已签发", values, str(letter.pk))


def sign_waiting(desk: Desk) -> int:
    """Put approved letters whose signing job was given up back into the queue; return how many wait."""
    waiting = list(Letter.objects.filter(state=LetterState.APPROVED).values_list("pk", flat=True))
    for letter_id in waiting:
        desk.queue.put("sign_letter", {"letter": letter_id}, key=f"sign_letter/{letter_id}")
    return len(waiting)
