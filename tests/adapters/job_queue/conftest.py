from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from certdesk.adapters.job_queue.board import TableBoard
from certdesk.adapters.job_queue.queue import TableQueue
from certdesk.adapters.job_queue.workload import TableWorkload


@dataclass
class SetClock:
    moment: datetime = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def forward(self, **span: float) -> None:
        self.moment += timedelta(**span)


@pytest.fixture
def clock():
    return SetClock()


@pytest.fixture
def queue(clock):
    return TableQueue(clock)


@pytest.fixture
def workload(clock):
    return TableWorkload(clock)


@pytest.fixture
def board(clock):
    return TableBoard(clock)
