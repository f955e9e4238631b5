"""Cases opened straight through the one door."""

from collections.abc import Callable

import pytest
from django.db import transaction

from certdesk.cases.models import Case, Channel, PartyRole
from certdesk.cases.parties import sealed_party
from certdesk.cases.staff import HOLDER, SYSTEM
from certdesk.cases.transitions import Happening, lock, move, open_case
from certdesk.guide.load import load_guide
from certdesk.rules.events import EventKind

GUIDE = load_guide()


@pytest.fixture
def opened(db, clock) -> Callable[..., Case]:
    """Open a case of an office, with a holder."""

    def make(office: str = "00", holder: dict[str, str] | None = None, **fields: object) -> Case:
        with transaction.atomic():
            happening = Happening(kind=EventKind.RECEIVED, by=HOLDER, at=clock.now())
            case = open_case(
                GUIDE, office_code=office, received_at=clock.now(), happening=happening, channel=Channel.WEB, **fields
            )
            sealed_party(case, PartyRole.HOLDER, **(holder or {})).save()
        return case

    return make


@pytest.fixture
def happens(clock) -> Callable[..., Case]:
    """Let something happen to a case now."""

    def make(case: Case, kind: EventKind) -> Case:
        with transaction.atomic():
            case = lock(case.pk)
            move(GUIDE, case, Happening(kind=kind, by=SYSTEM, at=clock.now()))
        return case

    return make
