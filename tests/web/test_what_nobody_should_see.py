"""What a careful visitor tried: tokens in logs, numbers in subjects, letters sent twice, dates from the future."""

import io
import logging
from datetime import date

import pytest
from django.conf import settings
from django.utils.module_loading import import_string
from tests.journeys.conftest import ENTRY, a_mail

from certdesk.journey import deciding, evidence
from certdesk.rules.masking import masked_digits
from certdesk.stages.decision.accept import CannotAccept
from certdesk.stages.evidence.look_up import Entry, LookUpIncomplete, LookUpReport

pytestmark = pytest.mark.django_db


CODE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
FROM_QR = CODE * 7


@pytest.fixture
def logged():
    """What the desk's own handler writes for a line."""
    handler = logging.StreamHandler(io.StringIO())
    options = dict(settings.LOGGING["formatters"]["line"])
    handler.setFormatter(import_string(options.pop("()"))(options["format"], style=options["style"]))

    def write(text: str, *args: object, exc_info: object = None) -> str:
        handler.emit(logging.LogRecord("django.request", 40, "", 0, text, args, exc_info))
        return handler.stream.getvalue()

    return write


def test_a_progress_token_never_stands_in_a_log(logged):
    line = logged("Forbidden: %s", "/p/LN26-00-000009-8:Fs0nz/withdraw/")
    assert line.endswith("Forbidden: /p/…/withdraw/\n")


@pytest.mark.parametrize(
    ("line", "struck"),
    [
        (f"Not Found: /v/{CODE}", "Not Found: /v/…"),
        (f"Not Found: /v/{CODE.lower()}", "Not Found: /v/…"),
        ("Not Found: /v/ABCD-EFGH%2001", "Not Found: /v/…"),
        (f"Service Unavailable: /V/{FROM_QR}", "Service Unavailable: /V/…"),
        (
            f'203.0.113.9 - "GET /v/{CODE}?lang=en HTTP/1.1" 200 1.5 "https://desk.example/V/{FROM_QR}" "Mozilla/5.0"',
            '203.0.113.9 - "GET /v/…?lang=en HTTP/1.1" 200 1.5 "https://desk.example/V/…" "Mozilla/5.0"',
        ),
        (
            f'"GET /static/web/style.css HTTP/1.1" 200 "https://desk.example/v/{CODE}"',
            '"GET /static/web/style.css HTTP/1.1" 200 "https://desk.example/v/…"',
        ),
        (f"DETAIL: Key (code)=({CODE}) already exists.", "DETAIL: Key (code)=(…) already exists."),
        ('"GET /v/keys HTTP/1.1" "/v/offline.html" /v/', '"GET /v/keys HTTP/1.1" "/v/offline.html" /v/'),
        ("case LN26-00-000009-8 of 2026-11-23", "case LN26-00-000009-8 of 2026-11-23"),
        (f"sha256 {'0123456789abcdef' * 4}", f"sha256 {'0123456789abcdef' * 4}"),
    ],
)
def test_a_verification_code_never_stands_in_a_log(logged, line, struck):
    assert logged("%s", line).endswith(f": {struck}\n")


def test_nor_in_what_is_said_of_an_exception(logged):
    with pytest.raises(ValueError, match="Invalid isoformat") as trouble:
        date.fromisoformat(f"cannot read /V/{FROM_QR} of {CODE}")
    line = logged("it failed", exc_info=(trouble.type, trouble.value, trouble.tb))
    assert "cannot read /V/… of …" in line
    assert CODE not in line


def test_the_server_s_own_access_log_would_be_struck_out_too():
    for name in ("granian.access", "django.server"):
        assert settings.LOGGING["loggers"][name] == {"handlers": ["console"], "propagate": False}


def test_a_verdict_page_tells_nobody_its_address(client):
    assert client.get(f"/v/{CODE}")["Referrer-Policy"] == "no-referrer"
    assert client.get("/v/")["Referrer-Policy"] == "same-origin"


def test_long_numbers_of_a_subject_are_struck_out():
    assert masked_digits("身份证210199198001120120 电话13912345678 共3页") == "身份证210… 电话139… 共3页"


@pytest.mark.parametrize(
    "impossible", [{"issued_on": "2099-01-01"}, {"theory_score": "<b>abc"}, {"practice_score": "101"}]
)
def test_a_look_up_shows_nothing_impossible(desk, case, officer, impossible):
    entry = Entry.from_json(ENTRY.to_json() | impossible)
    report = LookUpReport(site="zscx", at=desk.clock.now(), found=True, entry=entry)
    with pytest.raises(LookUpIncomplete):
        evidence.record_lookup(desk, case.pk, report, None, by=officer)


@pytest.mark.parametrize("score", ["", "86.5", "100", "合格"])
def test_a_look_up_shows_scores_as_sites_do(desk, case, officer, score):
    entry = Entry.from_json(ENTRY.to_json() | {"theory_score": score, "issued_on": date(2015, 6, 1).isoformat()})
    report = LookUpReport(site="zscx", at=desk.clock.now(), found=True, entry=entry)
    evidence.record_lookup(desk, case.pk, report, None, by=officer)
    assert case.lookups.count() == 1


def test_nothing_is_accepted_on_a_number_that_is_none(desk, post, fetch, officer, confirm):
    post(a_mail())
    case = fetch()[0].case
    type(case).objects.filter(pk=case.pk).update(certificate_number="XX")
    with pytest.raises(CannotAccept, match="证书编号不完整"):
        deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)


def test_the_mail_of_a_case_can_be_read_once_somebody_has_asked_on_the_record(at_desk, post, fetch):
    post(a_mail())
    row = fetch()[0]
    text, original = f"/desk/message/{row.pk}/text", f"/desk/message/{row.pk}/original"
    assert [at_desk.get(url).status_code for url in (text, original)] == [403, 403]
    at_desk.post(f"/desk/case/{row.case.reference}/reveal/")
    answer = at_desk.get(text)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "我的证书丢失了" in answer.content.decode()
    assert b"Message-ID: <first@example.com>" in at_desk.get(original).content


def test_nonsense_in_a_page_address_begins_at_the_top(at_desk):
    for after in ("²", "-1", "9" * 40, "x"):
        assert at_desk.get("/desk/", {"tab": "closed", "after": after}).status_code == 200
