"""撤销与更正: one person asks that a letter end, another decides; what replaces it is linked both ways."""

from datetime import datetime

from certdesk.cases.models import Case
from certdesk.stages.issue.models import EndKind, EndProposal, Letter, LetterState, ProposalState
from certdesk.stages.issue.revoke import public_reason

END_KINDS = {kind.value: kind for kind in EndKind}


class CannotEnd(Exception):
    """This letter cannot be ended so, or not by this person; the text says why."""


def propose_end(letter: Letter, kind: EndKind, reason: str, *, by_id: int, at: datetime) -> EndProposal:
    """Ask that a locked, signed letter end.

    Raises:
        CannotEnd: it does not stand, no reason is given, or somebody has asked already.
    """
    if letter.state != LetterState.SIGNED:
        raise CannotEnd("这份文书现在不是有效状态，不能再撤销或更正。")
    if not reason.strip():
        raise CannotEnd("请写明理由。")
    if open_proposal(letter) is not None:
        raise CannotEnd("这份文书已有一个待批准的申请。")
    return EndProposal.objects.create(
        letter=letter, kind=kind, reason=reason.strip(), proposed_by_id=by_id, proposed_at=at
    )


def conclude(proposal: EndProposal, *, by_id: int, at: datetime) -> Letter:
    """End the letter of a locked proposal as asked.

    Raises:
        CannotEnd: one's own, decided before, or the letter has ended meanwhile.
    """
    if proposal.proposed_by_id == by_id:
        raise CannotEnd("不能批准自己提出的申请，请由另一位同事批准。")
    letter = proposal.letter
    _close(proposal, ProposalState.CONCLUDED, by_id=by_id, at=at)
    if letter.state != LetterState.SIGNED:
        raise CannotEnd("这份文书已经失效，不用再撤销。")
    letter.state, letter.ended_at = LetterState.REVOKED, at
    letter.end_reason = public_reason(proposal.reason)
    letter.save(update_fields=["state", "ended_at", "end_reason"])
    return letter


def take_back(proposal: EndProposal, *, by_id: int, at: datetime) -> None:
    """Drop a locked proposal: the letter stands.

    Raises:
        CannotEnd: decided before.
    """
    _close(proposal, ProposalState.WITHDRAWN, by_id=by_id, at=at)


def _close(proposal: EndProposal, state: ProposalState, *, by_id: int, at: datetime) -> None:
    if proposal.state != ProposalState.OPEN:
        raise CannotEnd("这个申请已经处理，请刷新页面。")
    proposal.state, proposal.decided_by_id, proposal.decided_at = state, by_id, at
    proposal.save(update_fields=["state", "decided_by", "decided_at"])


def link_corrected(letter: Letter) -> int:
    """Let a letter that was just signed stand for those of its case that were recalled; return how many."""
    recalled = Letter.objects.filter(
        case_id=letter.case_id,
        state=LetterState.REVOKED,
        successor=None,
        end_proposals__kind=EndKind.CORRECT,
        end_proposals__state=ProposalState.CONCLUDED,
    )
    return Letter.objects.filter(pk__in=list(recalled.values_list("pk", flat=True))).update(successor=letter)


def open_proposal(letter: Letter) -> EndProposal | None:
    """Return what waits for a second person."""
    return letter.end_proposals.filter(state=ProposalState.OPEN).select_related("proposed_by").first()


def open_proposals(offices: frozenset[str]) -> list[EndProposal]:
    """Return every request of these offices that waits for a second person, oldest first."""
    found = EndProposal.objects.filter(state=ProposalState.OPEN, letter__case__office_code__in=offices)
    return list(found.select_related("letter__case", "proposed_by").order_by("proposed_at"))


def proposals_of(case: Case) -> list[EndProposal]:
    """Return every request about the letters of a case, newest first."""
    found = EndProposal.objects.filter(letter__case=case)
    return list(found.select_related("letter", "proposed_by", "decided_by").order_by("-pk"))


def proposal_by_id(proposal_id: int) -> EndProposal | None:
    """Return one request with its letter."""
    return EndProposal.objects.filter(pk=proposal_id).select_related("letter").first()
