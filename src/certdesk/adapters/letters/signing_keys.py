"""What signs letters: an opened key with its certificates, by default out of a PKCS#12 file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.sign.attributes import CMSAttributeProvider, SignedAttributeProviderSpec
from pyhanko.sign.general import as_signing_certificate_v2
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


class CmsKey(CmsSigner):
    """Gives an opened key to pyHanko, whose own signers parse and check keys anew each time."""

    def __init__(self, opened: OpenedKey) -> None:
        super().__init__(signing_cert=as_asn1(opened.certificate))
        self.signed_attr_prov_spec = _PadesAttributes(as_asn1(opened.certificate))
        self.cert_registry.register_multiple(as_asn1(certificate) for certificate in opened.chain)
        self._opened = opened

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002  # pyHanko calls it so
        """Sign ``data`` with SHA-256, the only digest that the desk uses.

        Raises:
            SigningUnavailable: the key is out of reach, or not the certificate's.
        """
        signature = self._opened.sign(data)
        if not _belongs(signature, data, self._opened.certificate):
            raise SigningUnavailable("签名密钥与签名证书不相符，请系统管理员检查密钥和证书的配置；文书已保留。")
        return signature


class _SignedBy(CMSAttributeProvider):
    """Whose certificate signs (ESS signing-certificate-v2, RFC 5035).

    Encoded once: asn1crypto writes a nested value anew at each of its ten levels, several times each, for as long as
    it remembers that somebody put the value together. That was two thirds of the time of a signature.
    """

    attribute_type = "signing_certificate_v2"

    def __init__(self, certificate: asn1_x509.Certificate) -> None:
        self._encoded = as_signing_certificate_v2(certificate).dump()

    async def build_attr_value(self, dry_run: bool = False) -> tsp.SigningCertificateV2:  # noqa: ARG002  # pyHanko calls it so
        """Return the value, as read and not as put together."""
        return tsp.SigningCertificateV2.load(self._encoded)


class _PadesAttributes(SignedAttributeProviderSpec):
    """What is signed beside content type and digest: the certificate, and no claimed time (EN 319 142-1, 6.3)."""

    def __init__(self, certificate: asn1_x509.Certificate) -> None:
        self._signed_by = _SignedBy(certificate)

    def signed_attr_providers(self, data_digest: bytes, digest_algorithm: str) -> Iterator[CMSAttributeProvider]:  # noqa: ARG002  # pyHanko calls it so
        """Yield the one attribute."""
        yield self._signed_by


def _belongs(signature: bytes, data: bytes, certificate: x509.Certificate) -> bool:
    """Tell whether the certificate's own key made the signature: key and certificate may lie in different places."""
    public = certificate.public_key()
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def as_der(certificate: x509.Certificate) -> bytes:
    """Return a certificate's DER."""
    return certificate.public_bytes(serialization.Encoding.DER)


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """Return a certificate as pyHanko takes it."""
    return asn1_x509.Certificate.load(as_der(certificate))
