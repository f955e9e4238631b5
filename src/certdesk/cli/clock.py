"""Today, for commands that are given no date. They run without the desk, and so without its clock."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - pure commands have no wiring to ask
