"""What a careful visitor tried: tokens in logs, numbers in subjects, letters sent twice, dates from the future."""

import logging
from datetime import date

import pytest
from tests.journeys.conftest import ENTRY, a_mail

from certdesk.journey import deciding, evidence
from certdesk.rules.masking import masked_digits
from certdesk.stages.decision.accept import CannotAccept
from certdesk.stages.evidence.look_up import Entry, LookUpIncomplete, LookUpReport
from certdesk.web.log_filter import WithoutLinks

pytestmark = pytest.mark.django_db


def test_a_progress_token_never_stands_in_a_log():
    record = logging.LogRecord(
        "django.request", 40, "", 0, "Forbidden: %s", ("/p/LN26-00-000009-8:Fs0nz/withdraw/",), None
    )
    assert WithoutLinks().filter(record)
    assert record.getMessage() == "Forbidden: /p/…/withdraw/"


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
