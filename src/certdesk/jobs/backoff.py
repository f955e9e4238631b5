"""How long a failed job waits before its next try."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Backoff:
    """Doubles the wait from ``first`` up to ``ceiling``; after ``attempts`` tries a person decides.

    As it stands the tries span eleven hours: a mail server's bad night ends before they do.
    """

    first: timedelta = timedelta(seconds=10)
    ceiling: timedelta = timedelta(hours=1)
    attempts: int = 20

    def retry_at(self, attempt: int, now: datetime) -> datetime | None:
        """Return when to try again after failed try number ``attempt``; None: not by itself."""
        if attempt >= self.attempts:
            return None
        doublings = min(attempt - 1, 30)  # the ceiling is long reached; the product must not overflow
        return now + min(self.first * (1 << doublings), self.ceiling)
