"""One worker, its clock set by hand."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from django.db import OperationalError

from certdesk.adapters.job_queue.board import TableBoard
from certdesk.adapters.job_queue.models import Job
from certdesk.jobs.schedule import Schedule
from certdesk.jobs.worker import Worker, run_until_idle

ID_NUMBER = "210103199001011234"
HOUR = timedelta(hours=1)


class Log:
    """A handler that remembers what it was asked, and fails as often as it is told."""

    def __init__(self, failures=0):
        self.payloads = []
        self.failures = failures

    def __call__(self, _desk, payload):
        self.payloads.append(payload)
        if len(self.payloads) <= self.failures:
            raise ValueError(ID_NUMBER)


def states():
    return list(Job.objects.order_by("id").values_list("name", "state"))


@pytest.mark.django_db
def test_every_due_job_is_run_also_those_that_jobs_put_down(desk, workload):
    def file_message(desk, payload):
        desk.queue.put("read_picture", {"file": payload["message"] + 100})

    read_picture = Log()
    desk.queue.put("file_message", {"message": 1})
    desk.queue.put("file_message", {"message": 2})
    tally = run_until_idle(desk, workload, {"file_message": file_message, "read_picture": read_picture})
    assert read_picture.payloads == [{"file": 101}, {"file": 102}]
    assert (tally.done, tally.failed) == (4, 0)


@pytest.mark.django_db
def test_without_any_handler_nothing_is_lost(desk, workload):
    assert run_until_idle(desk, workload, {}).done == 0
    desk.queue.put("from_a_newer_version", {})
    assert run_until_idle(desk, workload, {}).failed == 1
    assert states() == [("from_a_newer_version", "waiting")]
    assert Job.objects.get().last_error.startswith("NoHandler at ")


@pytest.mark.django_db
def test_a_failing_job_backs_off_and_ends_visibly_failed(desk, workload, clock):
    handler = Log(failures=1000)
    desk.queue.put("send_mail", {"mail": 1})
    waits = []
    while Job.objects.get().state == "waiting":
        waits.append((Job.objects.get().due_at - clock.moment).total_seconds())
        clock.moment = Job.objects.get().due_at
        run_until_idle(desk, workload, {"send_mail": handler})
    assert waits == [0, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, *[3600] * 10]
    assert len(handler.payloads) == 20
    failed = TableBoard(clock).failed()
    assert [(note.name, note.attempts) for note in failed] == [("send_mail", 20)]


@pytest.mark.django_db
def test_a_retry_by_hand_gives_all_tries_again(desk, workload, clock):
    handler = Log(failures=21)
    desk.queue.put("send_mail", {"mail": 1})
    Job.objects.update(attempts=19)
    run_until_idle(desk, workload, {"send_mail": handler})
    assert states() == [("send_mail", "failed")]
    assert TableBoard(clock).retry(Job.objects.get().pk)
    run_until_idle(desk, workload, {"send_mail": handler})
    assert (Job.objects.get().state, Job.objects.get().attempts) == ("waiting", 1)


@pytest.mark.django_db
def test_one_failing_job_does_not_hold_up_the_others(desk, workload):
    good = Log()
    desk.queue.put("bad", {})
    desk.queue.put("good", {})
    tally = run_until_idle(desk, workload, {"bad": Log(failures=1000), "good": good})
    assert (tally.done, tally.failed, len(good.payloads)) == (1, 1, 1)


@pytest.mark.django_db
def test_neither_log_nor_table_repeats_what_an_error_quotes(desk, workload, caplog):
    caplog.set_level("DEBUG", "certdesk.jobs")
    desk.queue.put("send_mail", {})
    run_until_idle(desk, workload, {"send_mail": Log(failures=1000)})
    assert "ValueError at test_worker:" in caplog.text.replace("tests.jobs.", "")
    assert ID_NUMBER not in caplog.text
    assert ID_NUMBER not in Job.objects.get().last_error


@pytest.mark.django_db
def test_a_job_that_always_takes_its_worker_with_it_ends_visibly_failed(desk, workload, clock):
    desk.queue.put("deadly", {})
    for _ in range(20):
        workload.claim("a worker that dies", lease=timedelta(seconds=60))
        clock.forward(seconds=60)
    handler = Log()
    run_until_idle(desk, workload, {"deadly": handler})
    assert handler.payloads == []
    assert (Job.objects.get().state, Job.objects.get().last_error) == ("failed", "WorkerLost")


@pytest.mark.django_db
def test_of_two_workers_one_puts_a_slot_down(desk, workload, clock):
    fetch = Log()
    hourly = [Schedule(name="fetch", every=HOUR, payload={"folder": "INBOX"})]
    for _ in range(3):
        for worker in (
            Worker(desk, workload, {"fetch": fetch}, hourly),
            Worker(desk, workload, {"fetch": fetch}, hourly),
        ):
            worker.put_due_schedules()
            while worker.step():
                pass
        clock.forward(hours=1)
    assert fetch.payloads == [{"folder": "INBOX"}] * 3


@pytest.mark.django_db
def test_slots_missed_while_nobody_worked_count_once(desk, workload, clock):
    fetch = Log()
    for _ in range(2):
        run_until_idle(desk, workload, {"fetch": fetch}, [Schedule(name="fetch", every=HOUR)])
        clock.forward(days=3)
    assert len(fetch.payloads) == 2


@pytest.mark.django_db
def test_a_failing_schedule_does_not_pile_up_and_recovers_by_itself(desk, workload, clock):
    fetch = Log(failures=5)
    worker = Worker(desk, workload, {"fetch": fetch}, [Schedule(name="fetch", every=timedelta(seconds=30))])
    for _ in range(60):
        worker.put_due_schedules()
        worker.step()
        assert Job.objects.filter(state="waiting").count() <= 1
        clock.forward(seconds=10)
    assert set(Job.objects.values_list("state", flat=True)) <= {"done", "waiting"}
    assert Job.objects.filter(state="done").exists()


@pytest.mark.django_db
def test_done_jobs_are_forgotten_after_a_week_without_being_asked(desk, workload, clock):
    desk.queue.put("send_mail", {})
    run_until_idle(desk, workload, {"send_mail": Log()})
    clock.forward(days=8)
    run_until_idle(desk, workload, {})
    assert states() == []


@dataclass
class Turns:
    """Lets a worker run for so many idle turns."""

    left: int
    requested: bool = False

    def __post_init__(self):
        self.pauses = []

    def wait(self, seconds):
        self.pauses.append(seconds)
        self.requested = len(self.pauses) >= self.left


class Away:
    """A workload whose database answers only from the third question on."""

    def __init__(self):
        self.questions = 0

    def take_slot(self, _schedule, _slot):
        self.questions += 1
        if self.questions < 3:
            raise OperationalError(ID_NUMBER)
        return False

    def claim(self, _worker, **_lease):
        return None


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_is_waited_for(desk, caplog):
    caplog.set_level("DEBUG", "certdesk.jobs")
    away, turns = Away(), Turns(left=6)
    Worker(replace(desk, queue=None), away, {}).run(turns)
    assert away.questions == 3
    assert turns.pauses == [0.2, 0.4, 0.8, 1.0, 1.0, 1.0]
    assert "OperationalError" in caplog.text
    assert ID_NUMBER not in caplog.text
