from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event

import pytest
from django.db import OperationalError

from certdesk.jobs.lease import kept
from certdesk.ports.queue import Job

JOB = Job(id=1, name="read_picture", payload={}, key="", worker="a", attempt=1)
SHORT = timedelta(milliseconds=30)


@dataclass
class Renewals:
    """A workload that answers renewals from a list; the last answer goes on."""

    answers: list[bool | Exception]
    count: int = 0
    enough: Event = field(default_factory=Event)
    wanted: int = 3

    def renew(self, _job, **_lease):
        self.count += 1
        if self.count >= self.wanted:
            self.enough.set()
        answer = self.answers[min(self.count, len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_a_lease_is_renewed_as_long_as_the_job_runs():
    renewals = Renewals([True])
    with kept(renewals, JOB, lease=SHORT, longest=timedelta(hours=1)):
        assert renewals.enough.wait(60)
    after = renewals.count
    assert after >= 3


def test_a_database_that_is_away_for_a_moment_does_not_end_the_renewals():
    renewals = Renewals([OperationalError(), True])
    with kept(renewals, JOB, lease=SHORT, longest=timedelta(hours=1)):
        assert renewals.enough.wait(60)


@pytest.mark.parametrize(
    ("answers", "longest", "count", "told"),
    [([False], timedelta(hours=1), 1, "the lease was lost"), ([True], SHORT, 3, "runs for too long")],
)
def test_a_lease_is_let_go_when_lost_or_held_for_too_long(caplog, answers, longest, count, told):
    caplog.set_level("WARNING", "certdesk.jobs")
    renewals = Renewals(answers, wanted=count)
    with kept(renewals, JOB, lease=SHORT, longest=longest) as thread:
        thread.join(60)
        assert not thread.is_alive()
    assert told in caplog.text
    assert renewals.count == count


def test_an_error_in_the_job_passes_through():
    with pytest.raises(ZeroDivisionError), kept(Renewals([True]), JOB, lease=SHORT, longest=SHORT):
        _ = 1 // 0
