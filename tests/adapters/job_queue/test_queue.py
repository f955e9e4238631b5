"""Putting jobs down."""

from datetime import timedelta

import pytest
from django.db import transaction

from certdesk.adapters.job_queue.models import Job

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=60)


class CaseFails(Exception):
    pass


def names():
    return list(Job.objects.order_by("id").values_list("name", flat=True))


def test_a_job_is_there_when_its_transaction_commits(queue, clock):
    with transaction.atomic():
        queue.put("file_message", {"message": 7, "office": "2106"})
    job = Job.objects.get()
    assert (job.name, job.payload, job.state) == ("file_message", {"message": 7, "office": "2106"}, "waiting")
    assert (job.due_at, job.created_at, job.attempts) == (clock.moment, clock.moment, 0)


@pytest.mark.parametrize("key", ["", "case:7"])
def test_a_job_goes_with_the_transaction_that_rolls_back(queue, key):
    def step_that_fails():
        with transaction.atomic():
            queue.put("send_mail", {"mail": 1}, key=key)
            raise CaseFails

    with pytest.raises(CaseFails):
        step_that_fails()
    assert names() == []


def test_the_same_key_waits_only_once(queue):
    queue.put("recompute", {"case": 7}, key="case:7")
    queue.put("recompute", {"case": 7}, key="case:7")
    queue.put("recompute", {"case": 8}, key="case:8")
    assert list(Job.objects.order_by("id").values_list("key", flat=True)) == ["case:7", "case:8"]


def test_the_same_key_may_wait_again_while_the_first_one_runs(queue, workload):
    queue.put("recompute", {"case": 7}, key="case:7")
    workload.claim("a", lease=LEASE)
    queue.put("recompute", {"case": 7}, key="case:7")
    assert list(Job.objects.order_by("id").values_list("state", flat=True)) == ["running", "waiting"]


def test_jobs_without_a_key_all_wait(queue):
    queue.put("send_mail", {"mail": 1})
    queue.put("send_mail", {"mail": 1})
    assert names() == ["send_mail", "send_mail"]


def test_a_job_is_not_run_before_its_time(queue, workload, clock):
    queue.put("lapse", {"case": 7}, not_before=clock.moment + timedelta(hours=1))
    assert workload.claim("a", lease=LEASE) is None
    clock.forward(hours=1)
    assert workload.claim("a", lease=LEASE).name == "lapse"


@pytest.mark.parametrize(
    "value",
    [
        "王小明",
        "wang@example.com",
        "210103199001011234",
        "21010319900101123x",
        "210103900101123",
        "13912345678",
        13912345678,
    ],
)
def test_what_may_be_personal_is_refused_and_not_repeated(queue, value):
    with pytest.raises(ValueError, match="may be personal") as refusal:
        queue.put("send_mail", {"to": value})
    assert str(value) not in str(refusal.value)
    with pytest.raises(ValueError, match="may be personal"):
        queue.put("send_mail", {}, key=str(value))
    assert names() == []


@pytest.mark.parametrize(
    "value",
    ["INBOX;1;7", "LN-2106-2026-000123-7", "9f86d081884c7d659a2feaa0c55ad015" * 2, "2026-09-01T08:00:00+08:00", 123456],
)
def test_references_pass(queue, value):
    queue.put("file_message", {"what": value})
    assert Job.objects.get().payload == {"what": value}
