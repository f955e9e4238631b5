"""What every use case begins with: the case, locked, in the hands of somebody who may."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from django.db import transaction

from certdesk.cases.models import Case
from certdesk.cases.staff import Actor, permit
from certdesk.cases.transitions import Happening, lock, move
from certdesk.ports.desk import Desk
from certdesk.rules.events import EventKind
from certdesk.rules.permissions import Action
from certdesk.stages.delivery.outbox import Words, hold, write


@contextmanager
def working_on(case_id: int, by: Actor, action: Action) -> Iterator[Case]:
    """Open a transaction with the case locked, for somebody who may do ``action``.

    Raises:
        NotPermitted: this person may not.
    """
    with transaction.atomic():
        case = lock(case_id)
        permit(by, action, case)
        yield case


@contextmanager
def desk_at_work(case_id: int) -> Iterator[Case]:
    """Open a transaction with the case locked, for the desk itself or the holder."""
    with transaction.atomic():
        yield lock(case_id)


def happen(
    desk: Desk,
    case: Case,
    kind: EventKind,
    *,
    by: Actor,
    data: Mapping[str, object] | None = None,
    note: str = "",
    set_fields: Mapping[str, object] | None = None,
) -> None:
    """Let something happen to a locked case, now.

    Raises:
        MoveNotAllowed: the lifecycle has no such move.
    """
    happening = Happening(kind=kind, by=by, at=desk.clock.now(), data=data or {}, note=note)
    move(desk.guide, case, happening, set_fields=set_fields)


def tell_holder(desk: Desk, case: Case, words: Words, *, by: Actor, held: str = "") -> None:
    """Put a mail to the holder into the outbox, and its sending into the queue, in the running transaction.

    ``held``: why it must not go out by itself; it then stands in the outbox until a person sends it.
    """
    progress_url = desk.links.progress(case.reference)
    common = {
        "office": desk.guide.offices[case.office_code],
        "progress_url": progress_url,
        "today": desk.guide.local_date(desk.clock.now()),
    }
    addressed = replace(words, values={**common, **words.values})
    row = write(case, addressed, host=progress_url, at=desk.clock.now())
    if row is None:
        return
    if held:
        hold(row, held)
        happen(desk, case, EventKind.MAIL_FAILED, by=by, data={"subject": words.subject, "mail": row.pk})
        return
    happen(desk, case, EventKind.MAIL_QUEUED, by=by, data={"subject": words.subject, "mail": row.pk})
    desk.queue.put("send_mail", {"mail": row.pk}, key=f"send_mail/{row.pk}")
