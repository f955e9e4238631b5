"""The two clocks, their pauses, and the explanation line by line."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from certdesk.guide.load import load_guide
from certdesk.rules.deadlines import Deadlines, Limits, Pause, deadlines

GUIDE = load_guide()
ONE_AND_THREE = Limits(accept_days=1, issue_days=3)


def compute(
    received: date, accepted: date | None = None, pauses: tuple[Pause, ...] = (), limits: Limits = ONE_AND_THREE
) -> Deadlines:
    return deadlines(received, accepted=accepted, pauses=pauses, calendar=GUIDE.calendar, limits=limits)


def lines(result: Deadlines) -> list[str]:
    return [str(line) for line in result.explanation]


@pytest.mark.parametrize(
    ("received", "accept_by"),
    [
        (date(2026, 9, 29), date(2026, 9, 30)),
        (date(2026, 9, 30), date(2026, 10, 8)),
        (date(2026, 10, 3), date(2026, 10, 8)),
        (date(2026, 10, 9), date(2026, 10, 10)),
        (date(2018, 12, 28), date(2018, 12, 29)),
        (date(2018, 12, 29), date(2019, 1, 2)),
    ],
)
def test_acceptance_is_due_on_the_first_working_day_after_receipt(received, accept_by):
    """G-15, D-6: the day of receipt is not counted."""
    assert compute(received).accept_by == accept_by


def test_issue_is_due_on_the_third_working_day_after_acceptance():
    """G-16."""
    assert compute(date(2026, 9, 30), date(2026, 10, 8)).issue_by == date(2026, 10, 12)


def test_there_is_no_issue_deadline_before_acceptance():
    assert compute(date(2026, 9, 30)).issue_by is None


def test_every_day_is_explained_in_words_for_an_applicant():
    assert lines(compute(date(2026, 9, 30), date(2026, 10, 8)))[-7:] == [
        "2026年10月8日（周四）为受理截止日。",
        "2026年10月8日（周四）受理，当日不计入出证并寄出的期限。",
        "2026年10月9日（周五）：第1个工作日。",
        "2026年10月10日（周六）：调休上班，第2个工作日。",
        "2026年10月11日（周日）：休息日，不计。",
        "2026年10月12日（周一）：第3个工作日。",
        "2026年10月12日（周一）为出证并寄出的截止日。",
    ]
    assert "2026年10月1日（周四）：法定节假日，不计。" in lines(compute(date(2026, 9, 30)))


def test_a_pause_does_not_count_from_the_notice_to_the_answer_both_days_included():
    """D-7."""
    result = compute(date(2026, 11, 2), pauses=(Pause(date(2026, 11, 3), date(2026, 11, 5)),))

    assert result.accept_by == date(2026, 11, 6)
    assert lines(result)[1] == "2026年11月3日（周二）至2026年11月5日（周四）：等待申请人补充材料，暂停计时。"


def test_a_notice_on_the_last_day_never_makes_the_case_overdue_when_it_resumes():
    last_day = compute(date(2026, 11, 2)).accept_by
    answered = date(2026, 11, 20)

    assert compute(date(2026, 11, 2), pauses=(Pause(last_day, answered),)).accept_by > answered


def test_a_pause_of_one_day_is_one_line():
    result = compute(date(2026, 11, 2), pauses=(Pause(date(2026, 11, 3), date(2026, 11, 3)),))

    assert lines(result)[1] == "2026年11月3日（周二）：等待申请人补充材料，暂停计时。"


def test_an_open_pause_leaves_the_running_clock_without_a_deadline():
    result = compute(date(2026, 11, 2), pauses=(Pause(date(2026, 11, 2)),))

    assert (result.accept_by, result.issue_by) == (None, None)
    assert lines(result)[-1] == "2026年11月3日（周二）起：等待申请人补充材料，暂停计时；收到答复后重新计算。"


def test_a_clock_that_ran_out_before_the_pause_keeps_its_deadline():
    result = compute(date(2026, 11, 2), pauses=(Pause(date(2026, 11, 9)),))

    assert result.accept_by == date(2026, 11, 3)


def test_a_pause_after_acceptance_moves_only_the_issue_deadline():
    result = compute(date(2026, 11, 2), date(2026, 11, 3), (Pause(date(2026, 11, 3), date(2026, 11, 5)),))

    assert (result.accept_by, result.issue_by) == (date(2026, 11, 3), date(2026, 11, 10))


def test_an_open_pause_after_acceptance_stops_only_the_issue_clock():
    result = compute(date(2026, 11, 2), date(2026, 11, 3), (Pause(date(2026, 11, 5)),))

    assert (result.accept_by, result.issue_by) == (date(2026, 11, 3), None)


def test_overlapping_pauses_count_once():
    two = (Pause(date(2026, 11, 3), date(2026, 11, 6)), Pause(date(2026, 11, 5), date(2026, 11, 10)))
    one = (Pause(date(2026, 11, 3), date(2026, 11, 10)),)

    assert compute(date(2026, 11, 2), pauses=two).accept_by == compute(date(2026, 11, 2), pauses=one).accept_by


def test_a_pause_inside_an_open_one_does_not_hide_it():
    pauses = (Pause(date(2026, 11, 3), date(2026, 11, 4)), Pause(date(2026, 11, 2)))

    assert compute(date(2026, 11, 2), pauses=pauses).accept_by is None


def test_a_deadline_in_a_year_without_a_notice_is_provisional_and_says_so():
    result = compute(date(2026, 12, 31))

    assert (result.accept_by, result.provisional) == (date(2027, 1, 1), True)
    assert lines(result)[-1] == "其中部分日期的放假安排尚未公布，暂按周一至周五计算；公布后将重新计算。"


def test_a_deadline_in_published_days_is_final():
    assert compute(date(2026, 9, 30), date(2026, 10, 8)).provisional is False


def test_a_pause_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="cannot end"):
        Pause(date(2026, 11, 5), date(2026, 11, 4))


def test_acceptance_before_receipt_is_refused():
    with pytest.raises(ValueError, match="before it is received"):
        compute(date(2026, 11, 5), date(2026, 11, 4))


def test_a_count_that_leaves_the_calendar_is_refused():
    with pytest.raises(ValueError, match="leaves the calendar"):
        compute(date(9999, 12, 31))


@pytest.mark.parametrize(("accept_days", "issue_days"), [(0, 3), (1, 0)])
def test_a_limit_is_at_least_one_day(accept_days, issue_days):
    with pytest.raises(ValueError, match="at least one"):
        Limits(accept_days, issue_days)


def brute_force(start: date, limit: int, pauses: list[Pause], working) -> date | None:
    """Count on fingers: list the days that count, take the n-th."""
    last = start + timedelta(days=400)
    days = [start + timedelta(days=n) for n in range(1, 400)]
    paused = {
        day for pause in pauses for day in days if pause.start <= day <= (last if pause.end is None else pause.end)
    }
    counting = [day for day in days if day not in paused and working(day)]
    return counting[limit - 1] if len(counting) >= limit else None


pause_lists = st.lists(st.tuples(st.integers(-5, 25), st.one_of(st.none(), st.integers(0, 20))), max_size=3)


@given(
    received=st.dates(date(2007, 1, 1), date(2026, 9, 1)),
    wait=st.integers(0, 10),
    offsets=pause_lists,
    limits=st.builds(Limits, st.integers(1, 10), st.integers(1, 20)),
)
def test_deadlines_agree_with_a_count_on_fingers(received, wait, offsets, limits):
    accepted = received + timedelta(days=wait)
    pauses = []
    for offset, length in offsets:
        start = received + timedelta(days=offset)
        pauses.append(Pause(start, None if length is None else start + timedelta(days=length)))

    def working(day: date) -> bool:
        return day.year <= 2026 and chinese_calendar.is_workday(day)

    result = compute(received, accepted, tuple(pauses), limits)
    early = [pause for pause in pauses if pause.start < accepted]
    expected = (
        brute_force(received, limits.accept_days, early, working),
        brute_force(accepted, limits.issue_days, pauses, working),
    )
    assume(all(day is None or day < date(2026, 12, 25) for day in expected))

    assert (result.accept_by, result.issue_by) == expected
    assert result.provisional is False


@given(received=st.dates(date(2027, 1, 1), date(2200, 1, 1)), limit=st.integers(1, 10))
def test_a_year_without_a_notice_is_reckoned_monday_to_friday_and_never_a_crash(received, limit):
    result = compute(received, limits=Limits(limit, 1))

    assert result.provisional
    assert result.accept_by == brute_force(received, limit, [], lambda day: day.isoweekday() <= 5)


@given(received=st.dates(max_value=date(9999, 11, 1)))
def test_the_explanation_names_every_day_once_between_receipt_and_deadline(received):
    result = compute(received)
    walked = (result.accept_by - received).days

    assert sum("不计。" in line or "个工作日。" in line for line in lines(result)) == walked
