"""PAdES B-T and B-LT: when a letter was signed is proved by a service, and the proof outlives the certificate."""

import logging
from datetime import timedelta

import pytest
from tests.adapters.letters import forgery, samples
from tests.adapters.letters.authority import PASSPHRASE, Authority, StampService

from certdesk.adapters.letters import KeyFile, PadesSigner, PyhankoChecker, Stamping
from certdesk.ports.signer import SigningUnavailable

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"), samples.AT - 30 * DAY)


@pytest.fixture(scope="module")
def service(authority):
    with StampService(authority, samples.AT).running() as service:
        yield service


@pytest.fixture(scope="module")
def issued(authority):
    return authority.signer(days=60)


def signer(authority, issued, service, *, lists: bool = False) -> PadesSigner:
    crls = [authority.crl(samples.AT)] if lists else []
    stamping = Stamping(url=service.url, roots=[authority.root], crls=crls)
    return PadesSigner(KeyFile(authority.p12(issued), PASSPHRASE), rehearsal=True, stamping=stamping)


def checker(authority, **more) -> PyhankoChecker:
    return PyhankoChecker([authority.root], stamp_roots=[authority.root], **more)


@pytest.fixture(scope="module")
def stamped(authority, issued, service, unsigned):
    return signer(authority, issued, service).sign(unsigned, at=samples.AT)


@pytest.fixture(scope="module")
def lasting(authority, issued, service, unsigned):
    return signer(authority, issued, service, lists=True).sign(unsigned, at=samples.AT)


def test_the_stamp_of_a_trusted_service_is_read(authority, stamped):
    finding = checker(authority).check(stamped)
    assert finding.sound
    assert finding.stamped_at == samples.AT


def test_a_stamp_of_an_unknown_service_counts_as_none(authority, stamped):
    finding = PyhankoChecker([authority.root]).check(stamped)
    assert finding.sound
    assert finding.stamped_at is None


def test_a_signature_that_carries_its_proofs_still_covers_the_whole_file(authority, lasting, unsigned):
    finding = checker(authority).check(lasting)
    assert finding.sound
    assert b"/DSS" in lasting
    assert lasting.startswith(unsigned)


def test_while_the_service_is_away_nothing_is_signed(authority, issued, service, unsigned):
    service.broken = True
    try:
        with pytest.raises(SigningUnavailable, match="时间戳服务没有响应"):
            signer(authority, issued, service).sign(unsigned, at=samples.AT)
    finally:
        service.broken = False
    gone = Stamping(url="http://127.0.0.1:9/")
    with pytest.raises(SigningUnavailable, match="时间戳服务没有响应"):
        PadesSigner(KeyFile(authority.p12(issued), PASSPHRASE), rehearsal=True, stamping=gone).sign(
            unsigned, at=samples.AT
        )
    assert signer(authority, issued, service).sign(unsigned, at=samples.AT)


@pytest.mark.parametrize("reply", [b"", b"<html>", b"\x30\x03\x02\x01\x00"])
def test_a_reply_that_is_none_signs_nothing(authority, issued, service, unsigned, reply):
    service.garble = lambda _reply: reply
    try:
        with pytest.raises(SigningUnavailable, match="时间戳"):
            signer(authority, issued, service).sign(unsigned, at=samples.AT)
    finally:
        service.garble = lambda each: each


def test_a_stamp_that_our_own_page_would_not_recognise_is_refused(authority, issued, service, unsigned, tmp_path):
    other = Authority(tmp_path, samples.AT - 30 * DAY)
    stamping = Stamping(url=service.url, roots=[other.root])
    with pytest.raises(SigningUnavailable, match="时间戳不能用所配置的时间戳根证书核实"):
        PadesSigner(KeyFile(authority.p12(issued), PASSPHRASE), rehearsal=True, stamping=stamping).sign(
            unsigned, at=samples.AT
        )


def test_a_stamp_whose_signature_was_changed_is_refused(authority, issued, service, unsigned):
    service.garble = lambda reply: forgery.flipped(reply, len(reply) - 20)
    try:
        with pytest.raises(SigningUnavailable, match="时间戳"):
            signer(authority, issued, service).sign(unsigned, at=samples.AT)
    finally:
        service.garble = lambda each: each


def test_without_a_list_that_holds_no_signature_claims_to_carry_its_proofs(authority, issued, service, unsigned):
    later = Authority(authority.folder / "..", samples.AT - 30 * DAY)
    stamping = Stamping(url=service.url, roots=[authority.root], crls=[later.crl(samples.AT)])
    source = KeyFile(authority.p12(issued), PASSPHRASE)
    with pytest.raises(SigningUnavailable, match="不能核实"):
        PadesSigner(source, rehearsal=True, stamping=stamping).sign(unsigned, at=samples.AT)
    missing = Stamping(url=service.url, roots=[authority.root], crls=[authority.folder / "none.crl"])
    with pytest.raises(SigningUnavailable, match="CRL"):
        PadesSigner(source, rehearsal=True, stamping=missing).sign(unsigned, at=samples.AT)


class TestExpiredKey:
    """A key whose certificate ended; somebody signs with it all the same."""

    def test_without_a_stamp_a_moment_after_its_end_is_not_trusted(self, authority, unsigned):
        short = authority.signer(days=40)
        late = PadesSigner(KeyFile(authority.p12(short, "short.p12"), PASSPHRASE), rehearsal=True)
        forged = forgery.signed_outside_validity(unsigned, late, samples.AT + 20 * DAY)
        assert not checker(authority).check(forged).trusted

    def test_a_stamp_shows_that_the_claimed_moment_is_a_lie(self, authority, service, unsigned):
        short = authority.signer(days=40)
        backdating = signer(authority, short, service)
        service.at = samples.AT + 20 * DAY  # when it really happens; the signer claims an earlier day
        try:
            forged = backdating.sign(unsigned, at=samples.AT)
        finally:
            service.at = samples.AT
        finding = checker(authority).check(forged)
        assert finding.intact
        assert not finding.trusted

    def test_what_was_stamped_in_time_stays_trusted(self, authority, stamped):
        assert checker(authority).check(stamped).trusted


class TestRevokedKey:
    """The authority put the key on its list."""

    @pytest.fixture
    def revoked_since(self, authority, service, unsigned):
        def sign(days: int) -> tuple[bytes, PyhankoChecker]:
            key = authority.signer()
            pdf = signer(authority, key, service).sign(unsigned, at=samples.AT)
            authority.revoke(key, samples.AT + days * DAY)
            return pdf, checker(authority, crls=[authority.crl(samples.AT + 40 * DAY)])

        return sign

    def test_before_the_letter_was_stamped_is_not_trusted(self, revoked_since):
        pdf, judge = revoked_since(-1)
        assert not judge.check(pdf).trusted

    def test_after_the_letter_was_stamped_leaves_it_trusted(self, revoked_since):
        pdf, judge = revoked_since(1)
        assert judge.check(pdf).sound

    def test_a_new_list_counts_without_a_restart(self, authority, service, unsigned):
        key = authority.signer()
        pdf = signer(authority, key, service).sign(unsigned, at=samples.AT)
        judge = checker(authority, crls=[authority.crl(samples.AT)])
        assert judge.check(pdf).trusted
        authority.revoke(key, samples.AT - DAY)
        authority.crl(samples.AT + DAY)
        assert not judge.check(pdf).trusted

    def test_a_list_that_cannot_be_read_leaves_the_one_before_in_force(self, authority, service, unsigned, caplog):
        key = authority.signer()
        pdf = signer(authority, key, service).sign(unsigned, at=samples.AT)
        authority.revoke(key, samples.AT - DAY)
        path = authority.crl(samples.AT + DAY)
        judge = checker(authority, crls=[path])
        assert not judge.check(pdf).trusted
        whole = path.read_bytes()
        with caplog.at_level(logging.ERROR):
            for content in (b"half a downl", whole[:300], b""):
                path.write_bytes(content)
                finding = judge.check(pdf)
                assert (finding.intact, finding.trusted) == (True, False)
            path.unlink()
            assert not judge.check(pdf).trusted
        assert caplog.text.count("a revocation list cannot be read") == 4

    def test_a_desk_whose_list_is_missing_still_answers(self, authority, stamped, tmp_path):
        assert checker(authority, crls=[tmp_path / "none.crl"]).check(stamped).sound


def test_the_stamp_belongs_to_its_own_signature(authority, stamped, issued, service, unsigned):
    other = signer(authority, issued, service).sign(unsigned, at=samples.AT + DAY)
    finding = checker(authority).check(other)
    assert finding.stamped_at == samples.AT  # the service's clock, not the signer's
    assert finding.signed_at == samples.AT + DAY
