"""A kill -9 in the middle of any step loses nothing, repeats nothing and skips no number."""

from tests.crash.conftest import KILLS

SHARE = KILLS // 4  # there are four kinds of work here, the web server's among them
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


def test_killed_while_it_drafts_letters(desk, moments):
    accepted_cases(desk, 3 * SHARE)
    while desk.kills < SHARE and desk.run_and_kill("draft", moments.uniform(0.05, 0.5)):
        pass
    desk.run("draft")
    facts = desk.facts()
    assert facts["letters"] == {"drafted": desk.applications}
    assert wrong(facts) == NOTHING_WRONG


def test_killed_while_it_signs_and_sends(desk, moments):
    accepted_cases(desk, 3 * SHARE)
    desk.run("draft")
    while desk.kills < SHARE // 2 and desk.run_and_kill("approve", moments.uniform(0, 0.2)):
        pass
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
