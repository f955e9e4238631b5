"""What an operator sees and does."""

from datetime import timedelta

import pytest

from certdesk.adapters.job_queue.models import Job
from certdesk.ports.queue import JobState

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=60)


def fail_for_good(queue, workload, name, key=""):
    queue.put(name, {"mail": 1}, key=key)
    job = workload.claim("a", lease=LEASE)
    workload.fail(job, "Refused at smtp:1 send", retry_at=None)
    return job.id


def test_jobs_are_counted_in_every_state(queue, workload, board):
    fail_for_good(queue, workload, "send_mail")
    queue.put("file_message", {})
    queue.put("file_message", {})
    workload.finish(workload.claim("a", lease=LEASE))
    assert board.counts() == {JobState.WAITING: 1, JobState.RUNNING: 0, JobState.DONE: 1, JobState.FAILED: 1}


def test_what_waits_is_listed_by_turn_without_its_payload(queue, board, clock):
    queue.put("second", {"case": 7}, not_before=clock.moment + timedelta(minutes=5))
    queue.put("first", {"case": 7})
    assert [note.name for note in board.waiting()] == ["first", "second"]
    assert not hasattr(board.waiting()[0], "payload")
    assert len(board.waiting(limit=1)) == 1


def test_failed_jobs_are_listed_latest_first_with_their_error(queue, workload, board, clock):
    fail_for_good(queue, workload, "first")
    clock.forward(minutes=1)
    fail_for_good(queue, workload, "second")
    assert [(note.name, note.last_error) for note in board.failed()] == [
        ("second", "Refused at smtp:1 send"), ("first", "Refused at smtp:1 send"),
    ]  # fmt: skip


def test_a_retry_starts_again_from_nought(queue, workload, board, clock):
    job_id = fail_for_good(queue, workload, "send_mail")
    clock.forward(hours=1)
    assert board.retry(job_id)
    again = workload.claim("a", lease=LEASE)
    assert (again.id, again.attempt, again.payload) == (job_id, 1, {"mail": 1})
    assert (Job.objects.get().last_error, Job.objects.get().finished_at) == ("", None)


def test_only_a_failed_job_can_be_retried(queue, board):
    queue.put("send_mail", {})
    assert not board.retry(Job.objects.get().pk)
    assert not board.retry(0)


def test_a_retry_hurries_the_job_of_its_key_that_waits_already(queue, workload, board, clock):
    job_id = fail_for_good(queue, workload, "fetch_mail", key="mailbox")
    queue.put("fetch_mail", {}, key="mailbox", not_before=clock.moment + timedelta(hours=1))
    assert board.retry(job_id)
    row = Job.objects.get()
    assert (row.state, row.attempts, row.due_at) == ("waiting", 0, clock.moment)


def test_stuck_is_what_is_overdue_or_fails_often_or_runs_too_long(queue, workload, board, clock):
    queue.put("runs_too_long", {})
    long_one = workload.claim("a", lease=timedelta(minutes=40))
    queue.put("fails_often", {})
    for _ in range(3):
        job = workload.claim("a", lease=LEASE)
        workload.fail(job, "Away", retry_at=clock.moment)
    clock.forward(minutes=16)
    workload.fail(workload.claim("a", lease=LEASE), "Away", retry_at=clock.moment + timedelta(hours=1))
    queue.put("just_put_down", {})
    queue.put("overdue", {}, not_before=clock.moment - timedelta(minutes=11))
    assert [note.name for note in board.stuck()] == ["runs_too_long", "fails_often", "overdue"]
    workload.finish(long_one)
    assert [note.name for note in board.stuck()] == ["fails_often", "overdue"]


def test_the_last_sign_of_life_is_the_latest_slot_taken(workload, board, clock):
    assert board.last_sign_of_life() is None
    workload.take_slot("watch_deadlines", clock.moment - timedelta(hours=8))
    workload.take_slot("fetch_mail", clock.moment)
    assert board.last_sign_of_life() == clock.moment
