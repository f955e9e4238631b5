"""Papers: written in the transaction of what they tell of, set by the worker, handed to whoever may have them."""

from django.db import transaction

from certdesk.cases.models import Case
from certdesk.cases.staff import Actor, permit
from certdesk.ports.desk import Desk
from certdesk.ports.outbox import Attachment
from certdesk.ports.paper import PaperKind
from certdesk.ports.signer import SigningUnavailable
from certdesk.ports.typesetter import CannotTypeset
from certdesk.rules.permissions import Action
from certdesk.stages.delivery.models import OutboxMail, Paper, PaperState
from certdesk.stages.delivery.papers.occasion import Occasion
from certdesk.stages.delivery.papers.queries import paper_of
from certdesk.stages.delivery.papers.write import from_json, keep, write


def hand_out(desk: Desk, case: Case, kind: PaperKind, cause: str) -> Paper:
    """Write a paper of a locked case as things stand now, and put its setting into the queue.

    A paper never stands in the way of what it tells of: whatever is wrong with it shows when it is set.
    """
    written = paper_of(case, kind, cause)
    if written is not None:
        return written
    now = desk.clock.now()
    occasion = Occasion(
        case=case, guide=desk.guide, links=desk.links, on=desk.guide.local_date(now), specimen=_is_rehearsing(desk)
    )
    paper = keep(occasion, write(kind, occasion), cause=cause, at=now)
    _put_into_queue(desk, paper)
    return paper


def _is_rehearsing(desk: Desk) -> bool:
    """Tell whether a rehearsal key signs here; a key that is away just now is an office's own."""
    try:
        return desk.signer.identity.rehearsal
    except SigningUnavailable:
        return False


def _put_into_queue(desk: Desk, paper: Paper) -> None:
    desk.queue.put("set_paper", {"paper": paper.pk}, key=f"set_paper/{paper.pk}")


def set_paper(desk: Desk, paper_id: int) -> Paper:
    """Set a paper that waits; one that cannot be set says why, and a person sees it.

    Idempotent: the same record and moment give the same bytes.
    """
    paper = Paper.objects.get(pk=paper_id)
    if paper.state != PaperState.WAITING:
        return paper
    try:
        pdf = desk.typesetter.typeset_paper(from_json(paper.record), at=paper.made_at)
    except CannotTypeset as why:
        _note(paper_id, state=PaperState.FAILED, problem=str(why))
    else:
        _note(paper_id, state=PaperState.SET, sha256=desk.vault.put(pdf), problem="")
    return Paper.objects.get(pk=paper_id)


def _note(paper_id: int, **changes: str) -> None:
    with transaction.atomic():
        row = Paper.objects.select_for_update().get(pk=paper_id)
        if row.state == PaperState.WAITING:
            for name, value in changes.items():
                setattr(row, name, value)
            row.save(update_fields=list(changes))


def set_again(desk: Desk, paper_id: int, *, by: Actor) -> None:
    """Put a paper that could not be set back into the queue, say after its font was added.

    Raises:
        NotPermitted: this person may not.
    """
    with transaction.atomic():
        paper = Paper.objects.select_for_update().select_related("case").get(pk=paper_id)
        permit(by, Action.DRAFT, paper.case)
        if paper.state == PaperState.FAILED:
            paper.state = PaperState.WAITING
            paper.save(update_fields=["state"])
            _put_into_queue(desk, paper)


def enclosure(desk: Desk, row: OutboxMail) -> tuple[Attachment, ...]:
    """Return the paper that goes with a mail; the mail goes without one that cannot be set."""
    if row.encloses_id is None:
        return ()
    paper = set_paper(desk, row.encloses_id)
    if paper.state != PaperState.SET:
        return ()
    name = f"{paper.title}{paper.case.reference}.pdf"
    return (Attachment(name=name, media_type="application/pdf", content=desk.vault.get(paper.sha256)),)
