"""What the desk may ask about outgoing mail: what failed or waits too long is an alarm of the office's own."""

import pytest

from certdesk.stages.delivery.models import OutboxMail
from certdesk.stages.delivery.queries import outbox_of, troubled

pytestmark = pytest.mark.django_db
OWN = frozenset({"00"})


@pytest.fixture
def written(open_case, clock):
    case = open_case()

    def write(number: int, **fields: object) -> OutboxMail:
        return OutboxMail.objects.create(
            case=case, kind="received", key=str(number), message_id=f"<{number}@x>", recipient="a@b",
            recipient_index="x", subject="s", text="t", created_at=clock.now(), **fields,
        )  # fmt: skip

    return write


def test_a_mail_that_waits_its_turn_is_no_alarm_until_a_quarter_of_an_hour_has_passed(written, clock):
    written(1)
    assert troubled(clock.now(), OWN, home="00") == 0
    clock.advance(minutes=16)
    assert troubled(clock.now(), OWN, home="00") == 1


def test_a_failed_mail_is_an_alarm_at_once_and_one_that_went_never(written, clock):
    written(1, state="failed")
    written(2, state="sent")
    clock.advance(days=1)
    assert troubled(clock.now(), OWN, home="00") == 1


def test_another_offices_trouble_is_not_ones_own(written, clock):
    written(1, state="failed")
    assert troubled(clock.now(), frozenset({"02"}), home="00") == 0
    assert outbox_of(frozenset({"02"}), home="00") == []


def test_what_needs_a_look_stands_on_top(written):
    sent, waiting, failed = written(1, state="sent"), written(2), written(3, state="failed")
    assert outbox_of(OWN, home="00") == [failed, waiting, sent]
