"""A browser's view of the desk: pages answer from the test's desk, under the test's clock."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

# The journeys' cases serve here too: a page shows what a journey did.
from tests.journeys.conftest import FORM, confirm, fetch, issue, post, revoke, sign_off, submit  # noqa: F401  # fixtures

from certdesk import wiring
from certdesk.adapters.specimens import fictional_id_number
from certdesk.cases.models import Case
from certdesk.cases.staff import Actor

ID_NUMBER = fictional_id_number("2101", date(1980, 3, 7), 12)
HOLDER = {"name": "林晓梅", "id_number": ID_NUMBER}
NUMBER = "1507000000412345"


@pytest.fixture(autouse=True)
def _pages_of_this_desk(monkeypatch, desk, clock) -> None:
    monkeypatch.setattr(wiring, "desk", lambda: desk)
    monkeypatch.setattr(wiring, "clock", lambda: clock)


@pytest.fixture
def sign_in() -> Callable[[Actor], Client]:
    """Return a browser in which this member of staff has signed in."""

    def browser(actor: Actor) -> Client:
        client = Client()
        user = get_user_model().objects.get(pk=actor.user_id)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return browser


@pytest.fixture
def at_desk(sign_in, officer) -> Client:
    """The officer's browser."""
    return sign_in(officer)


def picture(name: str = "照片.jpg", content: bytes = b"id_portrait_side|name=x") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def case_url(case: Case, rest: str = "") -> str:
    return f"/desk/case/{case.reference}/{rest}"


@pytest.fixture
def do(at_desk) -> Callable[..., HttpResponse]:
    """Send one deed's form as the officer."""

    def send(case: Case, deed: str, /, *, browser: Client | None = None, **fields: object) -> HttpResponse:
        data = {f"{deed}-{field}": value for field, value in fields.items()}
        return (browser or at_desk).post(case_url(case, f"do/{deed}/"), data)

    return send


@pytest.fixture
def case(submit) -> Case:  # noqa: F811  # the fixture above
    """A complete application from the web form, its pictures read."""
    return submit()


@pytest.fixture
def progress_url(desk) -> Callable[[Case], str]:
    return lambda case: desk.links.progress(case.reference).removeprefix("https://desk.example")
