"""PAdES B-B signatures with a key out of a PKCS#12 file, loaded once."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession

from certdesk.adapters.letters.loops import outside_any_loop
from certdesk.ports.signer import SigningIdentity, SigningUnavailable

FIELD = "CertDesk"
DIGEST = "sha256"
ROOM_BESIDE_CERTIFICATES = 2048  # what a B-B signature holds beside the certificates: attributes, digest, one signature

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class _KeyStore:
    """What the PKCS#12 file holds, parsed."""

    key: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def room(self) -> int:
        """How many hex digits a signature may take. Reckoned, since pyHanko would sign once more to find out."""
        certificates = sum(len(_as_der(certificate)) for certificate in (self.certificate, *self.chain))
        return 2 * (certificates + ROOM_BESIDE_CERTIFICATES)


class PadesSigner:
    """Signs letters with the key in ``p12``; ``rehearsal`` says that its signatures bind nobody."""

    def __init__(self, p12: Path, *, passphrase: bytes, rehearsal: bool) -> None:
        self._p12 = p12
        self._passphrase = passphrase
        self._rehearsal = rehearsal

    @property
    def identity(self) -> SigningIdentity:
        """Whose key signs, and until when.

        Raises:
            SigningUnavailable: the key store cannot be opened.
        """
        certificate = self._store.certificate
        return SigningIdentity(
            subject=certificate.subject.rfc4514_string(),
            fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
            not_after=certificate.not_valid_after_utc,
            rehearsal=self._rehearsal,
        )

    def sign(self, pdf: bytes, *, at: datetime) -> bytes:
        """Return ``pdf``, byte for byte, followed by the revision that signs it at ``at``.

        Raises:
            SigningUnavailable: the key store cannot be opened, or its certificate does not hold at ``at``.
        """
        self._refuse_outside_validity(at)
        # PDF/A wants each revision to start on a new line, and typst ends its file without one.
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf + b"\n"))
        pdf_signer = _PdfSignerAt(self._cms_signer, at.astimezone(UTC))
        signed: io.BytesIO = outside_any_loop(lambda: pdf_signer.sign_pdf(writer, bytes_reserved=self._store.room))
        return signed.getvalue()

    def _refuse_outside_validity(self, at: datetime) -> None:
        certificate = self._store.certificate
        if at < certificate.not_valid_before_utc:
            day = certificate.not_valid_before_utc.date().isoformat()
            raise SigningUnavailable(f"签名证书自 {day} 起才有效，请核对服务器时间，或请系统管理员更换签名证书。")
        if at > certificate.not_valid_after_utc:
            day = certificate.not_valid_after_utc.date().isoformat()
            raise SigningUnavailable(
                f"签名证书已于 {day} 到期，请系统管理员更换签名证书；文书已保留，更换后会再次签名。"
            )

    @cached_property
    def _store(self) -> _KeyStore:
        return _opened(self._p12, self._passphrase)

    @cached_property
    def _cms_signer(self) -> "_LoadedKeySigner":
        return _LoadedKeySigner(self._store)


class _LoadedKeySigner(CmsSigner):
    """Signs with a key that is parsed already; pyHanko's own signer parses and checks it anew each time."""

    def __init__(self, store: _KeyStore) -> None:
        super().__init__(signing_cert=_as_asn1(store.certificate))
        self.cert_registry.register_multiple(_as_asn1(certificate) for certificate in store.chain)
        self._key = store.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002  # pyHanko calls it so
        """Sign ``data`` with SHA-256, the only digest that the desk uses."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


class _PdfSignerAt(PdfSigner):
    """A PDF signer whose clock stands at a given moment."""

    def __init__(self, signer: CmsSigner, at: datetime) -> None:
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,  # the author's signature: no later change is allowed, not even another signature
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        super().__init__(metadata, signer)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> PdfSigningSession:
        """Open the session at the given moment instead of now."""
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self._at
        return session


def _opened(p12: Path, passphrase: bytes) -> _KeyStore:
    try:
        content = pkcs12.load_pkcs12(p12.read_bytes(), passphrase)
    except OSError as problem:
        raise SigningUnavailable("读不到签名密钥文件，请系统管理员检查密钥的位置和权限。") from problem
    except ValueError as problem:
        raise SigningUnavailable("签名密钥打不开，请系统管理员检查密钥文件和口令。") from problem
    if content.cert is None or not isinstance(content.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise SigningUnavailable("签名密钥文件中缺少证书，或密钥不是 RSA 或 EC 类型，请系统管理员更换密钥文件。")
    chain = tuple(extra.certificate for extra in content.additional_certs)
    return _KeyStore(content.key, content.cert.certificate, chain)


def _as_der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.DER)


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(_as_der(certificate))
