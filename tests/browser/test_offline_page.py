"""The page to keep: opened from the disk, without any network, it tells a genuine code from any other."""

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import issue, sign_off  # noqa: F401  # fixtures

from certdesk.stages.issue.compose import from_json


@pytest.fixture
def kept(page, client, desk, tmp_path, transactional_db) -> Page:
    """The page, saved and opened from the disk with the network off."""
    file = tmp_path / "verify-offline.html"
    file.write_bytes(client.get("/v/offline.html").content)
    page.context.set_offline(True)
    page.goto(file.as_uri())
    return page


def verify(page: Page, text: str) -> None:
    page.fill("#code", text)
    page.click("button")


def test_a_genuine_code_is_shown_with_what_it_says(kept, case, issue):  # noqa: F811
    letter = issue(case)
    verify(kept, from_json(letter.record).qr_text)
    expect(kept.locator("[data-verdict=good]")).to_be_visible()
    expect(kept.locator("#fact-number")).to_have_text(letter.number)
    expect(kept.locator("#fact-holder")).to_have_text(letter.holder_masked)
    expect(kept.locator("#fact-day")).to_have_text("2026-11-23")
    expect(kept.locator("#specimen")).to_be_visible()


def test_a_changed_code_and_any_other_text_are_not(kept, case, issue):  # noqa: F811
    text = from_json(issue(case).record).qr_text
    changed = text[:-20] + ("A" if text[-20] != "A" else "B") + text[-19:]
    verify(kept, changed)
    expect(kept.locator("[data-verdict=bad]")).to_be_visible()
    expect(kept.locator("#facts")).to_be_hidden()
    verify(kept, "hello")
    expect(kept.locator("[data-verdict=unread]")).to_be_visible()
    assert kept.evaluate("document.documentElement.scrollWidth") <= kept.viewport_size["width"]
