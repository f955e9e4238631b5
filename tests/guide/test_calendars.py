"""The calendar files, against a second witness, day by day."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from certdesk.guide.load import load_guide

GUIDE = load_guide()


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_day_of_a_year_agrees_with_the_second_witness(year):
    day = date(year, 1, 1)
    while day.year == year:
        assert GUIDE.calendar.is_working(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


def test_the_notices_of_2004_to_2026_are_in():
    assert GUIDE.calendar.published_years == frozenset(range(2004, 2027))


def test_each_notice_has_the_number_of_its_paper_where_it_is_known():
    papers = {notice.year: notice.paper for notice in GUIDE.year_notices}

    assert papers[2026] == "国办发明电〔2025〕7号"
    assert papers[2019] == "国办发明电〔2018〕15号"
    assert [year for year, paper in papers.items() if not paper] == [2004, 2005, 2006]


def test_a_later_notice_that_altered_a_year_is_named():
    changes = {notice.year: notice.changed_by for notice in GUIDE.year_notices if notice.changed_by}

    assert sorted(changes) == [2015, 2019, 2020]


def test_a_make_up_day_is_a_weekend_day():
    assert {day.isoweekday() for day in GUIDE.calendar.makeup_days} == {6, 7}
