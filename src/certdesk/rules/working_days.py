"""Which days are working days, as the State Council's yearly notices define them (D-6)."""

from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
DECEMBER = 12
UNSETTLED_FROM = 25  # the next year's notice may alter a year's last days: 2018-12-29, 2022-12-31


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """The days that break the Monday-to-Friday rule, and the years whose notice is in."""

    holidays: frozenset[date]  # 放假
    makeup_days: frozenset[date]  # 调休上班
    published_years: frozenset[int]

    def is_working(self, day: date) -> bool:
        """Tell whether offices are open on ``day``; a year without a notice is reckoned Monday to Friday."""
        if day in self.makeup_days:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def is_provisional(self, day: date) -> bool:
        """Tell whether a notice that is not in yet may still change ``day``."""
        if day.year not in self.published_years:
            return True
        last_days = day.month == DECEMBER and day.day >= UNSETTLED_FROM
        return last_days and day.year + 1 not in self.published_years

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and with ``end``; negative when ``end`` lies before."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working(start + timedelta(days=step)) for step in range(1, (end - start).days + 1))
