"""The QR code of a letter: opens the page, and can be checked with the published keys alone (decision 0013)."""

from dataclasses import replace
from datetime import date

import pytest

from certdesk.adapters.notary import add_key, file_notary
from certdesk.journey import issuing, verifying
from certdesk.ports.notary import NotaryKey
from certdesk.rules.offline_code import read_code, to_be_signed, write_code
from certdesk.stages.issue.compose import from_json, to_json
from certdesk.stages.issue.models import Letter
from certdesk.stages.verify.offline import check_offline
from certdesk.stages.verify.publish import published_keys, read_published
from certdesk.stages.verify.verdict import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(accepted, sign_off) -> Letter:
    return sign_off(accepted)


@pytest.fixture
def text(letter) -> str:
    return from_json(letter.record).qr_text


@pytest.fixture
def check(desk):
    keys = read_published(published_keys(desk.notary))
    return lambda text: check_offline(text, keys, desk.notary.verifies)


def test_the_code_says_number_masked_name_and_date_and_nothing_else(letter, text):
    facts = read_code(text).facts
    assert (facts.letter_number, facts.holder_masked) == (letter.number, letter.holder_masked)
    assert facts.issued_on.isoformat() == "2026-11-23"
    assert facts.specimen  # a rehearsal's key
    assert "晓" not in facts.holder_masked


def test_it_is_checked_with_the_published_keys_alone(check, text, django_assert_num_queries):
    with django_assert_num_queries(0):
        found = check(text)
    assert found.verdict is Verdict.GENUINE
    assert "须联网核验" in str(found.why)


def test_what_was_changed_is_altered(check, text):
    place = text.rindex("/") + 60
    changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
    for altered in (changed, write_code(read_code(text).signed, bytes(64))):
        found = check(altered)
        assert (found.verdict, found.facts) == (Verdict.ALTERED, None)
        assert "签名不对" in str(found.why)


def test_a_key_we_do_not_hold_may_be_newer_than_our_file_and_says_nothing_against_the_letter(desk, text):
    others = [NotaryKey(name="other", public=b"\x01" * 32)]
    found = check_offline(text, others, desk.notary.verifies)
    assert (found.verdict, found.facts) == (Verdict.UNAVAILABLE, None)
    assert "密钥文件可能比文书旧" in str(found.why)
    assert "不表示文书无效" in str(found.why)


def test_what_is_no_code_is_not_ours(check):
    assert check("你好").verdict is Verdict.NOT_OURS


@pytest.mark.parametrize(
    ("first", "last", "verdict"),
    [
        (None, None, Verdict.GENUINE),
        (date(2026, 11, 23), date(2026, 11, 23), Verdict.GENUINE),
        (date(2026, 11, 24), None, Verdict.ALTERED),
        (None, date(2026, 11, 22), Verdict.ALTERED),
    ],
)
def test_a_letter_dated_outside_its_key_s_time_is_altered(desk, text, first, last, verdict):
    rows = published_keys(desk.notary)
    rows[0] |= {"not_before": first and first.isoformat(), "not_after": last and last.isoformat()}
    found = check_offline(text, read_published(rows), desk.notary.verifies)
    assert found.verdict is verdict
    assert ("使用期" in str(found.why)) is (verdict is Verdict.ALTERED)


def test_the_page_it_opens_answers_from_the_register(desk, letter, text, revoke):
    assert verifying.verify_offline_code(desk, text).verdict is Verdict.GENUINE
    assert verifying.verify_offline_code(desk, text.lower()).verdict is Verdict.GENUINE
    revoke(letter)
    assert verifying.verify_offline_code(desk, text).verdict is Verdict.REVOKED


def test_a_code_that_was_never_signed_off_is_not_ours(desk, case, confirm, officer, accepted):
    draft = issuing.draft(desk, accepted.pk, by=officer)
    assert verifying.verify_offline_code(desk, from_json(draft.record).qr_text).verdict is Verdict.NOT_OURS


def test_a_number_with_another_signature_opens_nothing(desk, text):
    code = read_code(text)
    forged = write_code(code.signed, bytes(64))
    assert verifying.verify_offline_code(desk, forged).verdict is Verdict.NOT_OURS
    assert verifying.verify_offline_code(desk, "").verdict is Verdict.NOT_OURS


def test_an_old_letter_without_such_a_code_is_opened_by_none(desk, letter, text):
    letter.record = to_json(replace(from_json(letter.record), qr_text=""))
    letter.save()
    assert verifying.verify_offline_code(desk, text).verdict is Verdict.NOT_OURS


def test_a_new_key_leaves_old_codes_good(desk, text, tmp_path):
    path = tmp_path / "notary.json"
    code = read_code(text)
    add_key(path, "desk.example", code.facts.issued_on)
    first = file_notary(path)
    signed = to_be_signed(code.facts, first.keys[0].key_id)
    old = write_code(signed, first.sign(signed, first.keys[0]))
    add_key(path, "desk.example", code.facts.issued_on)
    published = read_published(published_keys(file_notary(path)))
    assert check_offline(old, published, file_notary(path).verifies).verdict is Verdict.GENUINE
