"""A case as the stages begin with it, opened straight from a proposal."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import transaction

from certdesk.cases.models import Case, Channel
from certdesk.cases.staff import SYSTEM
from certdesk.cases.transitions import Happening, lock, move
from certdesk.guide.load import load_guide
from certdesk.rules.business import Business, DeliveryMethod
from certdesk.rules.events import EventKind
from certdesk.stages.intake.open_case import open_from
from certdesk.stages.intake.proposal import Proposal

GUIDE = load_guide()
PROPOSAL = Proposal(
    why="测试",
    business=Business.LOST,
    name="林晓梅",
    id_number="210199198003070014",
    certificate_number="1507000000412345",
    occupation="电工",
    method=DeliveryMethod.POST,
    recipient="林晓梅",
    telephone="13900000001",
    address="示例街1号",
    sender_email="lin@example.com",
)


@pytest.fixture
def open_case(db, clock) -> Callable[..., Case]:
    """Open a case, with other particulars where a test says so, and let events happen to it."""

    def opened(*events: EventKind, **changes: object) -> Case:
        with transaction.atomic():
            proposal = replace(PROPOSAL, **changes)
            case = open_from(GUIDE, proposal, channel=Channel.MAIL, received_at=clock.now(), at=clock.now())
            for kind in events:
                case = lock(case.pk)
                move(GUIDE, case, Happening(kind=kind, by=SYSTEM, at=clock.now()))
        return case

    return opened
