"""The working-day calendar, from one file a year; a year's file may alter the December before (D-6)."""

from collections.abc import Iterable

from certdesk.guide.model import YearNotice
from certdesk.guide.rows import Row
from certdesk.rules.working_days import WorkCalendar


def read_calendar(rows: Iterable[Row]) -> tuple[WorkCalendar, tuple[YearNotice, ...]]:
    """Join the years' files into one calendar and the list of notices behind it."""
    years = sorted(rows, key=lambda row: row.number("year"))
    holidays = frozenset(day for row in years for day in row.days("holidays"))
    makeup_days = frozenset(day for row in years for day in row.days("makeup_days"))
    for row in years:
        both = row.days("holidays") & makeup_days
        if both:
            raise row.damaged(f"{min(both)}既放假又上班")
    calendar = WorkCalendar(
        holidays=holidays,
        makeup_days=makeup_days,
        published_years=frozenset(row.number("year") for row in years),
    )
    return calendar, tuple(_notice(row) for row in years)


def _notice(row: Row) -> YearNotice:
    return YearNotice(
        year=row.number("year"),
        paper=row.text("paper", default=""),
        changed_by=row.text("changed_by", default=""),
        clause=row.text("clause", default=""),
    )
