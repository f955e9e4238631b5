"""Real workers in processes of their own: killed, stopped, and side by side."""

import json
import signal
import time

import pytest

PATIENCE = 60


def report(processes):
    return json.loads(processes.run("report"))


def listening(process):
    return f"worker {process.pid} listens"


@pytest.mark.parametrize("job", ["hang_before_effect", "hang_after_effect"])
def test_a_job_whose_worker_was_killed_is_done_by_another_once_in_effect(processes, job):
    processes.run("put", job, 1, 0)
    killed = processes.start("work")
    processes.wait_for("try")
    if job == "hang_after_effect":
        processes.wait_for("effect 0")
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    survivor = processes.start("work")
    processes.wait_for("try", times=2)
    processes.wait_for("effect 0")
    survivor.terminate()
    assert survivor.wait(PATIENCE) == 0
    assert processes.lines().count("effect 0") == 1
    assert report(processes) == [{"name": job, "state": "done", "attempts": 2, "last_error": ""}]


def test_two_workers_share_the_jobs_and_never_run_one_twice(processes):
    processes.run("put", "mark", 60, 5)
    workers = [processes.start("work"), processes.start("work")]
    for number in range(60):
        processes.wait_for(f"end {number}")
    for worker in workers:
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
    begun = [line for line in processes.lines() if line.startswith("begin")]
    assert sorted(begun) == sorted(f"begin {number}" for number in range(60))
    assert {(job["state"], job["attempts"]) for job in report(processes)} == {("done", 1)}


def test_a_job_longer_than_its_lease_is_held_on_to(processes):
    processes.run("put", "mark", 1, 3500)  # the lease is one second
    workers = [processes.start("work"), processes.start("work")]
    processes.wait_for("end 0")
    for worker in workers:
        worker.terminate()
        assert worker.wait(PATIENCE) == 0
    assert processes.lines().count("begin 0") == 1
    assert report(processes) == [{"name": "mark", "state": "done", "attempts": 1, "last_error": ""}]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_an_idle_worker_cleanly(processes, number):
    worker = processes.start("work")
    processes.wait_for(listening(worker))
    worker.send_signal(number)
    assert worker.wait(PATIENCE) == 0


def test_a_signal_lets_the_job_in_hand_be_finished_and_takes_no_other(processes):
    processes.run("put", "mark", 2, 700)
    worker = processes.start("work")
    processes.wait_for("begin 0")
    worker.terminate()
    assert worker.wait(PATIENCE) == 0
    assert processes.lines()[1:] == ["begin 0", "end 0"]
    assert [job["state"] for job in report(processes)] == ["done", "waiting"]


def test_a_second_signal_ends_a_worker_whose_job_hangs(processes):
    processes.run("put", "hang_before_effect", 1, 0)
    worker = processes.start("work")
    processes.wait_for("try")
    end = time.monotonic() + PATIENCE
    while worker.poll() is None and time.monotonic() < end:
        worker.terminate()
        time.sleep(0.05)
    assert worker.returncode == -signal.SIGTERM
    assert [job["state"] for job in report(processes)] == ["running"]  # until its lease ends


def test_the_waiting_job_of_a_key_is_not_run_before_the_latest_asker_has_committed(processes):
    """Else the worker would look at the case as it was, and nobody would look again."""
    first = processes.start("hold", "case:7")
    processes.wait_for("held")
    first.communicate("\n", timeout=PATIENCE)
    processes.run("put", "mark", 1, 0)
    second = processes.start("hold", "case:7")
    processes.wait_for("held", times=2)
    worker = processes.start("work")
    processes.wait_for(listening(worker))
    if processes.postgres:  # here it takes the next job meanwhile; with SQLite it waits for the writer
        processes.wait_for("end 0")
    second.communicate("\n", timeout=PATIENCE)
    processes.wait_for("end 1")
    worker.terminate()
    worker.wait(PATIENCE)
    lines = processes.lines()
    assert lines.index("begin 1") > len(lines) - 1 - lines[::-1].index("about to commit")
    assert [job["state"] for job in report(processes)] == ["done", "done"]


def test_a_worker_runs_its_schedules_again_and_again(processes):
    worker = processes.start("work", 0.5)
    processes.wait_for("end 0", times=3)
    worker.terminate()
    assert worker.wait(PATIENCE) == 0
    assert len(report(processes)) >= 3
