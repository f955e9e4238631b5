"""Where the key that signs letters lies: a PKCS#12 file, or a token behind PKCS#11 that never gives it out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pkcs11
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pkcs11.exceptions import PKCS11Error
from pkcs11.util.ec import encode_ecdsa_signature
from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner

from certdesk.ports.signer import SigningUnavailable

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class OpenedKey(Protocol):
    """A key that can sign, with its certificate and the authorities above it."""

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the key."""
        ...

    @property
    def chain(self) -> Sequence[x509.Certificate]:
        """The certificates above it, the root left out or not."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Sign ``data`` with SHA-256.

        Raises:
            SigningUnavailable: the key is out of reach.
        """
        ...


class KeySource(Protocol):
    """Opens a key."""

    def open(self) -> OpenedKey:
        """Return the key, ready to sign.

        Raises:
            SigningUnavailable: it cannot be opened; the text says what to do.
        """
        ...


@dataclass(frozen=True, slots=True)
class _ParsedKey:
    """A key held in memory, parsed once: parsing an RSA key checks its primes each time."""

    key: PrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: Sequence[x509.Certificate]

    def sign(self, data: bytes) -> bytes:
        """Sign ``data`` with SHA-256."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A PKCS#12 file with its passphrase."""

    path: Path
    passphrase: bytes = field(repr=False)

    def open(self) -> OpenedKey:
        """Return the key in the file.

        Raises:
            SigningUnavailable: the file cannot be read or opened, or lacks what it must hold.
        """
        try:
            content = pkcs12.load_pkcs12(self.path.read_bytes(), self.passphrase)
        except OSError as problem:
            raise SigningUnavailable("读不到签名密钥文件，请系统管理员检查密钥的位置和权限。") from problem
        except ValueError as problem:
            raise SigningUnavailable("签名密钥打不开，请系统管理员检查密钥文件和口令。") from problem
        if content.cert is None or not isinstance(content.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise SigningUnavailable("签名密钥文件中缺少证书，或密钥不是 RSA 或 EC 类型，请系统管理员更换密钥文件。")
        chain = tuple(extra.certificate for extra in content.additional_certs)
        return _ParsedKey(content.key, content.cert.certificate, chain)


@dataclass(frozen=True, slots=True)
class KeyToken:
    """A key in a token or HSM behind PKCS#11; its certificates lie in a PEM file, its own first."""

    module: Path
    token: str
    label: str
    pin: str = field(repr=False)
    certificates: Path

    def open(self) -> OpenedKey:
        """Open a session at the token and find the key.

        Raises:
            SigningUnavailable: module, token, key or certificates cannot be reached, or the PIN is wrong.
        """
        try:
            own, *chain = x509.load_pem_x509_certificates(self.certificates.read_bytes())
        except (OSError, ValueError) as problem:
            raise SigningUnavailable("读不到签名证书文件，请系统管理员检查证书的位置和内容。") from problem
        try:
            session = pkcs11.lib(str(self.module)).get_token(token_label=self.token).open(user_pin=self.pin)
            key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self.label)
        except (PKCS11Error, RuntimeError, OSError) as problem:
            raise SigningUnavailable("签名设备无法使用，请系统管理员检查设备、标签和口令。") from problem
        return _TokenKey(key, own, tuple(chain), isinstance(own.public_key(), rsa.RSAPublicKey))


@dataclass(frozen=True, slots=True)
class _TokenKey:
    """A key that stays in its token."""

    key: Any = field(repr=False)
    certificate: x509.Certificate
    chain: Sequence[x509.Certificate]
    is_rsa: bool

    def sign(self, data: bytes) -> bytes:
        """Let the token sign ``data`` with SHA-256.

        Raises:
            SigningUnavailable: the token does not answer.
        """
        try:
            if self.is_rsa:
                return bytes(self.key.sign(data, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS))
            digest = hashes.Hash(hashes.SHA256())
            digest.update(data)
            return bytes(encode_ecdsa_signature(self.key.sign(digest.finalize(), mechanism=pkcs11.Mechanism.ECDSA)))
        except (PKCS11Error, RuntimeError) as problem:
            raise SigningUnavailable("签名设备没有响应，请系统管理员检查；文书已保留，恢复后会再次签名。") from problem


class CmsKey(CmsSigner):
    """Gives an opened key to pyHanko, whose own signers parse and check keys anew each time."""

    def __init__(self, opened: OpenedKey) -> None:
        super().__init__(signing_cert=as_asn1(opened.certificate))
        self.cert_registry.register_multiple(as_asn1(certificate) for certificate in opened.chain)
        self._opened = opened

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002  # pyHanko calls it so
        """Sign ``data`` with SHA-256, the only digest that the desk uses."""
        return self._opened.sign(data)


def as_der(certificate: x509.Certificate) -> bytes:
    """Return a certificate's DER."""
    return certificate.public_bytes(serialization.Encoding.DER)


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """Return a certificate as pyHanko takes it."""
    return asn1_x509.Certificate.load(as_der(certificate))
