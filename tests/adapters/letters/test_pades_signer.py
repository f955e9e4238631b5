import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from tests.adapters.letters import samples
from tests.adapters.letters.authority import Authority, self_signed_p256

from certdesk.adapters.letters import KeyFile, PadesSigner, PyhankoChecker
from certdesk.ports.signer import SigningUnavailable


def store_of(path, key, certificate):
    encryption = serialization.BestAvailableEncryption(samples.PASSPHRASE)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"letters", key, certificate, None, encryption))
    return path


@pytest.fixture
def elliptic(tmp_path):
    """Make a key on P-256 with its own certificate, valid for the year 2026."""
    key, certificate = self_signed_p256()
    (tmp_path / "root.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return store_of(tmp_path / "signer.p12", key, certificate)


@pytest.mark.parametrize("name", samples.ALL)
def test_what_was_approved_stands_unchanged_at_the_head_of_what_is_signed(typesetter, signer, checker, name):
    approved = typesetter.typeset(samples.ALL[name], at=samples.AT)
    signed = signer.sign(approved, at=samples.AT)
    assert signed[: len(approved)] == approved
    assert checker.check(signed).sound


def test_the_signature_bears_the_given_moment(signer, checker, unsigned):
    moment = datetime(2026, 12, 31, 16, 30, 5, tzinfo=UTC)
    assert checker.check(signer.sign(unsigned, at=moment)).signed_at == moment


def test_a_moment_in_another_zone_is_the_same_moment(signer, checker, unsigned):
    moment = samples.AT.astimezone(ZoneInfo("Asia/Shanghai"))
    assert checker.check(signer.sign(unsigned, at=moment)).signed_at == samples.AT


def test_a_signer_may_be_asked_from_a_running_loop(signer, checker, unsigned):
    async def ask():
        return signer.sign(unsigned, at=samples.AT)

    assert checker.check(asyncio.run(ask())).sound


def test_the_identity_is_that_of_the_certificate(signer, keys):
    certificate = pkcs12.load_pkcs12(keys.signer.read_bytes(), samples.PASSPHRASE).cert.certificate
    assert signer.identity.subject.startswith("CN=CertDesk REHEARSAL Letters 演练文书签名")
    assert signer.identity.fingerprint == certificate.fingerprint(hashes.SHA256()).hex()
    assert signer.identity.not_after == certificate.not_valid_after_utc
    assert signer.identity.rehearsal


def test_the_key_is_read_once(keys, tmp_path, unsigned, checker):
    copy = shutil.copy(keys.signer, tmp_path / "signer.p12")
    signer = PadesSigner(KeyFile(copy, samples.PASSPHRASE), rehearsal=True)
    signer.sign(unsigned, at=samples.AT)
    copy.unlink()
    assert checker.check(signer.sign(unsigned, at=samples.AT)).sound


def test_an_elliptic_key_signs_too(elliptic, unsigned):
    signer = PadesSigner(KeyFile(elliptic, samples.PASSPHRASE), rehearsal=False)
    finding = PyhankoChecker([elliptic.with_name("root.pem")]).check(signer.sign(unsigned, at=samples.AT))
    assert finding.sound
    assert not signer.identity.rehearsal


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC), "自 2026-01-01 起才有效"),
        (datetime(2027, 1, 1, 0, 0, 1, tzinfo=UTC), "已于 2027-01-01 到期"),
    ],
)
def test_a_certificate_out_of_its_time_does_not_sign(elliptic, unsigned, moment, words):
    with pytest.raises(SigningUnavailable, match=words):
        PadesSigner(KeyFile(elliptic, samples.PASSPHRASE), rehearsal=False).sign(unsigned, at=moment)


@pytest.mark.parametrize("moment", [datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)])
def test_the_first_and_the_last_moment_of_a_certificate_count(elliptic, unsigned, moment):
    signer = PadesSigner(KeyFile(elliptic, samples.PASSPHRASE), rehearsal=False)
    assert signer.sign(unsigned, at=moment).startswith(unsigned)


def test_the_end_of_an_authority_is_the_end_of_the_key(tmp_path, unsigned):
    """What it signs afterwards would verify nowhere; a root is trusted for being known, not for its dates."""
    authority = Authority(tmp_path, samples.AT)
    above = authority.signer(days=40).certificate
    key = authority.signer(days=400)
    chain = [above, authority.own.certificate]
    encryption = serialization.BestAvailableEncryption(samples.PASSPHRASE)
    store = pkcs12.serialize_key_and_certificates(b"letters", key.key, key.certificate, chain, encryption)
    (tmp_path / "signer.p12").write_bytes(store)
    signer = PadesSigner(KeyFile(tmp_path / "signer.p12", samples.PASSPHRASE), rehearsal=False)
    assert signer.identity.not_after == above.not_valid_after_utc
    with pytest.raises(SigningUnavailable, match="到期"):
        signer.sign(unsigned, at=samples.AT + timedelta(days=41))


def test_a_key_store_that_comes_back_is_used(keys, tmp_path, unsigned):
    signer = PadesSigner(KeyFile(tmp_path / "signer.p12", samples.PASSPHRASE), rehearsal=True)
    with pytest.raises(SigningUnavailable, match="读不到签名密钥文件"):
        signer.sign(unsigned, at=samples.AT)
    shutil.copy(keys.signer, tmp_path / "signer.p12")
    assert signer.sign(unsigned, at=samples.AT).startswith(unsigned)


def test_a_wrong_passphrase_is_said_to_be_one(keys):
    with pytest.raises(SigningUnavailable, match="口令"):
        PadesSigner(KeyFile(keys.signer, b"wrong"), rehearsal=True).identity  # noqa: B018  # reading it opens the store


def test_a_store_without_a_certificate_does_not_sign(elliptic, tmp_path, unsigned):
    key = pkcs12.load_pkcs12(elliptic.read_bytes(), samples.PASSPHRASE).key
    store = store_of(tmp_path / "bare.p12", key, None)
    with pytest.raises(SigningUnavailable, match="缺少证书"):
        PadesSigner(KeyFile(store, samples.PASSPHRASE), rehearsal=True).sign(unsigned, at=samples.AT)


def test_signing_twice_takes_the_same_room(signer, unsigned):
    later = samples.AT + timedelta(days=30)
    assert abs(len(signer.sign(unsigned, at=samples.AT)) - len(signer.sign(unsigned, at=later))) < 64


class TestOtherPeoplesTools:
    def test_the_page_for_trying_a_key_out_is_a_sound_document(self, tool, signer, tmp_path):
        (tmp_path / "trial.pdf").write_bytes(signer.try_out(at=samples.AT))
        assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", tmp_path / "trial.pdf")

    def test_poppler_finds_the_signature_valid_and_whole(self, tool, signed, tmp_path):
        (tmp_path / "letter.pdf").write_bytes(signed)
        said = tool("pdfsig", tmp_path / "letter.pdf")
        assert "Signature is Valid." in said
        assert "Total document signed" in said
        assert "ETSI.CAdES.detached" in said

    def test_poppler_sees_a_changed_byte(self, tool, signed, tmp_path):
        (tmp_path / "letter.pdf").write_bytes(signed[:2000] + b"!" + signed[2001:])
        assert "Signature is Valid." not in tool("pdfsig", tmp_path / "letter.pdf")

    def test_qpdf_finds_the_structure_sound(self, tool, signed, tmp_path):
        (tmp_path / "letter.pdf").write_bytes(signed)
        assert "No syntax or stream encoding errors found" in tool("qpdf", "--check", tmp_path / "letter.pdf")
