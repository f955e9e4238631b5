"""The one place time comes from."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; tests and rehearsals set it."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        ...
