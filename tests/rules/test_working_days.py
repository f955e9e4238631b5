"""Working days, against the published notices and a second witness."""

from datetime import date

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.guide.load import load_guide
from certdesk.rules.working_days import WorkCalendar

CALENDAR = load_guide().calendar


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 9, 30), True),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
        (date(2018, 12, 29), True),
        (date(2018, 12, 31), False),
        (date(2015, 9, 3), False),
        (date(2020, 1, 31), False),
        (date(2020, 2, 1), False),
        (date(2027, 1, 1), True),
        (date(2027, 1, 2), False),
    ],
)
def test_a_day_is_a_working_day_as_the_notice_says(day, working):
    assert CALENDAR.is_working(day) is working


@given(st.dates(date(2004, 1, 1), date(2026, 12, 31)))
def test_working_days_agree_with_a_second_witness(day):
    assert CALENDAR.is_working(day) == chinese_calendar.is_workday(day)


@pytest.mark.parametrize(
    ("day", "provisional"),
    [
        (date(2026, 12, 24), False),
        (date(2026, 12, 25), True),
        (date(2026, 12, 31), True),
        (date(2025, 12, 31), False),
        (date(2026, 11, 30), False),
        (date(2027, 1, 1), True),
        (date(2027, 6, 1), True),
        (date(2003, 12, 30), True),
        (date(2004, 1, 1), False),
    ],
)
def test_a_year_without_its_notice_is_provisional_and_so_are_the_last_days_before_it(day, provisional):
    assert CALENDAR.is_provisional(day) is provisional


@given(st.dates())
def test_without_any_notice_a_working_day_is_monday_to_friday(day):
    empty = WorkCalendar(holidays=frozenset(), makeup_days=frozenset(), published_years=frozenset())

    assert empty.is_working(day) == (day.isoweekday() <= 5)
    assert empty.is_provisional(day)
