"""A real Chromium before a real server, both in this process's reach."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.journeys.conftest import FORM, confirm, issue, sign_off, submit  # noqa: F401  # fixtures

from certdesk import wiring
from certdesk.adapters.web_links import WebLinks
from certdesk.cases.models import Case

CHROMIUM = Path("/usr/bin/chromium")
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="module")  # no longer: Playwright's event loop runs in this thread while it lives
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("Chromium is not installed")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in the thread that asks the database
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def desk(desk, with_part, live_server):
    """The test's desk, its links leading to the live server."""
    return with_part(links=WebLinks(live_server.url))


@pytest.fixture(autouse=True)
def _pages_of_this_desk(monkeypatch, desk, clock) -> None:
    monkeypatch.setattr(wiring, "desk", lambda: desk)
    monkeypatch.setattr(wiring, "clock", lambda: clock)


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(request, chromium, live_server) -> Iterator[Page]:
    """A page in each of two sizes; whatever the browser complains about fails the test."""
    context = chromium.new_context(viewport=request.param, locale="zh-CN", base_url=live_server.url)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.wait_for_load_state("networkidle")  # a request that outlives its test would ask a closed database
    context.close()
    assert [text for text in complaints if "status of 4" not in text] == []


@pytest.fixture
def case(transactional_db, submit) -> Case:  # noqa: F811  # the fixture above
    return submit()


@pytest.fixture
def sign_in(page) -> Callable[[str], Page]:
    def enter(name: str) -> Page:
        page.goto("/accounts/login/")
        page.fill("#id_login", name)
        page.fill("#id_password", "a-long-test-password")
        page.click("main button")
        page.wait_for_url("**/desk/")
        return page

    return enter


@pytest.fixture
def saved(client, desk, tmp_path, transactional_db) -> Path:
    """The page as somebody keeps it."""
    file = tmp_path / "verify-offline.html"
    file.write_bytes(client.get("/v/offline.html").content)
    return file


@pytest.fixture
def kept(page, saved) -> Page:
    """The page, opened from the disk with the network off."""
    page.context.set_offline(True)
    page.goto(saved.as_uri())
    return page
