"""G-15, G-16, D-6, D-7: accepted within one working day, issued and posted within three more; computed, not counted."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.journeys.conftest import EMBLEM, a_mail

from certdesk.cases.clocks import clocks
from certdesk.cases.models import Case
from certdesk.journey import deciding, delivering, evidence, receiving, watching
from certdesk.stages.delivery.hand_over import Parcel

pytestmark = pytest.mark.django_db


def in_china(text: str) -> datetime:
    """Read a wall-clock time of China; the desk works in UTC."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def due(case: Case) -> tuple[str | None, bool]:
    case.refresh_from_db()
    return case.due_on and case.due_on.isoformat(), case.due_provisional


def accept(desk, case, officer) -> None:
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)


def test_received_today_to_be_accepted_by_the_next_working_day(case):
    """G-15, D-6: received on Monday 23 November 2026; the day of receipt is not counted."""
    assert due(case) == ("2026-11-24", False)


def test_accepted_today_to_be_posted_by_the_third_working_day_after(desk, case, officer):
    """G-16, D-6: accepted on Monday, so by Thursday."""
    accept(desk, case, officer)
    assert due(case) == ("2026-11-26", False)


def test_a_weekend_is_not_counted(desk, clock, apply, officer):
    """G-15, G-16: received on a Friday, accepted the Monday after."""
    clock.moment = in_china("2026-11-20T16:59:00")
    case = apply()
    assert due(case) == ("2026-11-23", False)
    clock.moment = in_china("2026-11-23T09:00:00")
    accept(desk, case, officer)
    assert due(case) == ("2026-11-26", False)


def test_over_the_national_day_the_make_up_saturday_is_a_working_day(desk, clock, apply, officer):
    """G-16, D-6: accepted on 30 September 2026: 8 and 9 October count, and Saturday the 10th, a make-up day."""
    clock.moment = in_china("2026-09-29T10:00:00")
    case = apply()
    assert due(case) == ("2026-09-30", False)
    clock.moment = in_china("2026-09-30T10:00:00")
    accept(desk, case, officer)
    assert due(case) == ("2026-10-10", False)
    lines = [str(line) for line in clocks(case, desk.guide).explanation]
    assert "2026年10月10日（周六）：调休上班，第3个工作日。" in lines
    assert "2026年10月10日（周六）为出证并寄出的截止日。" in lines


def test_received_on_the_eve_of_the_holiday_it_is_due_after_it(clock, apply):
    """G-15, D-6: received on 30 September 2026, to be accepted by 8 October."""
    clock.moment = in_china("2026-09-30T23:59:00")
    assert due(apply()) == ("2026-10-08", False)


def test_received_in_the_holiday_it_is_due_on_the_first_day_after_it(clock, apply):
    """G-15, D-6: the mailbox is never closed."""
    clock.moment = in_china("2026-10-03T12:00:00")
    assert due(apply()) == ("2026-10-08", False)


def test_the_day_begins_at_midnight_in_china_and_not_in_greenwich(clock, apply):
    """D-6: 00:30 on Tuesday in China is still Monday in UTC; Tuesday is the day of receipt."""
    clock.moment = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert due(apply()) == ("2026-11-25", False)


def test_over_the_years_end_without_a_notice_the_deadline_is_provisional(desk, clock, apply, officer):
    """D-6: the notice for 2027 is not in; reckoned Monday to Friday, and shown as provisional."""
    clock.moment = in_china("2026-12-30T10:00:00")
    case = apply()
    assert due(case) == ("2026-12-31", True)
    clock.moment = in_china("2026-12-31T10:00:00")
    accept(desk, case, officer)
    assert due(case) == ("2027-01-05", True)
    assert "其中部分日期的放假安排尚未公布" in str(clocks(case, desk.guide).explanation[-1])


def test_the_new_years_notice_moves_every_open_deadline(desk, with_part, clock, apply, officer):
    """D-6: once 1 January 2027 is known to be a holiday, the case is due a working day later, and for certain."""
    clock.moment = in_china("2026-12-31T10:00:00")
    case = apply()
    accept(desk, case, officer)
    old = desk.guide.calendar
    calendar = replace(old, holidays=old.holidays | {date(2027, 1, 1)}, published_years=old.published_years | {2027})
    published = with_part(guide=replace(desk.guide, calendar=calendar))
    assert watching.recompute_deadlines(published) == 1
    assert due(case) == ("2027-01-06", False)
    assert watching.recompute_deadlines(published) == 0


def test_arrival_counts_and_not_the_moment_we_looked(desk, post, clock, fetch):
    """D-6: a mailbox that nobody read over the weekend does not give the office more time."""
    clock.moment = in_china("2026-11-20T10:00:00")
    post(a_mail())
    clock.moment = in_china("2026-11-23T08:00:00")
    case = fetch()[0].case
    assert case.received_at == in_china("2026-11-20T10:00:00")
    assert due(case) == ("2026-11-23", False)


def test_a_server_whose_clock_runs_ahead_does_not_give_more_time_either(desk, post, clock, fetch):
    """D-6: a message cannot have arrived later than now."""
    clock.moment = in_china("2026-11-25T10:00:00")
    post(a_mail())
    clock.moment = in_china("2026-11-23T10:00:00")
    assert fetch()[0].case.received_at == in_china("2026-11-23T10:00:00")


def test_while_the_holder_has_the_word_there_is_no_deadline(desk, case, officer):
    """D-7: the clock stands still from the notice on."""
    evidence.request_supplement(desk, case.pk, "请重拍身份证。", by=officer)
    assert due(case) == (None, False)


def test_a_notice_after_the_deadline_does_not_undo_that_it_was_missed(desk, case, officer, clock):
    """G-15, D-7: due on Tuesday, asked on Thursday: it stays due on Tuesday once the answer is there."""
    clock.advance(days=3)
    evidence.request_supplement(desk, case.pk, "请重拍身份证。", by=officer)
    clock.advance(days=1)
    receiving.add_materials(desk, case.pk, [_a_file()])
    assert due(case) == ("2026-11-24", False)


def test_two_notices_pause_twice(desk, case, officer, clock):
    """G-15, D-7: Monday to Tuesday and Wednesday to Thursday stand still; Friday is the first day that counts."""
    evidence.request_supplement(desk, case.pk, "一", by=officer)
    clock.advance(days=1)
    receiving.add_materials(desk, case.pk, [_a_file(b"1")])
    assert due(case) == ("2026-11-25", False)
    clock.advance(days=1)
    evidence.request_supplement(desk, case.pk, "二", by=officer)
    clock.advance(days=1)
    receiving.add_materials(desk, case.pk, [_a_file(b"2")])
    assert due(case) == ("2026-11-27", False)


def test_posting_stops_the_second_clock(desk, accepted, officer, sign_off):
    """G-16: 出具证明并寄出; signed is not enough, posted is."""
    sign_off(accepted)
    assert due(accepted) == ("2026-11-26", False)
    delivering.dispatch(desk, accepted.pk, Parcel("顺丰", "SF0001"), by=officer)
    assert due(accepted) == (None, False)


def test_a_letter_laid_out_for_collection_stops_it_too(desk, accepted, officer, sign_off):
    """G-16, G-18: when the holder comes for it is not the office's delay."""
    sign_off(accepted)
    delivering.make_ready(desk, accepted.pk, by=officer)
    assert due(accepted) == (None, False)


def test_a_closed_case_is_not_due(desk, case):
    """G-15: and leaves the worklist."""
    deciding.withdraw(desk, case.pk)
    assert due(case) == (None, False)


def _a_file(mark: bytes = b"") -> receiving.IncomingFile:
    return receiving.IncomingFile(name="b.jpg", media_type="image/jpeg", content=EMBLEM + b"|" + mark)
