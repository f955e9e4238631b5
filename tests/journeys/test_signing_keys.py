"""The life of a signing key: known since its first letter, warned of before it ends, changed, revoked."""

from datetime import timedelta

import pytest
from tests.adapters.letters.authority import PASSPHRASE, Authority, StampService
from tests.conftest import MONDAY_MORNING

from certdesk.adapters.letters import KeyFile, PadesSigner, PyhankoChecker, Stamping
from certdesk.jobs.worker import Tally
from certdesk.journey import issuing, keeping_signing_keys, verifying
from certdesk.ports.signer import SigningUnavailable
from certdesk.stages.issue.certificates import NoSuchCertificate
from certdesk.stages.issue.models import Letter, LetterState, SigningCertificate
from certdesk.stages.issue.queries import waiting_for_signature
from certdesk.stages.verify.verdict import Verdict

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"), MONDAY_MORNING - 30 * DAY)


@pytest.fixture(scope="module")
def other_signer(authority) -> PadesSigner:
    """The key that comes after the rehearsal's; it ends in 70 days."""
    return PadesSigner(KeyFile(authority.p12(authority.signer(days=100)), PASSPHRASE), rehearsal=True)


@pytest.fixture
def letter(accepted, sign_off) -> Letter:
    return sign_off(accepted)


def test_a_certificate_is_known_since_its_first_letter(desk, letter):
    (row,) = SigningCertificate.objects.all()
    assert row.fingerprint == letter.signer_fingerprint == desk.signer.identity.fingerprint
    assert (row.first_used_at, row.rehearsal, row.revoked_at) == (letter.signed_at, True, None)


def test_its_end_is_told_sixty_days_ahead_and_when_it_has_come(desk, with_part, other_signer, clock):
    desk = with_part(signer=other_signer)
    assert keeping_signing_keys.warning(desk) == ""
    clock.advance(days=11)
    assert "还有59天" in keeping_signing_keys.warning(desk)
    clock.advance(days=60)
    assert "已于" in keeping_signing_keys.warning(desk)
    assert "文书无法签发" in keeping_signing_keys.report(desk).warning


def test_a_key_that_cannot_be_opened_is_reported_and_not_raised(desk, with_part, tmp_path):
    desk = with_part(signer=PadesSigner(KeyFile(tmp_path / "none.p12", b""), rehearsal=True))
    assert "读不到签名密钥文件" in keeping_signing_keys.report(desk).warning


def test_after_a_change_of_keys_old_letters_stay_genuine(
    desk, letter, with_part, signing_keys, authority, other_signer
):
    checker = PyhankoChecker([signing_keys.root, authority.root])
    desk = with_part(signer=other_signer, checker=checker)
    answer = verifying.verify_file(desk, desk.vault.get(letter.signed_sha256))
    assert answer.verdict is Verdict.GENUINE
    assert "签名由本单位的证书作出。" in [str(line) for line in answer.details]


def test_a_revoked_key_signs_no_more_and_the_letter_waits(desk, letter, submit, issue, work, accepted):
    keeping_signing_keys.revoke(desk, letter.signer_fingerprint, "密钥泄露")
    assert "已登记吊销" in keeping_signing_keys.warning(desk)
    waiting = issue(submit(certificate_number="1507000000412345", sender_email="b@example.com"))
    waiting.refresh_from_db()
    assert waiting.state == LetterState.APPROVED
    with pytest.raises(SigningUnavailable, match="已登记吊销"):
        issuing.sign_letter(desk, waiting.pk)
    assert isinstance(work(), Tally)


def test_letters_signed_before_a_revocation_stay_genuine(desk, letter, clock):
    clock.advance(minutes=1)
    keeping_signing_keys.revoke(desk, letter.signer_fingerprint[:12], "密钥泄露")
    assert verifying.verify_code(desk, letter.code).verdict is Verdict.GENUINE
    told = [str(line) for line in verifying.verify_file(desk, desk.vault.get(letter.signed_sha256)).details]
    assert "签名密钥自2026-11-23起被吊销，本文书签发在此之前，不受影响。" in told
    assert "文件与登记簿中登记的每个字节相同（SHA-256一致）。" in told


def test_letters_signed_since_the_day_of_the_theft_are_not(desk, letter, clock):
    keeping_signing_keys.revoke(desk, letter.signer_fingerprint, "密钥失窃", since=clock.now() - DAY)
    for answer in (
        verifying.verify_code(desk, letter.code),
        verifying.verify_file(desk, desk.vault.get(letter.signed_sha256)),
    ):
        assert answer.verdict is Verdict.REVOKED
        assert "密钥自2026-11-22起" in str(answer.why)


def test_an_unknown_fingerprint_revokes_nothing(desk, letter):
    with pytest.raises(NoSuchCertificate):
        keeping_signing_keys.revoke(desk, "ffff" * 16, "x")


def test_an_outage_of_the_time_stamps_parks_the_letter_and_the_page_tells_the_stamp(
    desk, with_part, authority, accepted, officer, approver
):
    """G-16: approved, waiting, seen; signed when the service is back."""
    draft = issuing.draft(desk, accepted.pk, by=officer)
    issuing.approve(desk, draft.pk, draft.pdf_sha256, by=approver)
    with StampService(authority, MONDAY_MORNING).running() as service:
        source = KeyFile(authority.p12(authority.signer(), "stamped.p12"), PASSPHRASE)
        stamping = Stamping(url=service.url, roots=[authority.root])
        checker = PyhankoChecker([authority.root], stamp_roots=[authority.root])
        own = with_part(signer=PadesSigner(source, rehearsal=True, stamping=stamping), checker=checker)
        service.broken = True
        with pytest.raises(SigningUnavailable, match="时间戳服务没有响应"):
            issuing.sign_letter(own, draft.pk)
        assert [letter.pk for letter in waiting_for_signature(frozenset({"00"}))] == [draft.pk]
        service.broken = False
        issuing.sign_letter(own, draft.pk)
    draft.refresh_from_db()
    answer = verifying.verify_file(own, desk.vault.get(draft.signed_sha256))
    assert answer.verdict is Verdict.GENUINE
    assert "时间戳服务证明签名不晚于2026-11-23 09:30。" in [str(line) for line in answer.details]
