"""Claiming, holding, finishing and failing jobs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from certdesk.adapters.job_queue.models import Job

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=60)


def test_jobs_come_in_the_order_they_became_due(queue, workload, clock):
    queue.put("late", {}, not_before=clock.moment + timedelta(seconds=30))
    queue.put("first", {})
    queue.put("second", {})
    clock.forward(minutes=1)
    assert [workload.claim("a", lease=LEASE).name for _ in range(3)] == ["first", "second", "late"]


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends(queue, workload, clock):
    queue.put("read_picture", {"file": 1})
    first = workload.claim("a", lease=LEASE)
    clock.forward(seconds=59)
    assert workload.claim("b", lease=LEASE) is None
    clock.forward(seconds=1)
    second = workload.claim("b", lease=LEASE)
    assert (first.id, first.attempt, first.worker) == (second.id, 1, "a")
    assert (second.attempt, second.worker, second.payload) == (2, "b", {"file": 1})
    assert Job.objects.get().last_error == "WorkerLost"


def test_a_renewed_lease_lasts_from_its_renewal(queue, workload, clock):
    queue.put("read_picture", {"file": 1})
    job = workload.claim("a", lease=LEASE)
    clock.forward(seconds=40)
    assert workload.renew(job, lease=LEASE)
    clock.forward(seconds=59)
    assert workload.claim("b", lease=LEASE) is None


def test_a_worker_that_lost_its_lease_changes_nothing_any_more(queue, workload, clock):
    queue.put("read_picture", {"file": 1})
    late = workload.claim("a", lease=LEASE)
    clock.forward(minutes=2)
    workload.claim("b", lease=LEASE)
    assert not workload.renew(late, lease=LEASE)
    assert not workload.finish(late)
    assert not workload.fail(late, "Late", retry_at=None)
    assert not workload.fail(late, "Late", retry_at=clock.moment)
    assert (Job.objects.get().state, Job.objects.get().worker) == ("running", "b")


def test_even_the_same_worker_must_hold_the_latest_attempt(queue, workload, clock):
    queue.put("read_picture", {"file": 1})
    late = workload.claim("a", lease=LEASE)
    clock.forward(minutes=2)
    again = workload.claim("a", lease=LEASE)
    assert not workload.finish(late)
    assert workload.finish(again)


def test_a_finished_job_is_done_and_never_claimed_again(queue, workload, clock):
    queue.put("send_mail", {"mail": 1})
    assert workload.finish(workload.claim("a", lease=LEASE))
    clock.forward(days=1)
    assert workload.claim("a", lease=LEASE) is None
    job = Job.objects.get()
    assert (job.state, job.due_at, job.finished_at) == ("done", None, datetime(2026, 9, 1, 8, 0, tzinfo=UTC))


def test_a_failed_try_waits_for_its_time_and_keeps_count(queue, workload, clock):
    queue.put("send_mail", {"mail": 1})
    job = workload.claim("a", lease=LEASE)
    assert workload.fail(job, "TryAgain at smtp:1 send", retry_at=clock.moment + timedelta(seconds=10))
    row = Job.objects.get()
    assert (row.state, row.attempts, row.last_error) == ("waiting", 1, "TryAgain at smtp:1 send")
    assert workload.claim("a", lease=LEASE) is None
    clock.forward(seconds=10)
    assert workload.claim("a", lease=LEASE).attempt == 2


def test_a_job_that_failed_for_good_stays_visible_and_still(queue, workload, clock):
    queue.put("send_mail", {"mail": 1})
    assert workload.fail(workload.claim("a", lease=LEASE), "Refused", retry_at=None)
    clock.forward(days=30)
    assert workload.claim("a", lease=LEASE) is None
    assert (Job.objects.get().state, Job.objects.get().last_error) == ("failed", "Refused")


def test_jobs_of_one_key_never_run_at_the_same_time(queue, workload):
    queue.put("fetch_mail", {}, key="mailbox")
    first = workload.claim("a", lease=LEASE)
    queue.put("fetch_mail", {}, key="mailbox")
    queue.put("send_mail", {"mail": 1})
    assert workload.claim("b", lease=LEASE).name == "send_mail"
    assert workload.claim("b", lease=LEASE) is None
    workload.finish(first)
    assert workload.claim("b", lease=LEASE).name == "fetch_mail"


def test_a_failed_try_joins_the_job_of_its_key_that_waits_already(queue, workload, clock):
    queue.put("fetch_mail", {}, key="mailbox")
    first = workload.claim("a", lease=LEASE)
    queue.put("fetch_mail", {}, key="mailbox")
    retry_at = clock.moment + timedelta(seconds=10)
    assert workload.fail(first, "MailboxUnreachable", retry_at=retry_at)
    row = Job.objects.get()
    assert (row.state, row.attempts, row.due_at, row.last_error) == ("waiting", 1, retry_at, "MailboxUnreachable")


def test_success_settles_earlier_failures_of_the_same_key_only(queue, workload):
    for key in ("mailbox", "case:7"):
        queue.put("work", {}, key=key)
        workload.fail(workload.claim("a", lease=LEASE), "Away", retry_at=None)
    queue.put("work", {}, key="mailbox")
    workload.finish(workload.claim("a", lease=LEASE))
    assert list(Job.objects.order_by("id").values_list("key", "state")) == [
        ("mailbox", "done"), ("case:7", "failed"), ("mailbox", "done"),
    ]  # fmt: skip


def test_a_slot_is_taken_once_and_never_backwards(workload):
    eight, nine = datetime(2026, 9, 1, 8, tzinfo=UTC), datetime(2026, 9, 1, 9, tzinfo=UTC)
    assert workload.take_slot("fetch_mail", eight)
    assert not workload.take_slot("fetch_mail", eight)
    assert workload.take_slot("watch_deadlines", eight)
    assert workload.take_slot("fetch_mail", nine)
    assert not workload.take_slot("fetch_mail", eight)


def test_only_what_was_done_long_ago_is_forgotten(queue, workload, clock):
    for name in ("done", "failed"):
        queue.put(name, {})
    workload.finish(workload.claim("a", lease=LEASE))
    workload.fail(workload.claim("a", lease=LEASE), "Refused", retry_at=None)
    clock.forward(days=8)
    queue.put("recent", {})
    workload.finish(workload.claim("a", lease=LEASE))
    queue.put("waiting", {})
    assert workload.forget_done(clock.moment - timedelta(days=7)) == 1
    assert list(Job.objects.order_by("id").values_list("name", flat=True)) == ["failed", "recent", "waiting"]


@pytest.mark.parametrize(
    "wrong", [{"state": "waiting", "due_at": None}, {"state": "done"}, {"state": "lost", "due_at": None}]
)
def test_the_database_refuses_a_job_in_no_state_at_all(clock, wrong):
    row = {"name": "x", "payload": {}, "created_at": clock.moment, "due_at": clock.moment} | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(**row)


def test_the_database_refuses_a_key_that_waits_twice(clock):
    row = {"name": "x", "payload": {}, "created_at": clock.moment, "due_at": clock.moment, "key": "k"}
    Job.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(**row)


def test_patient_work_lets_everything_else_go_first_and_is_done_all_the_same(queue, workload, clock):
    queue.put("read_pictures", {"case": 1}, patient=True)
    clock.forward(minutes=1)
    queue.put("answer", {})
    queue.put("later", {}, not_before=clock.moment + timedelta(minutes=1))
    assert [workload.claim("a", lease=LEASE).name for _ in range(2)] == ["answer", "read_pictures"]
    assert workload.claim("a", lease=LEASE) is None
