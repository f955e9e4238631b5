"""Every answer about a letter, in both languages: no barrier that axe can find, nothing wider than a phone."""

from datetime import date

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import issue, sign_off  # noqa: F401  # fixtures
from tests.browser.test_pages import sound
from tests.journeys.conftest import revoke  # noqa: F401  # a fixture

from certdesk.stages.issue.compose import from_json
from certdesk.stages.issue.models import Letter, LetterState

TAP = 40  # pixels: what a thumb hits


@pytest.fixture
def letter(case, issue) -> Letter:  # noqa: F811
    found = issue(case)
    Letter.objects.update(specimen=False)
    return found


def easy_to_tap(page: Page) -> None:
    """Buttons and the way to the other language; links within a sentence are read, not aimed at."""
    sizes = page.evaluate(
        "[...document.querySelectorAll('button, .button, .top nav a')].filter(one => one.offsetParent)"
        ".map(one => [one.textContent.trim(), one.getBoundingClientRect().height])"
    )
    assert [words for words, height in sizes if height < TAP] == []


def test_each_verdict_can_be_read_by_anybody(page, letter, clock, revoke):  # noqa: F811
    code = f"/v/{letter.code}"

    def look(address: str) -> None:
        for language in ("zh", "en"):
            page.goto(f"{address}?lang={language}")
            sound(page)
            easy_to_tap(page)

    look(code)
    look("/V/" + "A" * 180)
    look("/v/not/found")
    Letter.objects.update(details_until=date(2026, 11, 1))
    look(code)
    Letter.objects.update(state=LetterState.SUPERSEDED, ended_at=clock.now(), successor=letter)
    look(code)
    Letter.objects.update(state=LetterState.SIGNED, ended_at=None, successor=None, details_until=None)
    revoke(letter)
    look(code)


def test_the_page_to_keep_can_be_read_by_anybody(page, client, letter, tmp_path):
    kept = tmp_path / "verify-offline.html"
    kept.write_bytes(client.get("/v/offline.html").content)
    page.goto(kept.as_uri())
    sound(page)
    easy_to_tap(page)
    text = from_json(letter.record).qr_text
    forged = text[:-20] + ("A" if text[-20] != "A" else "B") + text[-19:]
    for typed, verdict in ((text, "good"), (forged, "bad"), ("hello", "unread")):
        page.fill("#code", typed)
        page.click("#check button")
        page.wait_for_selector(f"[data-verdict={verdict}]:visible")
        sound(page)
