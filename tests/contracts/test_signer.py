"""What every signer and every checker promise each other, whichever adapters keep the promise."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from tests.adapters.letters import samples

from certdesk.adapters.letters import KeyFile, PadesSigner, PyhankoChecker, TypstTypesetter, create_rehearsal_keys
from certdesk.ports.signer import SignatureChecker, Signer, SigningUnavailable


@dataclass(frozen=True)
class Office:
    """An office's signer, and the checker that knows its root."""

    signer: Signer
    checker: SignatureChecker


def rehearsal(folder) -> Office:
    keys = create_rehearsal_keys(folder, at=samples.AT, passphrase=samples.PASSPHRASE)
    signer = PadesSigner(KeyFile(keys.signer, samples.PASSPHRASE), rehearsal=True)
    return Office(signer, PyhankoChecker([keys.root]))


@pytest.fixture(scope="module", params=[rehearsal], ids=["rehearsal keys"])
def office(request, tmp_path_factory) -> Office:
    return request.param(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module", params=[rehearsal], ids=["rehearsal keys"])
def stranger(request, tmp_path_factory) -> Office:
    return request.param(tmp_path_factory.mktemp("stranger"))


@pytest.fixture(scope="module")
def letter() -> bytes:
    return TypstTypesetter().typeset(samples.LOST, at=samples.AT)


def test_signed_bytes_begin_with_the_approved_ones(office, letter):
    signed = office.signer.sign(letter, at=samples.AT)
    assert signed.startswith(letter)
    assert len(signed) > len(letter)


def test_the_office_recognises_its_own_letter_to_the_last_byte(office, letter):
    finding = office.checker.check(office.signer.sign(letter, at=samples.AT))
    assert finding.sound
    assert finding.signed_at == samples.AT
    assert finding.why == ""


def test_another_office_does_not(stranger, office, letter):
    finding = stranger.checker.check(office.signer.sign(letter, at=samples.AT))
    assert finding.signed
    assert not finding.trusted
    assert finding.why


def test_an_unsigned_letter_is_not_sound(office, letter):
    finding = office.checker.check(letter)
    assert not finding.signed
    assert finding.why


def test_nothing_may_follow_the_signature(office, letter):
    finding = office.checker.check(office.signer.sign(letter, at=samples.AT) + b" ")
    assert not finding.covers_whole_file
    assert not finding.sound


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"%PDF-2.0", b"%PDF-1.7\n" + b"1 0 obj" * 1000])
def test_any_bytes_get_a_finding_and_a_reason(office, content):
    finding = office.checker.check(content)
    assert not finding.sound
    assert finding.why


def test_the_identity_names_a_key_that_still_holds(office):
    identity = office.signer.identity
    assert identity.subject
    assert len(bytes.fromhex(identity.fingerprint)) == 32
    assert identity.not_after > samples.AT


def test_an_expired_certificate_does_not_sign(office, letter):
    with pytest.raises(SigningUnavailable):
        office.signer.sign(letter, at=office.signer.identity.not_after + timedelta(seconds=1))
