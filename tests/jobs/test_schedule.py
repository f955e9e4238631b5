from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from certdesk.jobs.schedule import Schedule, Timetable

HALF_MINUTE = Schedule(name="fetch_mail", every=timedelta(seconds=30))
AFTER_MIDNIGHT = Schedule(name="watch_deadlines", every=timedelta(days=1), offset=timedelta(hours=16, minutes=10))
CHINA = timezone(timedelta(hours=8))


def test_a_slot_begins_at_a_round_moment():
    assert HALF_MINUTE.slot(datetime(2026, 9, 1, 8, 0, 59, tzinfo=UTC)) == datetime(2026, 9, 1, 8, 0, 30, tzinfo=UTC)


def test_a_daily_slot_begins_after_midnight_in_china():
    before = datetime(2026, 9, 2, 0, 9, 59, tzinfo=CHINA)
    after = datetime(2026, 9, 2, 0, 10, tzinfo=CHINA)
    assert AFTER_MIDNIGHT.slot(before) == datetime(2026, 9, 1, 0, 10, tzinfo=CHINA)
    assert AFTER_MIDNIGHT.slot(after) == datetime(2026, 9, 2, 0, 10, tzinfo=CHINA)


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - made aware here
    st.timedeltas(timedelta(seconds=1), timedelta(days=30)),
    st.timedeltas(timedelta(0), timedelta(days=1)),
)
def test_every_moment_is_in_exactly_one_slot(now, every, offset):
    schedule = Schedule(name="any", every=every, offset=offset)
    slot = schedule.slot(now)
    assert slot <= now < slot + every
    assert schedule.slot(slot) == slot


def test_a_slot_is_asked_for_once():
    timetable = Timetable([HALF_MINUTE, AFTER_MIDNIGHT])
    now = datetime(2026, 9, 1, 8, 0, 1, tzinfo=UTC)
    assert [schedule.name for schedule, _ in timetable.open_slots(now)] == ["fetch_mail", "watch_deadlines"]
    assert list(timetable.open_slots(now + timedelta(seconds=28))) == []
    assert [schedule.name for schedule, _ in timetable.open_slots(now + timedelta(seconds=29))] == ["fetch_mail"]


def test_a_slot_that_could_not_be_asked_for_stays_open():
    timetable = Timetable([HALF_MINUTE])
    now = datetime(2026, 9, 1, 8, 0, 1, tzinfo=UTC)
    next(timetable.open_slots(now))  # and here the database was away
    assert [schedule.name for schedule, _ in timetable.open_slots(now)] == ["fetch_mail"]


def test_a_schedule_that_fails_catches_up_within_minutes():
    assert HALF_MINUTE.backoff.ceiling == timedelta(minutes=5)
    assert AFTER_MIDNIGHT.backoff.ceiling == timedelta(hours=1)
