import os
import subprocess
import sys
import time
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from certdesk.adapters.job_queue.queue import TableQueue
from certdesk.adapters.job_queue.workload import TableWorkload
from certdesk.ports.desk import Desk

PROCESS = Path(__file__).with_name("worker_process.py")
PATIENCE = 60  # seconds until a test that waits for another process gives up


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
def desk(clock):
    """Return a desk of which these tests ask only the time and the queue."""
    nothing = {field.name: None for field in fields(Desk)}
    return Desk(**nothing | {"clock": clock, "queue": TableQueue(clock)})


@pytest.fixture
def workload(clock):
    return TableWorkload(clock)


@pytest.fixture
def own_database(tmp_path):
    """Yield a database that other processes can open, of the kind that DATABASE_URL asks for."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{tmp_path / 'jobs.sqlite3'}"
        return
    name = f"jobs_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class Processes:
    """Starts worker_process.py, and sees to it that none outlives its test."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.trace = folder / "trace"
        self.trace.touch()
        self.postgres = database_url.startswith("postgres")
        self._environment = os.environ | {"DATABASE_URL": database_url}
        self._started: list[subprocess.Popen[str]] = []

    def start(self, command: str, *arguments: object) -> subprocess.Popen[str]:
        words = [sys.executable, PROCESS, command, self.trace, *arguments]
        process = subprocess.Popen(
            [str(word) for word in words],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def run(self, command: str, *arguments: object) -> str:
        output, _ = self.start(command, *arguments).communicate(timeout=PATIENCE)
        return output.strip()

    def lines(self) -> list[str]:
        return self.trace.read_text().splitlines()

    def wait_for(self, line: str, *, times: int = 1) -> None:
        end = time.monotonic() + PATIENCE
        while self.lines().count(line) < times:
            assert time.monotonic() < end, f"{line!r} did not come: {self.lines()}"
            time.sleep(0.02)

    def end_all(self) -> None:
        for process in self._started:
            process.kill()
            process.wait()
            process.stdin.close()
            process.stdout.close()


@pytest.fixture
def processes(own_database, tmp_path):
    processes = Processes(own_database, tmp_path)
    processes.run("migrate")
    yield processes
    processes.end_all()
