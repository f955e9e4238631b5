"""A kill -9 in the middle of any step loses nothing, repeats nothing and skips no number."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from tests.crash.conftest import KILLS
from tests.crash.holders import Holder, Server

from certdesk.journey.receiving import ATTEMPTS

SERVER = max(KILLS // 8, 2)  # a server takes its time to start
SHARE = -(-(KILLS - SERVER) // 3)  # for each of the three other tests
MORE = 5
NOTHING_WRONG = {
    "cases_without_message": 0,
    "numbers_skipped_or_twice": [],
    "mails_twice": 0,
    "events_twice": 0,
    "history": [],
    "not_in_vault": 0,
    "vault_files_damaged": [],
}


def wrong(facts):
    """Return what must be as in ``NOTHING_WRONG``."""
    return {name: facts[name] for name in NOTHING_WRONG}


def answers_of(holders):
    """Return how many applications have been answered."""
    return sum(len(holder.answers) for holder in holders)


def accepted_cases(desk, count):
    """Bring that many applications up to their acceptance, in peace."""
    desk.post(count)
    for step in ("fetch", "drain", "accept", "drain"):
        desk.run(step)


def test_killed_while_it_takes_mail_in(desk, moments):
    while desk.kills < SHARE:
        desk.post(6)
        desk.run_and_kill("fetch", moments.uniform(0, 0.25))
    desk.run("fetch")
    facts = desk.facts()
    assert facts["messages"] == {"application": desk.applications, "duplicate": desk.mails - desk.applications}
    assert facts["cases"] == desk.applications
    assert facts["mails"] == {"received": desk.applications}
    assert facts["mail_states"] == {"sent": desk.applications}
    assert facts["mails_that_left"] == desk.applications
    assert wrong(facts) == NOTHING_WRONG


def test_a_mail_that_kills_is_parked_and_holds_up_no_other(desk):
    desk.post_killer()
    desk.post(4)
    deaths = 0
    while desk.run_to_death("fetch"):
        deaths += 1
    assert deaths == ATTEMPTS
    assert desk.facts()["messages"] == {"application": 4, "parked": 1}
    desk.run("open_parked")  # nor does it kill the officer's page
    facts = desk.facts()
    assert (facts["cases"], wrong(facts)) == (5, NOTHING_WRONG)


def test_killed_while_it_drafts_letters(desk, moments):
    accepted_cases(desk, 2 * SHARE)
    while desk.kills < SHARE:
        if not desk.run_and_kill("draft", moments.uniform(0.05, 0.5)):
            accepted_cases(desk, MORE)
    desk.run("draft")
    facts = desk.facts()
    assert facts["letters"] == {"drafted": desk.applications}
    assert wrong(facts) == NOTHING_WRONG


def test_killed_while_it_signs_and_sends(desk, moments):
    accepted_cases(desk, 3 * SHARE)
    desk.run("draft")
    while desk.kills < SHARE // 2:
        if not desk.run_and_kill("approve", moments.uniform(0, 0.2)):
            accepted_cases(desk, MORE)
            desk.run("draft")
    desk.run("approve")
    while desk.kills < SHARE:
        desk.run_and_kill("work", moments.uniform(0.05, 0.6))
    facts = desk.facts()
    assert facts["letters"] == {"signed": desk.applications}
    assert facts["verdicts"] == {"genuine": desk.applications}
    assert facts["mails"] == dict.fromkeys(("received", "accepted", "issued"), desk.applications)
    assert facts["mail_states"] == {"sent": 3 * desk.applications}
    assert facts["mails_that_left"] == 3 * desk.applications
    assert wrong(facts) == NOTHING_WRONG
    doctor = [sys.executable, "-m", "certdesk", "doctor", "--history"]
    assert subprocess.run(doctor, env=desk.environment, check=False, stdout=subprocess.DEVNULL).returncode == 0


def test_killed_while_it_takes_forms(desk, moments):
    server, enough = Server(desk.environment), Event()
    holders = [Holder(server.port, range(start, 10_000, 2)) for start in (0, 1)]
    with ThreadPoolExecutor(len(holders)) as people:
        sending = [people.submit(holder.keep_sending, enough) for holder in holders]
        for _ in range(SERVER):
            server.start()
            answered = answers_of(holders)
            while answers_of(holders) == answered:
                time.sleep(0.005)
            time.sleep(moments.uniform(0, 0.2))
            server.kill()
        server.start()
        enough.set()
        for one in sending:
            one.result()
    server.kill()
    answers = holders[0].answers | holders[1].answers
    assert all(holder.faults for holder in holders)
    facts = desk.facts()
    assert [pages for pages in answers.values() if len(pages) != 1] == []
    assert len(set.union(*answers.values())) == len(answers)
    assert facts["messages"] == {"application": len(answers)}
    assert facts["cases"] == len(answers)
    assert facts["mails"] == {"received": len(answers)}
    assert wrong(facts) == NOTHING_WRONG
