"""归档: a closed case with the complete list of its files."""

from certdesk.cases.staff import Actor
from certdesk.journey.common import happen, working_on
from certdesk.journey.papers import hand_out
from certdesk.ports.desk import Desk
from certdesk.ports.paper import PaperKind
from certdesk.rules.events import EventKind
from certdesk.rules.permissions import Action
from certdesk.stages.archive.bundle import manifest


def archive(desk: Desk, case_id: int, *, by: Actor) -> None:
    """Archive a closed case; its list of files becomes part of its history, and its cover sheet shows it.

    Raises:
        MoveNotAllowed: not closed.
    """
    with working_on(case_id, by, Action.ARCHIVE) as case:
        files = manifest(case)
        data = {"files": sum(len(hashes) for hashes in files.values()), "manifest": files}
        happen(desk, case, EventKind.ARCHIVED, by=by, data=data)
        hand_out(desk, case, PaperKind.ARCHIVE, "1")
