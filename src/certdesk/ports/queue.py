"""Work that follows a step: put down in the same transaction, done at least once after it commits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class Queue(Protocol):
    """Takes jobs by name. A job may run twice after a crash, so every job is idempotent."""

    def put(
        self, name: str, payload: Mapping[str, str | int], *, key: str = "", not_before: datetime | None = None
    ) -> None:
        """Enqueue job ``name`` in the caller's transaction.

        A second job of the same non-empty ``key`` that still waits is not put down again.
        """
        ...
