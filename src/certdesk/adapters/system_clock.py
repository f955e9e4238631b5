"""The machine's own clock: the one place outside the command line where the time is read."""

from datetime import UTC, datetime


class SystemClock:
    """Tells the present moment (``ports.clock.Clock``)."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the port that everybody else asks
