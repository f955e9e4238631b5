"""A small certificate hierarchy for rehearsals: it signs for real, and says in its own name that it is a rehearsal."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier

FOLDER = "rehearsal"
RSA_BITS = 3072
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
ORGANISATION = "CertDesk REHEARSAL 演练"

_CLOCKS_DIFFER_BY = timedelta(days=1)
_ROOT_LASTS = timedelta(days=365 * 20)
_ISSUER_LASTS = timedelta(days=365 * 15)
_SIGNER_LASTS = timedelta(days=365 * 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalKeys:
    """Where the rehearsal's key (PKCS#12) and its root certificate (PEM) lie."""

    signer: Path
    root: Path


def create_rehearsal_keys(directory: Path, *, at: datetime, passphrase: bytes) -> RehearsalKeys:
    """Return the rehearsal keys in ``directory``, made at the first call and left as they are by every later one.

    They appear whole or not at all, whatever kills the process, however many of them start at once.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    finished = directory / FOLDER
    with _alone(directory):
        if not finished.exists():
            _remove_leftovers(directory)
            unfinished = Path(tempfile.mkdtemp(prefix=f".{FOLDER}-", dir=directory))
            _make_hierarchy(unfinished, at, passphrase)
            _sync(unfinished)
            unfinished.rename(finished)
            _sync(directory)
    return _keys_in(finished)


def _keys_in(folder: Path) -> RehearsalKeys:
    return RehearsalKeys(signer=folder / "signer.p12", root=folder / "root.pem")


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Hold the directory against other processes; the lock falls with its holder."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _remove_leftovers(directory: Path) -> None:
    for leftover in directory.glob(f".{FOLDER}-*"):
        shutil.rmtree(leftover)


def _make_hierarchy(folder: Path, at: datetime, passphrase: bytes) -> None:
    """Write root and signer. The keys of root and issuer are forgotten: nobody can issue another with them."""
    start = at - _CLOCKS_DIFFER_BY
    root_key, issuer_key, signer_key = (rsa.generate_private_key(65537, RSA_BITS) for _ in range(3))
    root_name = _named("CertDesk REHEARSAL Root 演练根证书")
    issuer_name = _named("CertDesk REHEARSAL Issuing CA 演练签发证书")
    signer_name = _named("CertDesk REHEARSAL Letters 演练文书签名")

    root = _authority(_unsigned(root_name, root_name, root_key, start, _ROOT_LASTS), root_key, path_length=1)
    issuer = _authority(_unsigned(issuer_name, root_name, issuer_key, start, _ISSUER_LASTS), root_key, path_length=0)
    signer = _letter_signer(_unsigned(signer_name, issuer_name, signer_key, start, _SIGNER_LASTS), issuer_key)

    encryption = serialization.BestAvailableEncryption(passphrase)
    store = pkcs12.serialize_key_and_certificates(b"rehearsal", signer_key, signer, [issuer], encryption)
    keys = _keys_in(folder)
    _write_private(keys.signer, store)
    _write_private(keys.root, root.public_bytes(serialization.Encoding.PEM))


def _named(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _unsigned(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, start: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _authority(
    unsigned: x509.CertificateBuilder, signed_by: rsa.RSAPrivateKey, *, path_length: int
) -> x509.Certificate:
    return (
        unsigned.add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .add_extension(_issued_with(signed_by), critical=False)
        .sign(signed_by, hashes.SHA256())
    )


def _letter_signer(unsigned: x509.CertificateBuilder, signed_by: rsa.RSAPrivateKey) -> x509.Certificate:
    return (
        unsigned.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(_issued_with(signed_by), critical=False)
        .sign(signed_by, hashes.SHA256())
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    """Let authorities sign certificates and the signer sign letters that it cannot deny, and nothing else."""
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_cert_sign=certificates,
        crl_sign=certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _issued_with(key: rsa.RSAPrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _write_private(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
