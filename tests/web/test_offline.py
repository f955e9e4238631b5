"""The published keys, the page to keep, and the address in the QR code."""

import hashlib
import json
import re
from base64 import b64encode

import pytest
from tests.web.conftest import text_of

from certdesk.stages.issue.compose import from_json
from certdesk.stages.issue.models import Letter
from certdesk.web.public.offline import ED25519, PARTS, QR_READER

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(case, issue) -> Letter:
    return issue(case)


@pytest.fixture
def address(letter) -> str:
    return from_json(letter.record).qr_text.removeprefix("HTTPS://DESK.EXAMPLE")


def test_the_address_in_the_code_opens_the_verdict(client, letter, address):
    page = text_of(client.get(address))
    assert letter.number in page
    assert "登记相符" in page
    assert "specimen" in text_of(client.get(address + "?lang=en")).lower()


def test_what_a_camera_read_may_be_typed_into_the_box(client, letter, address):
    page = client.post("/v/", {"code": "HTTPS://DESK.EXAMPLE" + address}, follow=True)
    assert letter.number in text_of(page)


def test_the_keys_are_published_for_any_site(client, desk):
    response = client.get("/v/keys")
    (key,) = json.loads(response.content)["keys"]
    assert key["verifier"] == desk.notary.keys[0].verifier
    assert "seed" not in text_of(response)
    assert (key["not_before"], key["not_after"]) == (None, None)  # a rehearsal's key has no days
    assert response["Access-Control-Allow-Origin"] == "*"


def test_the_page_to_keep_is_one_file_with_the_keys_and_asks_no_other(client, desk, settings):
    response = client.get("/v/offline.html", headers={"host": "somebody.example"})
    page = text_of(response)
    assert response["Content-Disposition"] == 'attachment; filename="verify-offline.html"'
    assert f'href="{settings.CERTDESK_BASE_URL}/v/"' in page
    assert desk.notary.keys[0].key_id.hex() in page
    for foreign in ('src="http', "import(", "<link", 'rel="stylesheet"'):
        assert foreign not in page


def test_its_policy_names_each_of_its_scripts_and_allows_no_other(client):
    page = text_of(client.get("/v/offline.html"))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    scripts = re.findall(r"<script(?: type=\"module\")?>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    marks = [b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (*scripts, *styles)]
    assert (len(scripts), len(styles)) == (3, 1)
    assert policy.split("; ") == [
        "default-src 'none'",
        "script-src " + " ".join(f"'sha256-{mark}'" for mark in marks[:3]),
        f"style-src 'sha256-{marks[3]}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_what_others_wrote_in_it_is_what_they_published():
    """Copied from the packages @noble/ed25519 3.2.0 and jsqr 1.4.0, unchanged (decision 0013)."""
    marks = {name: hashlib.sha256((PARTS / name).read_bytes()).hexdigest() for name in (ED25519, QR_READER)}
    assert marks == {
        "noble-ed25519-3.2.0.js": "a4f631d1876b5d9e43a86cd71194ca27b5e1451edf4ba4db9a418f40a475569a",
        "jsQR-1.4.0.js": "bc40c8a15196236b2314db0856f72ca0b49980cd5413b8c852a7349f5fee0859",
    }


def test_the_verification_page_offers_it(client):
    page = text_of(client.get("/v/"))
    assert "/v/offline.html" in page
    assert "Download the offline page" in text_of(client.get("/v/?lang=en"))
