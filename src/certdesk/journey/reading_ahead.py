"""Read files while their form is still being filled in, and sweep away those of forms that nobody sent."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from certdesk.ports.desk import Desk
from certdesk.stages.evidence import held
from certdesk.stages.evidence.read import read_content

KEPT_FOR = timedelta(days=2)  # a form's files count for one day: nobody who still fills it in loses any


def hold(desk: Desk, sha256s: Iterable[str]) -> None:
    """Note that a form has these files, and let those be read that never were."""
    with transaction.atomic():
        for sha256 in sha256s:
            row = held.hold(sha256, at=desk.clock.now())
            if row is not None:
                desk.queue.put("read_held", {"upload": row.pk}, key=f"read_held/{row.pk}")


def read_held(desk: Desk, row_id: int) -> None:
    """Read one file outside any transaction. Idempotent: a file that was read does not wait any more."""
    sha256 = held.waiting_sha256(row_id)
    if sha256:
        held.note(row_id, read_content(sha256, vault=desk.vault, reader=desk.reader))


def sweep_held(desk: Desk) -> int:
    """Forget the readings of old forms, and remove the files that became part of nothing; return how many."""
    removed = 0
    with transaction.atomic():
        for row in held.oldest_held(desk.clock.now() - KEPT_FOR):
            if not held.is_referred_to(row.sha256):
                removed += desk.vault.remove(row.sha256, unused_for=KEPT_FOR)
            row.delete()
    return removed
