"""G-02, G-03, G-05: whoever holds a letter can ask whether it is real, and gets one honest answer out of six."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from tests.adapters.letters import forgery
from tests.conftest import MONDAY_MORNING
from tests.journeys.conftest import LOST, OVERSEAS, pdf_text

from certdesk.adapters.letters import KeyFile, PadesSigner, create_rehearsal_keys
from certdesk.cli.desk import verify as verify_command
from certdesk.journey import delivering, issuing, verifying
from certdesk.sealing.key_ring import new_key_ring, to_json
from certdesk.stages.delivery.hand_over import Parcel
from certdesk.stages.verify.verdict import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def proof(apply, issue):
    return issue(apply())


@pytest.fixture
def signed_bytes(desk, proof) -> bytes:
    return desk.vault.get(proof.signed_sha256)


def test_the_command_line_says_of_a_specimen_what_the_page_says(desk, proof, monkeypatch, capsys):
    """A rehearsal's letter passes for a real one nowhere."""
    monkeypatch.setattr(verify_command, "desk", lambda: desk)
    verify_command.run(Namespace(subject=proof.code, offline=False, keys=None, json=False))
    said = capsys.readouterr().out
    assert said.startswith("登记相符，但这是样张：")
    assert "真实有效" not in said


def test_a_genuine_file_is_genuine_and_shows_no_more_than_a_masked_name(desk, proof, signed_bytes):
    """G-03: what anybody may see of a letter."""
    answer = verifying.verify_file(desk, signed_bytes)
    assert answer.verdict is Verdict.GENUINE
    shown = answer.document
    assert (shown.letter_number, shown.kind, shown.holder) == ("LN2026-00-00001", "proof", "林＊＊")
    assert (shown.office, shown.occupation, shown.level) == ("辽宁省人事考试中心", "电工", 4)
    assert (shown.specimen, shown.sha256) == (True, proof.signed_sha256)
    assert "签名覆盖整个文件。" in [str(line) for line in answer.details]


def test_the_printed_code_leads_to_the_same_answer_also_in_small_letters(desk, proof, signed_bytes):
    """G-03: the code under the QR, typed by hand."""
    assert proof.code in pdf_text(signed_bytes)
    assert (
        verifying.verify_code(desk, f" {proof.code.lower()} ").document
        == verifying.verify_code(desk, proof.code).document
    )
    assert verifying.verify_code(desk, proof.code).verdict is Verdict.GENUINE


def test_a_draft_has_no_public_existence(desk, accepted, officer):
    """G-05: nothing unsigned verifies, neither by code nor by file."""
    letter = issuing.draft(desk, accepted.pk, by=officer)
    assert verifying.verify_code(desk, letter.code).verdict is Verdict.NOT_OURS
    assert verifying.verify_file(desk, desk.vault.get(letter.pdf_sha256)).verdict is Verdict.NOT_OURS


@pytest.mark.parametrize("at", [100, 5000, -200])
def test_one_changed_bit_is_found(desk, signed_bytes, at):
    """G-03: altered; never genuine, wherever the bit stands."""
    verdict = verifying.verify_file(desk, forgery.flipped(signed_bytes, at % len(signed_bytes))).verdict
    assert verdict in {Verdict.ALTERED, Verdict.NOT_OURS}


def test_another_page_laid_over_the_signed_one_is_found(desk, signed_bytes):
    """G-03: the signature still holds for what it covers, but the file is not what was issued."""
    answer = verifying.verify_file(desk, forgery.with_other_page(signed_bytes))
    assert answer.verdict is Verdict.ALTERED
    assert answer.document is None
    assert "附加了内容" in str(answer.why)


@pytest.mark.parametrize("content", [b"", b"not a pdf", b"%PDF-1.7\nsomething else"])
def test_a_foreign_file_is_not_ours(desk, proof, content):
    """G-03: said plainly, without a word against it."""
    answer = verifying.verify_file(desk, content)
    assert answer.verdict is Verdict.NOT_OURS
    assert str(answer.why).startswith("这不是本系统签发的文书。")
    assert "请上传收到的原文件，或扫描文书上的二维码" in str(answer.why)  # whoever saved it anew holds a real letter


def test_a_letter_signed_by_somebody_elses_key_is_not_ours(desk, proof, tmp_path):
    """G-03: perfectly signed, by a stranger who even took our name."""
    keys = create_rehearsal_keys(tmp_path / "stranger", at=MONDAY_MORNING, passphrase=b"stranger")
    stranger = PadesSigner(KeyFile(keys.signer, b"stranger"), rehearsal=True)
    forged = stranger.sign(desk.vault.get(proof.approved_sha256), at=desk.clock.now())
    answer = verifying.verify_file(desk, forged)
    assert answer.verdict is Verdict.NOT_OURS
    assert str(answer.why) == "文件的内容取自本单位签发的文书，但签名不是由本单位作出的，不予承认。"
    assert "签名不是由本单位的证书作出。" in [str(line) for line in answer.details]


@pytest.mark.parametrize("code", ["", "AAAA", "x" * 200, "'; DROP TABLE issue_letter; --"])
def test_a_code_nobody_gave_out_is_not_ours(desk, proof, code):
    """G-03: any text is a question, not a crash."""
    assert verifying.verify_code(desk, code).verdict is Verdict.NOT_OURS


def test_a_voided_letter_says_when_and_why_it_was_revoked(desk, accepted, sign_off, revoke):
    """G-03: to the file and to the code alike; details stay in the office."""
    letter = sign_off(accepted)
    revoke(letter, "系统登记有误\n林晓梅来电说明了情况")
    for answer in (
        verifying.verify_code(desk, letter.code),
        verifying.verify_file(desk, desk.vault.get(letter.signed_sha256)),
    ):
        assert answer.verdict is Verdict.REVOKED
        assert str(answer.why) == "本文书已于2026-11-23撤销。原因：系统登记有误"


def test_a_page_issued_anew_replaces_the_earlier_one_and_names_its_successor(desk, apply, issue, officer):
    """G-02: lost, reissued; then exchanged for work abroad: one certificate, one valid page."""
    first = issue(apply(LOST, occupation="保安员"))
    delivering.dispatch(desk, first.case_id, Parcel("顺丰", "SF0001"), by=officer)
    delivering.close(desk, first.case_id, by=officer)
    second = issue(apply(OVERSEAS, occupation="保安员", sender="mei@example.com"))
    answer = verifying.verify_code(desk, first.code)
    assert answer.verdict is Verdict.SUPERSEDED
    assert str(answer.why) == "本文书已于2026-11-23由LN2026-00-00002替代。"
    assert verifying.verify_code(desk, second.code).verdict is Verdict.GENUINE
    assert verifying.verify_file(desk, desk.vault.get(first.signed_sha256)).verdict is Verdict.SUPERSEDED


def test_a_page_of_another_certificate_replaces_nothing(desk, apply, issue):
    """G-02: two certificates of one person stand beside each other."""
    first = issue(apply(occupation="保安员"))
    issue(apply(OVERSEAS, number="1507000000499999", occupation="保安员", sender="mei@example.com"))
    assert verifying.verify_code(desk, first.code).verdict is Verdict.GENUINE


def test_a_proof_replaces_no_proof(desk, apply, issue):
    """G-03: somebody may need one for each of two employers."""
    first, second = (issue(apply(sender=f"{name}@example.com", message_id=f"<{name}@x>")) for name in ("a", "b"))
    assert first.case_id != second.case_id
    for letter in (first, second):
        assert verifying.verify_code(desk, letter.code).verdict is Verdict.GENUINE


@contextmanager
def register_away() -> Iterator[None]:
    """Take the table of letters away, really; every question in between hits a database fault."""
    savepoint = transaction.savepoint()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE issue_letter RENAME TO issue_letter_away")
    yield
    transaction.savepoint_rollback(savepoint)


def test_while_the_register_is_away_nobody_who_types_a_code_is_told_no(desk, proof):
    """G-03: an outage is an outage; when it is over, the same letter is genuine again."""
    with register_away():
        answer = verifying.verify_code(desk, proof.code)
    assert answer.verdict is Verdict.UNAVAILABLE
    assert "这不表示文书无效" in str(answer.why)
    assert verifying.verify_code(desk, proof.code).verdict is Verdict.GENUINE


@pytest.mark.parametrize("content", [None, b"not a pdf"])
def test_nor_is_anybody_who_brings_a_file(desk, proof, signed_bytes, content):
    """G-03: not even about a file that is not ours, for nobody can know that now."""
    with register_away():
        answer = verifying.verify_file(desk, content or signed_bytes)
    assert answer.verdict is Verdict.UNAVAILABLE
    assert verifying.verify_file(desk, signed_bytes).verdict is Verdict.GENUINE


def test_lost_keys_are_an_outage_too(desk, proof, settings):
    """G-03: a desk that cannot open its own register says so, and never that the letter is false."""
    own = settings.CERTDESK_KEY_RING
    settings.CERTDESK_KEY_RING = to_json(new_key_ring())
    assert verifying.verify_code(desk, proof.code).verdict is Verdict.UNAVAILABLE
    settings.CERTDESK_KEY_RING = own
    assert verifying.verify_code(desk, proof.code).verdict is Verdict.GENUINE
