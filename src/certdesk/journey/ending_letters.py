"""A letter that turns out to be wrong: asked for by one person, ended by another, corrected or not (design rule 5)."""

from django.db import transaction

from certdesk.cases.models import Case
from certdesk.cases.staff import Actor, permit
from certdesk.cases.transitions import lock
from certdesk.journey import keeping_log
from certdesk.journey.common import happen, tell_holder, working_on
from certdesk.ports.desk import Desk
from certdesk.rules.events import EventKind
from certdesk.rules.lifecycle import Closure, State
from certdesk.rules.permissions import Action
from certdesk.stages.decision.decide import Ruling, decide
from certdesk.stages.delivery.outbox import Words
from certdesk.stages.issue import endings
from certdesk.stages.issue.endings import CannotEnd
from certdesk.stages.issue.models import EndKind, EndProposal, Letter
from certdesk.stages.issue.revoke import drop_drafts, names_somebody


def propose(desk: Desk, letter_id: int, kind: EndKind, reason: str, *, by: Actor) -> EndProposal:
    """Ask that a signed letter be revoked, or revoked and written anew.

    Raises:
        CannotEnd: it does not stand, no reason, a reason whose public first line names somebody, or asked already.
    """
    case_id = Letter.objects.values_list("case_id", flat=True).get(pk=letter_id)
    with working_on(case_id, by, Action.PROPOSE_END) as case:
        letter = Letter.objects.select_for_update().get(pk=letter_id)
        if names_somebody(case, reason):
            raise CannotEnd("理由的第一行会向核验人公开显示，请不要写姓名、证件号码或联系方式；细节写在第二行以后。")
        if kind is EndKind.CORRECT and case.state == State.ARCHIVED:
            raise CannotEnd("本件已归档，不能重新出具；请撤销文书，由申请人另行申请。")
        proposal = endings.propose_end(letter, kind, reason, by_id=by.staff_id, at=desk.clock.now())
        data = {"number": letter.number, "what": proposal.get_kind_display()}
        happen(desk, case, EventKind.END_PROPOSED, by=by, data=data, note=reason)
        return proposal


def take_back(desk: Desk, proposal_id: int, *, by: Actor) -> None:
    """Drop a request; the letter stands.

    Raises:
        CannotEnd: decided before.
        NotPermitted: neither the one who asked nor one who may decide.
    """
    with transaction.atomic():
        case, proposal = _locked(proposal_id)
        own = proposal.proposed_by_id == by.user_id
        permit(by, Action.PROPOSE_END if own else Action.VOID, case)
        endings.take_back(proposal, by_id=by.staff_id, at=desk.clock.now())
        data = {"number": proposal.letter.number}
        happen(desk, case, EventKind.END_TAKEN_BACK, by=by, data=data)


def conclude(desk: Desk, proposal_id: int, *, by: Actor) -> None:
    """End a letter as another person asked: revoke it, or recall it and open its case for the right one.

    Raises:
        CannotEnd: one's own request, decided before, or the letter has ended meanwhile.
    """
    with transaction.atomic():
        case, proposal = _locked(proposal_id)
        permit(by, Action.VOID, case)
        letter = endings.conclude(proposal, by_id=by.staff_id, at=desk.clock.now())
        keeping_log.enter_ended(desk, Letter.objects.filter(pk=letter.pk))
        (_recall if proposal.kind == EndKind.CORRECT else _revoke)(desk, case, proposal, by)


def _locked(proposal_id: int) -> tuple[Case, EndProposal]:
    case_id = EndProposal.objects.values_list("letter__case_id", flat=True).get(pk=proposal_id)
    case = lock(case_id)
    return case, EndProposal.objects.select_for_update(of=("self",)).select_related("letter").get(pk=proposal_id)


def _revoke(desk: Desk, case: Case, proposal: EndProposal, by: Actor) -> None:
    """The letter ends, and the case with it."""
    decide(case, Ruling(kind=EventKind.VOIDED, reasons=proposal.reason), by=by, at=desk.clock.now())
    drop_drafts(case)
    happen(desk, case, EventKind.VOIDED, by=by, note=proposal.reason)
    values = {"reasons": proposal.reason, "revoked": 1}
    tell_holder(desk, case, Words("voided", "文书已撤销的告知", values, f"end-{proposal.pk}"), by=by)


def _recall(desk: Desk, case: Case, proposal: EndProposal, by: Actor) -> None:
    """The letter ends, and its case goes back to drafting; the days for issuing count anew (G-16)."""
    if case.closure and case.closure != Closure.ISSUED:
        raise CannotEnd("本件已作废，不能重新出具。")
    data = {"number": proposal.letter.number}
    anew = {"accepted_at": desk.clock.now()}
    happen(desk, case, EventKind.LETTER_RECALLED, by=by, data=data, note=proposal.reason, set_fields=anew)
    values = {"reasons": proposal.reason, "due_on": case.due_on}
    tell_holder(desk, case, Words("recalled", "文书有误，正在重新出具", values, f"end-{proposal.pk}"), by=by)
