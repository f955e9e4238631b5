"""受理审核: accept, decline, refer, reject, withdraw, lapse, void (G-04 to G-06, G-15, G-19, D-7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from certdesk.cases.models import Case
from certdesk.cases.staff import HOLDER, SYSTEM, Actor
from certdesk.journey.common import desk_at_work, happen, tell_holder, working_on
from certdesk.journey.papers import hand_out
from certdesk.ports.desk import Desk
from certdesk.ports.paper import PaperKind
from certdesk.rules.business import Business, Outcome
from certdesk.rules.events import EventKind
from certdesk.rules.lifecycle import State
from certdesk.rules.permissions import Action
from certdesk.stages.decision.accept import checked_choice, outcome_for
from certdesk.stages.decision.assess import assess_case
from certdesk.stages.decision.decide import DecisionIncomplete, Ruling, decide
from certdesk.stages.decision.models import Decision
from certdesk.stages.decision.reconsider import FIELD
from certdesk.stages.delivery.models import Paper
from certdesk.stages.delivery.outbox import Words
from certdesk.stages.delivery.papers.occasion import place_of
from certdesk.stages.evidence.models import SupplementNotice
from certdesk.stages.issue.queries import has_open_draft, may_be_voided, signed_letter_of
from certdesk.stages.issue.revoke import drop_drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why not: the clauses it rests on, and words the holder can read."""

    clauses: Sequence[str]
    reasons: str


def accept(desk: Desk, case_id: int, *, chosen: Outcome | None, reasons: str, by: Actor) -> Outcome:
    """受理 (G-15): everything is there; the outcome is the rules', or the officer's with reasons.

    Raises:
        CannotAccept: something is missing, out of scope or open.
        DecisionIncomplete: an outcome of the officer's own choosing, or a correction, without reasons.
    """
    with working_on(case_id, by, Action.ACCEPT) as case:
        outcome = outcome_for(case, desk.guide, chosen)
        assessment = assess_case(case, desk.guide)
        clauses = list(assessment.clauses) if assessment else []
        if case.business == Business.CORRECTION and not reasons.strip():  # D-5
            raise DecisionIncomplete("办理信息更正须写明理由和依据的证明材料。")
        if chosen is not None and assessment and chosen != assessment.outcome and not reasons.strip():
            raise DecisionIncomplete("您的判断与规则的结论不同，请写明理由。")
        ruling = Ruling(kind=EventKind.ACCEPTED, clauses=clauses, reasons=reasons, outcome=outcome.value)
        decision = decide(case, ruling, by=by, at=desk.clock.now())
        data = {"outcome": outcome.value, "clauses": clauses}
        happen(desk, case, EventKind.ACCEPTED, by=by, data=data, note=reasons, set_fields={"outcome": outcome.value})
        paper = hand_out(desk, case, PaperKind.ACCEPTANCE, str(decision.pk))
        values = {"outcome": outcome.value, "due_on": case.due_on}
        tell_holder(desk, case, Words("accepted", "已受理", values, "1", encloses=paper), by=by)
        return outcome


def reconsider(desk: Desk, case_id: int, outcome: Outcome, reasons: str, *, by: Actor) -> None:
    """复核结论: decide anew what an accepted case comes to, after a look-up that turned it (G-02, G-03).

    Raises:
        CannotAccept: not one of the three letters.
        DecisionIncomplete: no reasons, a draft is open, or not accepted yet.
    """
    with working_on(case_id, by, Action.ACCEPT) as case:
        if case.state != State.ACCEPTED or has_open_draft(case):
            raise DecisionIncomplete("只有已受理且没有待审批稿件的办件可以重新确定结论。")
        if not reasons.strip():
            raise DecisionIncomplete("请写明重新确定结论的理由。")
        ruling = Ruling(kind=EventKind.ACCEPTED, reasons=reasons, outcome=checked_choice(outcome).value)
        decision = decide(case, ruling, by=by, at=desk.clock.now())
        changed = {"outcome": outcome.value}
        data = {"fields": FIELD, **changed}
        happen(desk, case, EventKind.PARTICULARS_CHANGED, by=by, data=data, note=reasons, set_fields=changed)
        hand_out(desk, case, PaperKind.ACCEPTANCE, str(decision.pk))  # the first notice names another outcome


def decline(desk: Desk, case_id: int, refusal: Refusal, *, by: Actor) -> None:
    """不予受理, with clause and reasons (G-04 to G-06).

    Raises:
        DecisionIncomplete: clause or reasons missing.
    """
    with working_on(case_id, by, Action.DECLINE) as case:
        decision = _refuse(desk, case, EventKind.DECLINED, refusal, by=by)
        paper = hand_out(desk, case, PaperKind.DECLINE, str(decision.pk))
        words = _refused_words(desk, "不予受理的告知", refusal, "1", paper)
        tell_holder(desk, case, words, by=by)


def reject(desk: Desk, case_id: int, refusal: Refusal, *, by: Actor) -> None:
    """不予办理 after acceptance, with clause and reasons.

    Raises:
        DecisionIncomplete: clause or reasons missing.
    """
    with working_on(case_id, by, Action.REJECT) as case:
        drop_drafts(case)
        decision = _refuse(desk, case, EventKind.REJECTED, refusal, by=by)
        paper = hand_out(desk, case, PaperKind.REJECTION, str(decision.pk))
        words = _refused_words(desk, "不予办理的告知", refusal, "2", paper)
        tell_holder(desk, case, words, by=by)


def _refuse(desk: Desk, case: Case, kind: EventKind, refusal: Refusal, *, by: Actor) -> Decision:
    ruling = Ruling(kind=kind, clauses=refusal.clauses, reasons=refusal.reasons)
    decision = decide(case, ruling, by=by, at=desk.clock.now())
    data = {"clauses": "、".join(refusal.clauses)}
    happen(desk, case, kind, by=by, data=data, note=refusal.reasons)
    return decision


def _refused_words(desk: Desk, subject: str, refusal: Refusal, cause: str, paper: Paper) -> Words:
    places = dict.fromkeys(place_of(clause, desk.guide) or "办事指南" for clause in refusal.clauses)
    return Words("declined", subject, {"refusal": refusal, "places": list(places)}, cause, encloses=paper)


def refer(desk: Desk, case_id: int, office_code: str, reasons: str, *, by: Actor) -> None:
    """转办: the certificate is another office's; the holder gets its contact card, never a dead end (G-19).

    Raises:
        DecisionIncomplete: no such office, or the case's own.
    """
    target = desk.guide.offices.get(office_code)
    with working_on(case_id, by, Action.REFER) as case:
        if target is None or office_code == case.office_code:
            raise DecisionIncomplete("请选择要转往的单位。")
        ruling = Ruling(kind=EventKind.REFERRED, clauses=["G-07", "G-19"], reasons=reasons, referred_to=office_code)
        decision = decide(case, ruling, by=by, at=desk.clock.now())
        data = {"office": target.name, "office_code": office_code}
        happen(desk, case, EventKind.REFERRED, by=by, data=data, note=reasons)
        paper = hand_out(desk, case, PaperKind.REFERRAL, str(decision.pk))
        values = {"target": target, "reasons": reasons}
        words = Words("referred", f"请联系{target.name}", values, "1", encloses=paper)
        tell_holder(desk, case, words, by=by)


def withdraw(desk: Desk, case_id: int, *, by: Actor = HOLDER) -> None:
    """撤回: by the holder on the progress page, or noted by an officer.

    Raises:
        MoveNotAllowed: already decided.
    """
    with desk_at_work(case_id) if by is HOLDER else working_on(case_id, by, Action.WITHDRAW) as case:
        drop_drafts(case)
        decide(case, Ruling(kind=EventKind.WITHDRAWN), by=by, at=desk.clock.now())
        happen(desk, case, EventKind.WITHDRAWN, by=by)
        tell_holder(desk, case, Words("withdrawn", "申请已撤回", {}, "1"), by=by)


def void(desk: Desk, case_id: int, reasons: str, *, by: Actor) -> None:
    """作废: opened in error. A letter that was signed ends by two people only (``journey.ending_letters``).

    Raises:
        DecisionIncomplete: no reasons, a letter that stands, or a case that has ended.
    """
    with working_on(case_id, by, Action.VOID) as case:
        if signed_letter_of(case) is not None:
            raise DecisionIncomplete("本件有已签发的文书，请在文书页申请撤销，由另一位同事批准。")
        if not may_be_voided(case):
            raise DecisionIncomplete("本件已办结，不能作废。")
        decide(case, Ruling(kind=EventKind.VOIDED, reasons=reasons), by=by, at=desk.clock.now())
        drop_drafts(case)
        happen(desk, case, EventKind.VOIDED, by=by, note=reasons)
        values = {"reasons": reasons.strip(), "revoked": 0}
        tell_holder(desk, case, Words("voided", "本件已作废的告知", values, "1"), by=by)


def lapse_overdue(desk: Desk) -> int:
    """逾期未补正: close what the holder has not answered in time; return how many (D-7)."""
    today = desk.guide.local_date(desk.clock.now())
    waiting = SupplementNotice.objects.filter(
        answered_at=None, answer_by__lt=today, case__state=State.AWAITING_SUPPLEMENT
    )
    ids = list(waiting.values_list("case_id", flat=True).distinct())
    return sum(_lapse(desk, case_id) for case_id in ids)


def _lapse(desk: Desk, case_id: int) -> bool:
    with desk_at_work(case_id) as case:
        if case.state != State.AWAITING_SUPPLEMENT:  # answered meanwhile
            return False
        decide(case, Ruling(kind=EventKind.LAPSED, clauses=["D-7"]), by=SYSTEM, at=desk.clock.now())
        happen(desk, case, EventKind.LAPSED, by=SYSTEM)
        tell_holder(desk, case, Words("lapsed", "逾期未补充材料，本件已办结", {}, "1"), by=SYSTEM)
        return True
