import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from tests.adapters.letters import samples

from certdesk.adapters.letters import create_rehearsal_keys

SCRIPT = """
import sys
from pathlib import Path
from certdesk.adapters.letters import create_rehearsal_keys
from tests.adapters.letters import samples
print("ready", flush=True)
create_rehearsal_keys(Path(sys.argv[1]), at=samples.AT, passphrase=samples.PASSPHRASE)
"""


def started(directory):
    command = [sys.executable, "-c", SCRIPT, str(directory)]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[3], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"ready\n"
    return process


def opened(keys):
    return pkcs12.load_pkcs12(keys.signer.read_bytes(), samples.PASSPHRASE)


@pytest.fixture(scope="module")
def certificate(keys):
    return opened(keys).cert.certificate


def test_the_certificate_says_in_two_languages_that_it_is_a_rehearsal(certificate):
    name = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
    assert "REHEARSAL" in name
    assert "演练" in name


def test_the_certificate_is_made_for_signing_documents(certificate):
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert (usage.content_commitment, usage.digital_signature, usage.key_cert_sign) == (True, True, False)
    assert [purpose.dotted_string for purpose in purposes] == ["1.3.6.1.5.5.7.3.36"]
    assert isinstance(certificate.public_key(), rsa.RSAPublicKey)
    assert certificate.public_key().key_size == 3072


def test_the_chain_leads_to_the_root(keys, certificate):
    issuer = opened(keys).additional_certs[0].certificate
    root = x509.load_pem_x509_certificate(keys.root.read_bytes())
    certificate.verify_directly_issued_by(issuer)
    issuer.verify_directly_issued_by(root)
    root.verify_directly_issued_by(root)


def test_only_the_owner_may_read(keys):
    assert {path.stat().st_mode & 0o777 for path in (keys.signer, keys.root)} == {0o600}
    assert keys.signer.parent.stat().st_mode & 0o777 == 0o700


def test_the_key_is_protected_by_the_passphrase(keys):
    with pytest.raises(ValueError, match=r"."):
        pkcs12.load_pkcs12(keys.signer.read_bytes(), b"wrong")


def test_no_private_key_lies_in_the_clear(keys):
    assert not [path for path in keys.signer.parent.iterdir() if b"PRIVATE KEY" in path.read_bytes()]


def test_later_calls_change_nothing(keys):
    before = {path: path.read_bytes() for path in keys.signer.parent.iterdir()}
    again = create_rehearsal_keys(keys.signer.parents[1], at=samples.AT + timedelta(days=9), passphrase=b"another")
    assert again == keys
    assert {path: path.read_bytes() for path in keys.signer.parent.iterdir()} == before


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.2, 0.4, 0.6])
def test_a_kill_leaves_nothing_half(tmp_path, seconds):
    process = started(tmp_path)
    time.sleep(seconds)
    process.kill()
    process.wait()
    process.stdout.close()

    finished = tmp_path / "rehearsal"
    assert not finished.exists() or {path.name for path in finished.iterdir()} == {"signer.p12", "root.pem"}
    keys = create_rehearsal_keys(tmp_path, at=samples.AT, passphrase=samples.PASSPHRASE)
    assert opened(keys).key is not None
    assert [path.name for path in tmp_path.iterdir()] == ["rehearsal"]


def test_two_at_once_agree_on_one_set(tmp_path):
    both = [started(tmp_path), started(tmp_path)]
    for process in both:
        assert process.wait(60) == 0
        process.stdout.close()
    assert [path.name for path in tmp_path.iterdir()] == ["rehearsal"]
