"""The QR code of a letter: opens the page, and can be checked with the published keys alone (decision 0013)."""

from dataclasses import replace

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
        code, why = check(text)
    assert code is not None
    assert "须联网核验" in str(why)


def test_what_was_changed_or_signed_by_others_is_refused(desk, check, text):
    place = text.rindex("/") + 30
    changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
    code, why = check(changed)
    assert code is None
    assert "签名不对" in str(why)
    others = [NotaryKey(name="other", public=b"\x01" * 32)]
    code, why = check_offline(text, others, desk.notary.verifies)
    assert code is None
    assert "公布的密钥" in str(why)
    assert check("你好")[0] is None


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
    add_key(path, "desk.example")
    first = file_notary(path)
    code = read_code(text)
    signed = to_be_signed(code.facts, first.keys[0].key_id)
    old = write_code(signed, first.sign(signed))
    add_key(path, "desk.example")
    found, _why = check_offline(old, file_notary(path).keys, file_notary(path).verifies)
    assert found is not None
