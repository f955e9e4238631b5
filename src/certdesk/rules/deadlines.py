"""The two clocks of the guide: accepted within days of receipt (G-15), issued within days of acceptance (G-16).

Computed from dates and a calendar, never counted up; every day is explained to whoever asks.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta

from certdesk.rules.wording import Sentence
from certdesk.rules.working_days import SATURDAY, WorkCalendar

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many working days the office gives itself."""

    accept_days: int  # G-15
    issue_days: int  # G-16

    def __post_init__(self) -> None:
        if self.accept_days < 1 or self.issue_days < 1:
            raise ValueError("a limit is at least one working day")


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch that does not count (D-7): from the day a notice went out to the day the answer came, both included.

    Without an ``end`` the answer is still awaited.

    Raises:
        ValueError: the end lies before the start.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"a pause cannot end ({self.end}) before it starts ({self.start})")

    def covers(self, day: date) -> bool:
        """Tell whether ``day`` does not count because of this pause."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Both deadlines. None: not yet known, because the clock stands still or has not started."""

    accept_by: date | None
    issue_by: date | None
    provisional: bool
    explanation: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class _Count:
    """What one clock came to."""

    deadline: date | None
    provisional: bool
    explanation: tuple[Sentence, ...]


def deadlines(
    received: date,
    *,
    accepted: date | None,
    pauses: Collection[Pause] = (),
    calendar: WorkCalendar,
    limits: Limits,
) -> Deadlines:
    """Compute both deadlines: the n-th working day after receipt, and after acceptance (D-6).

    Pauses may overlap. An open one leaves a clock that has not run out before it without a deadline.

    Raises:
        ValueError: accepted before received, or a count that leaves the calendar (year 9999).
    """
    if accepted is not None and accepted < received:
        raise ValueError(f"a case cannot be accepted ({accepted}) before it is received ({received})")
    try:
        before = [pause for pause in pauses if accepted is None or pause.start < accepted]
        first = _count(received, limits.accept_days, before, calendar, _acceptance_words)
        second = None
        if accepted is not None:
            second = _count(accepted, limits.issue_days, list(pauses), calendar, _issue_words)
    except OverflowError:
        raise ValueError("the count leaves the calendar") from None
    counts = [first] if second is None else [first, second]
    return Deadlines(
        accept_by=first.deadline,
        issue_by=second.deadline if second else None,
        provisional=any(count.provisional for count in counts),
        explanation=tuple(line for count in counts for line in count.explanation),
    )


def _acceptance_words(start: date, deadline: date | None) -> Sentence:
    if deadline is None:
        return Sentence("{start}收到申请，当日不计入受理期限。", {"start": _spoken(start)})
    return Sentence("{deadline}为受理截止日。", {"deadline": _spoken(deadline)})


def _issue_words(start: date, deadline: date | None) -> Sentence:
    if deadline is None:
        return Sentence("{start}受理，当日不计入出证并寄出的期限。", {"start": _spoken(start)})
    return Sentence("{deadline}为出证并寄出的截止日。", {"deadline": _spoken(deadline)})


def _count(
    start: date,
    limit: int,
    pauses: list[Pause],
    calendar: WorkCalendar,
    words: Callable[[date, date | None], Sentence],
) -> _Count:
    """Walk day by day from the day after ``start`` until ``limit`` working days have counted (D-6)."""
    lines = [words(start, None)]
    counted, provisional, day = 0, False, start
    while counted < limit:
        day += timedelta(days=1)
        pause = next((pause for pause in pauses if pause.covers(day)), None)
        if pause is not None:
            lines.append(_pause_line(day, pause))
            if pause.end is None:
                return _Count(None, provisional, tuple(lines))
            day = pause.end
            continue
        provisional = provisional or calendar.is_provisional(day)
        working = calendar.is_working(day)
        counted += working
        lines.append(_day_line(day, calendar, counted if working else None))
    lines.append(words(start, day))
    if provisional:
        lines.append(Sentence("其中部分日期的放假安排尚未公布，暂按周一至周五计算；公布后将重新计算。"))
    return _Count(day, provisional, tuple(lines))


def _day_line(day: date, calendar: WorkCalendar, number: int | None) -> Sentence:
    """Say of one day whether it counts, and why."""
    values: dict[str, object] = {"day": _spoken(day), "number": number}
    if number is None:
        if day in calendar.holidays:
            return Sentence("{day}：法定节假日，不计。", values)
        return Sentence("{day}：休息日，不计。", values)
    if day.weekday() >= SATURDAY:
        return Sentence("{day}：调休上班，第{number}个工作日。", values)
    return Sentence("{day}：第{number}个工作日。", values)


def _pause_line(day: date, pause: Pause) -> Sentence:
    """Say in one line that the clock stands still, for as long as it does."""
    if pause.end is None:
        return Sentence("{day}起：等待申请人补充材料，暂停计时；收到答复后重新计算。", {"day": _spoken(day)})
    if pause.end == day:
        return Sentence("{day}：等待申请人补充材料，暂停计时。", {"day": _spoken(day)})
    return Sentence("{day}至{end}：等待申请人补充材料，暂停计时。", {"day": _spoken(day), "end": _spoken(pause.end)})


def _spoken(day: date) -> str:
    """Write a day as people do: 2026年10月8日（周四）."""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"
