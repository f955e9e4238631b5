"""What can be said of a desk after the crashes: counts, and everything that is not as it was promised."""

import json
from collections import Counter as Tally
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Model, QuerySet
from tests.crash.steps import desk

from certdesk.adapters.file_vault import FileVault
from certdesk.cases.history import check_all
from certdesk.cases.models import Case, Counter, Event
from certdesk.journey.verifying import verify_file
from certdesk.ports.vault import VaultDamaged
from certdesk.sealing.fields import desk_keys
from certdesk.stages.delivery.models import OutboxMail, Paper
from certdesk.stages.evidence.models import EvidenceFile
from certdesk.stages.intake.models import ReceivedMessage
from certdesk.stages.issue.models import Letter, LetterState
from certdesk.wiring import job_board

#: A file that was being written when its process was killed: nothing points to it, nobody takes it for the whole one.
LEFT_BY_A_KILL = ".new-"
ONCE_A_CASE = ("received", "lookup_recorded", "accepted", "drafted", "previewed", "approved", "signed")


def facts() -> None:
    """Write them as JSON into the home, for the test to read."""
    found = {
        "messages": _count(ReceivedMessage, "bucket"),
        "cases": Case.objects.count(),
        "cases_without_message": Case.objects.filter(messages=None).count(),
        "letters": _count(Letter, "state"),
        "numbers_skipped_or_twice": [*_skipped("case/", Case), *_skipped("letter/", Letter)],
        "verdicts": dict(Tally(_verdicts())),
        "mails": _count(OutboxMail, "kind"),
        "mail_states": _count(OutboxMail, "state"),
        "mails_twice": _twice(OutboxMail.objects.all()),
        "mails_that_left": len(list((settings.HOME / "outbox").glob("*.eml"))),
        "events_twice": _twice(Event.objects.filter(kind__in=ONCE_A_CASE)),
        "history": [str(broken) for broken in check_all()],
        "not_in_vault": _not_in_vault(),
        "vault_files_damaged": list(_damaged()),
        "jobs": {state.value: count for state, count in job_board().counts().items() if count},
    }
    (Path(settings.HOME) / "facts.json").write_text(json.dumps(found))


def _count(model: type[Model], field: str) -> dict[str, int]:
    return dict(model.objects.order_by().values_list(field).annotate(Count("pk")))


def _skipped(prefix: str, model: type[Model]) -> Iterator[str]:
    """Yield the series whose numbers are not 1, 2, 3 … up to what its counter says."""
    for counter in Counter.objects.filter(name__startswith=prefix):
        series = counter.name.removeprefix(prefix)
        serials = model.objects.filter(series=series).order_by("serial").values_list("serial", flat=True)
        if list(serials) != list(range(1, counter.value + 1)):
            yield counter.name


def _verdicts() -> Iterator[str]:
    for letter in Letter.objects.filter(state=LetterState.SIGNED):
        yield verify_file(desk(), desk().vault.get(letter.signed_sha256)).verdict.value


def _twice(rows: QuerySet) -> int:
    """Count what one case has more than once."""
    return rows.order_by().values("case_id", "kind").annotate(number=Count("pk")).filter(number__gt=1).count()


def _not_in_vault() -> int:
    """Count the rows whose bytes are not kept."""
    addresses = [
        *ReceivedMessage.objects.values_list("raw_sha256", flat=True),
        *EvidenceFile.objects.values_list("sha256", flat=True),
        *Letter.objects.values_list("pdf_sha256", flat=True),
        *Paper.objects.exclude(sha256="").values_list("sha256", flat=True),
        *Letter.objects.exclude(signed_sha256="").values_list("signed_sha256", flat=True),
    ]
    return sum(not desk().vault.has(address) for address in addresses)


def _damaged() -> Iterator[str]:
    """Yield the vault's files that are not, whole, what their name says."""
    vault = FileVault(settings.CERTDESK_VAULT, desk_keys)
    for path in settings.CERTDESK_VAULT.rglob("*"):
        if path.is_file() and not path.name.startswith(LEFT_BY_A_KILL):
            try:
                vault.get(path.name)
            except VaultDamaged:
                yield path.name
