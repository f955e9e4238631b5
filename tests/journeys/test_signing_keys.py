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


def test_a_certificate_that_is_not_valid_yet_is_told(desk, with_part, other_signer, clock):
    clock.advance(days=-60)
    assert "签名证书自2026-10-24起才有效" in keeping_signing_keys.warning(with_part(signer=other_signer))


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


def test_a_revocation_may_reach_further_back_and_never_less_far(desk, letter, clock):
    keeping_signing_keys.revoke(desk, letter.signer_fingerprint, "密钥失窃", since=clock.now() - DAY)
    keeping_signing_keys.revoke(desk, letter.signer_fingerprint, "查明失窃时间", since=clock.now() + DAY)
    assert verifying.verify_code(desk, letter.code).verdict is Verdict.REVOKED
    keeping_signing_keys.revoke(desk, letter.signer_fingerprint, "查明失窃时间", since=clock.now() - 9 * DAY)
    assert "密钥自2026-11-14起" in str(verifying.verify_code(desk, letter.code).why)


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


class TestTrial:
    """An empty page is signed, and checked as anybody's upload is."""

    def test_a_key_that_works_says_how_far_its_signatures_reach(self, desk):
        found = keeping_signing_keys.try_out(desk)
        assert (found.level, found.stamped_at, found.problem) == ("B-B", None, "")
        assert not SigningCertificate.objects.exists()  # it is no letter

    def test_with_a_service_it_is_stamped(self, with_part, authority):
        with StampService(authority, MONDAY_MORNING).running() as service:
            found = keeping_signing_keys.try_out(stamped_desk(with_part, authority, service, [authority.root]))
            assert (found.level, found.stamped_at, found.problem) == ("B-T", MONDAY_MORNING, "")
            unknown = keeping_signing_keys.try_out(stamped_desk(with_part, authority, service, []))
            assert "CERTDESK_TSA_ROOTS" in unknown.problem
            service.broken = True
            away = keeping_signing_keys.try_out(stamped_desk(with_part, authority, service, [authority.root]))
            assert "时间戳服务没有响应" in away.problem

    def test_a_root_that_is_not_the_keys_is_found_before_a_letter_suffers(self, with_part, other_signer):
        assert "CERTDESK_SIGNING_ROOTS" in keeping_signing_keys.try_out(with_part(signer=other_signer)).problem

    def test_a_revoked_key_does_not_pass(self, desk, letter):
        keeping_signing_keys.revoke(desk, letter.signer_fingerprint, "密钥泄露")
        assert "已登记吊销" in keeping_signing_keys.try_out(desk).problem


def stamped_desk(with_part, authority, service, roots):
    source = KeyFile(authority.p12(authority.signer(), "tried.p12"), PASSPHRASE)
    stamping = Stamping(url=service.url, roots=roots)
    checker = PyhankoChecker([authority.root], stamp_roots=roots)
    return with_part(signer=PadesSigner(source, rehearsal=True, stamping=stamping), checker=checker)


class TestOperator:
    """Gets a mail while there is time, and every day when there is not."""

    @pytest.fixture
    def watched(self, with_part, authority, other_signer, clock, outbox, work):
        """The days in the life of a key that ends in 70 days; return how many mails went out on which of them."""
        desk = with_part(signer=other_signer, checker=PyhankoChecker([authority.root]), operator="operator@example.com")

        def mails(first: int, last: int) -> list[str]:
            outbox.sent.clear()
            for day in range(first, last):
                clock.moment = MONDAY_MORNING + day * DAY
                keeping_signing_keys.tell_operator(desk)
                keeping_signing_keys.tell_operator(desk)  # a job that is repeated writes nothing twice
            work()
            return [mail.text for mail in outbox.sent if mail.to == "operator@example.com"]

        return mails

    def test_hears_nothing_while_nothing_is_due(self, watched):
        assert watched(0, 10) == []

    def test_hears_once_a_week_from_sixty_days_before_the_end(self, watched):
        first, *more = watched(10, 31)
        assert "签名证书将于2027-02-01到期（还有60天），请及时更换。" in first
        assert len(more) == 3

    def test_hears_daily_in_the_last_two_weeks_and_after(self, watched):
        mails = watched(60, 74)
        assert len(mails) == 14
        assert "文书已保留" in mails[-1]

    def test_nobody_is_written_to_when_nobody_is_named(self, with_part, other_signer, outbox, work):
        assert not keeping_signing_keys.tell_operator(with_part(signer=other_signer))
        work()
        assert outbox.sent == []
