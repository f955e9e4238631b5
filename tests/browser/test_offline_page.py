"""The page to keep: opened from the disk, without any network, it tells a genuine code from any other."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import issue, sign_off  # noqa: F401  # fixtures

from certdesk.stages.issue.compose import from_json


@pytest.fixture
def with_keys(kept, saved) -> Callable[[str, str], None]:
    """Change what the page holds of the office's keys, and open it again."""

    def change(pattern: str, instead: str) -> None:
        text, count = re.subn(pattern, instead, saved.read_text())
        assert count == 1
        saved.write_text(text)
        kept.goto(saved.as_uri())

    return change


def verify(page: Page, text: str) -> None:
    page.fill("#code", text)
    page.click("#check button")


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


def test_a_key_that_the_page_does_not_hold_says_nothing_against_the_letter(kept, with_keys, case, issue):  # noqa: F811
    with_keys(r'"key_id": "[0-9a-f]{8}"', '"key_id": "00000000"')
    verify(kept, from_json(issue(case).record).qr_text)
    told = kept.locator("[data-verdict=unknown]")
    expect(told).to_be_visible()
    expect(told).to_contain_text("这不表示文书无效")
    expect(told).to_contain_text("may be older than the document")
    assert "bad" not in (told.get_attribute("class") or "")
    expect(kept.locator("#facts")).to_be_hidden()


@pytest.mark.parametrize(
    ("days", "verdict"),
    [
        ('"not_before": "2026-11-23", "not_after": "2026-11-23"', "good"),
        ('"not_before": "2026-11-24", "not_after": null', "undated"),
        ('"not_before": null, "not_after": "2026-11-22"', "undated"),
    ],
)
def test_a_letter_dated_outside_its_key_s_time_is_altered(kept, with_keys, case, issue, days, verdict):  # noqa: F811
    with_keys('"not_before": null, "not_after": null', days)
    verify(kept, from_json(issue(case).record).qr_text)
    expect(kept.locator(f"[data-verdict={verdict}]")).to_be_visible()
    expect(kept.locator("[data-verdict]:visible")).to_have_count(1)
