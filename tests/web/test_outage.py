"""Whatever fails on our side: temporarily unavailable, in both languages, and never a word against the letter."""

import json
import os
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.conftest import text_of

from certdesk.journey import verifying
from certdesk.web import outage
from certdesk.web.public import offline

CODE = "A" * 26
SENTENCES = (
    "Temporarily unavailable",
    "This does not mean that the document is invalid.",
    "暂时无法核验",
    "这不表示文书无效。",
)
VISITS = """
import json, sys, django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
client = Client(raise_request_exception=False)
client.cookies["sessionid"] = "of-somebody-who-signed-in"
found = {}
for address in ("/v/", "/v/offline.html", "/v/keys", "/v/" + "A" * 26):
    response = client.get(address)
    found[address] = (response.status_code, response.content.decode())
response = client.post("/v/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
found["file"] = (response.status_code, response.content.decode())
json.dump(found, sys.stdout)
"""


def is_an_outage(status: int, page: str) -> bool:
    return status == 503 and all(words in page for words in SENTENCES) and "不是本系统签发" not in page


@pytest.fixture
def fault(monkeypatch, client):
    """Let every part that a public page asks fail in a way nobody thought of."""
    client.raise_request_exception = False

    def broken(*_args, **_more):
        raise ZeroDivisionError

    for name in ("examine_code", "examine_offline_code", "examine_file"):
        monkeypatch.setattr(verifying, name, broken)
    monkeypatch.setattr(offline, "published_keys", broken)


@pytest.mark.parametrize(
    "address", [f"/v/{CODE}", f"/v/{CODE}?lang=en", "/V/" + "A" * 180, "/v/keys", "/v/offline.html"]
)
def test_a_fault_says_nothing_against_the_letter(client, fault, address):
    response = client.get(address)
    assert is_an_outage(response.status_code, text_of(response))
    assert (response["Retry-After"], response["Cache-Control"]) == ("60", "no-store")
    assert f'href="{address}"' in text_of(response)


def test_a_fault_over_a_file_leads_back_to_the_form(client, fault):
    response = client.post("/v/?lang=en", {"file": SimpleUploadedFile("letter.pdf", b"%PDF-1.7")})
    page = text_of(response)
    assert is_an_outage(response.status_code, page)
    assert 'href="/v/"' in page
    assert page.index("Temporarily unavailable</span>") < page.index("暂时无法核验</span>")


def test_a_page_that_fails_itself_leaves_the_two_sentences(client, fault, monkeypatch):
    def broken(*_args, **_more):
        raise OSError

    monkeypatch.setattr(outage, "render_to_string", broken)
    response = client.get(f"/v/{CODE}")
    assert is_an_outage(response.status_code, text_of(response))


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.sqlite3", "postgres://nobody@127.0.0.1:1/nothing"])
def test_a_database_that_is_really_away(url):
    """In a process of its own, whose database cannot be reached, for a visitor who brings a session too."""
    environment = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run([sys.executable, "-c", VISITS], env=environment, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert {address for address, (status, _page) in found.items() if status == 200} == {
        "/v/",
        "/v/offline.html",
        "/v/keys",
    }
    for address in ("/v/" + CODE, "file"):
        assert is_an_outage(*found[address])
