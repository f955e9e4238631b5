"""What ends with a case or is replaced: drafts, earlier pages; and what the public may read of a reason."""

from datetime import datetime

from certdesk.cases.models import Case
from certdesk.ports.typesetter import LetterKind
from certdesk.stages.issue.models import Letter, LetterState

_PAGES = (LetterKind.REISSUE.value, LetterKind.EXCHANGE.value)


def public_reason(reason: str) -> str:
    """Return the part of a reason that anybody may read: its first line."""
    return next(iter(reason.strip().splitlines()), "")[:200]


def names_somebody(case: Case, reason: str) -> bool:
    """Tell whether the public line of a reason names a person of the case (design rule 8)."""
    shown = public_reason(reason)
    people = [value for row in case.parties.all() for value in (row.name, row.id_number, row.telephone, row.email)]
    return any(value and value in shown for value in people)


def drop_drafts(case: Case) -> int:
    """Take back what waits for approval or signature, because the case ends; return how many (numbers become free)."""
    waiting = case.letters.filter(state__in=[LetterState.DRAFTED, LetterState.APPROVED])
    return waiting.update(state=LetterState.RETURNED, serial=None)


def supersede_earlier(letter: Letter, *, at: datetime) -> int:
    """Let a new certificate page replace the earlier ones of the same certificate; return how many.

    Proofs stand beside each other: somebody may need one for each of two employers.
    """
    if letter.kind not in _PAGES:
        return 0
    earlier = Letter.objects.filter(
        state=LetterState.SIGNED, kind__in=_PAGES, case__certificate_number=letter.case.certificate_number
    ).exclude(pk=letter.pk)
    return earlier.update(state=LetterState.SUPERSEDED, ended_at=at, successor=letter)
