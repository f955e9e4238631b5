"""PAdES signatures: B-B by itself, B-T with a time-stamping service, B-LT with revocation lists at hand."""

import asyncio
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from asn1crypto import cms
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import Signer as CmsSigner
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSignatureMetadata,
    PdfSigner,
    PdfSigningSession,
    SigDSSPlacementPreference,
)
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from certdesk.adapters.letters.loops import outside_any_loop
from certdesk.adapters.letters.signature_container import containers
from certdesk.adapters.letters.signing_keys import CmsKey, KeySource, OpenedKey, as_asn1, as_der
from certdesk.adapters.letters.stamp_check import stamped_at
from certdesk.adapters.letters.stamping import Stamping, certificates_in, crls_in
from certdesk.ports.signer import SigningIdentity, SigningUnavailable

FIELD = "CertDesk"
DIGEST = "sha256"
ROOM_BESIDE_CERTIFICATES = 2048  # what a B-B signature holds beside the certificates: attributes, digest, one signature
_EMPTY_PAGE = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
)
ROOM_OF_A_STAMP = 12 * 1024  # a token with the certificates of its service


class PadesSigner:
    """Signs letters with the key of ``source``; ``rehearsal`` says that its signatures bind nobody."""

    def __init__(self, source: KeySource, *, rehearsal: bool, stamping: Stamping | None = None) -> None:
        self._source = source
        self._rehearsal = rehearsal
        self._stamping = stamping

    @cached_property
    def identity(self) -> SigningIdentity:
        """Whose key signs, and until when.

        Raises:
            SigningUnavailable: the key cannot be opened.
        """
        certificate = self._opened.certificate
        return SigningIdentity(
            subject=certificate.subject.rfc4514_string(),
            fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
            not_before=certificate.not_valid_before_utc,
            not_after=min(each.not_valid_after_utc for each in (certificate, *self._authorities)),
            rehearsal=self._rehearsal,
            level=self._stamping.level if self._stamping else "B-B",
        )

    def try_out(self, *, at: datetime) -> bytes:
        """Sign an empty page, which binds nobody.

        Raises:
            SigningUnavailable: as ``sign``.
        """
        return self.sign(_empty_page(), at=at)

    def sign(self, pdf: bytes, *, at: datetime) -> bytes:
        """Return ``pdf``, byte for byte, followed by the revision that signs it at ``at``.

        Raises:
            SigningUnavailable: key or time-stamping service away, or the certificate does not hold at ``at``.
        """
        self._refuse_outside_validity(at)
        signed = self._signed(pdf, at)
        if self._stamping and self._stamping.roots:
            _require_stamp(signed, self._stamping)
        return signed

    def _signed(self, pdf: bytes, at: datetime) -> bytes:
        # PDF/A wants each revision to start on a new line, and typst ends its file without one.
        writer = _Revision(io.BytesIO(pdf + b"\n"))
        try:
            trusted = self._trusted if self._stamping else []
            signer = _PdfSignerAt(self._cms, at.astimezone(UTC), self._stamping, trusted)
            room = self._room
            signed: io.BytesIO = outside_any_loop(lambda: signer.sign_pdf(writer, bytes_reserved=room, in_place=True))
        except (TimestampRequestError, OSError) as problem:
            raise SigningUnavailable("时间戳服务没有响应，文书已保留，恢复后会再次签名。") from problem
        except (SigningError, PathError) as problem:
            words = "签名证书或时间戳证书不能核实（证书链或吊销列表不全），请系统管理员检查；文书已保留。"
            raise SigningUnavailable(words) from problem
        except ValueError as problem:
            if self._stamping is None:
                raise  # a mistake of ours, and no answer that cannot be read
            raise SigningUnavailable("时间戳服务的回复无法识别，请系统管理员检查服务地址；文书已保留。") from problem
        return signed.getvalue()

    def _refuse_outside_validity(self, at: datetime) -> None:
        certificate = self._opened.certificate
        if at < certificate.not_valid_before_utc:
            day = certificate.not_valid_before_utc.date().isoformat()
            raise SigningUnavailable(f"签名证书自 {day} 起才有效，请核对服务器时间，或请系统管理员更换签名证书。")
        ends = self.identity.not_after
        if at > ends:
            day = ends.date().isoformat()
            raise SigningUnavailable(
                f"签名证书已于 {day} 到期，请系统管理员更换签名证书；文书已保留，更换后会再次签名。"
            )

    @property
    def _authorities(self) -> Sequence[x509.Certificate]:
        """Return the certificates whose end is the signer's end, too; a root is trusted for being known."""
        return [each for each in self._opened.chain if each.subject != each.issuer]

    @cached_property
    def _room(self) -> int:
        """How many hex digits a signature may take. Reckoned, since pyHanko would sign once more to find out."""
        certificates = sum(len(as_der(each)) for each in (self._opened.certificate, *self._opened.chain))
        stamp = ROOM_OF_A_STAMP if self._stamping else 0
        return 2 * (certificates + ROOM_BESIDE_CERTIFICATES + stamp)

    @property
    def _trusted(self) -> list[Any]:
        """Return what a signature that carries its proofs is held against: the last of the chain, and the service's."""
        above = [as_asn1(each) for each in self._opened.chain]
        return [*above[-1:], *(certificates_in(self._stamping.roots) if self._stamping else [])]

    @cached_property
    def _opened(self) -> OpenedKey:
        return self._source.open()

    @cached_property
    def _cms(self) -> CmsKey:
        return CmsKey(self._opened)


def _empty_page() -> bytes:
    """Return the smallest document that can be signed."""
    pdf, places = b"%PDF-1.7\n", []
    for number, content in enumerate(_EMPTY_PAGE, start=1):
        places.append(b"%010d 00000 n \n" % len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(places)
    return pdf + table + b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(pdf)


def _require_stamp(signed: bytes, stamping: Stamping) -> None:
    """Refuse a stamp that our own verification would not recognise: the letter would be weaker than it claims."""
    (container,) = containers(signed, at_most=1)
    content = cms.ContentInfo.load(container.cms())["content"]
    roots = certificates_in(stamping.roots)
    if outside_any_loop(lambda: asyncio.run(stamped_at(content, roots, ()))) is None:
        raise SigningUnavailable("时间戳不能用所配置的时间戳根证书核实，请系统管理员检查；文书已保留。")


class _Revision(IncrementalPdfFileWriter):
    """A revision that adds a signature, and leaves alone what the approved document says of itself.

    pyHanko would write the metadata anew, with the machine's time as the last change, and take a quarter of the
    signature's time for it.
    """

    def _update_meta(self) -> None: ...


class _PdfSignerAt(PdfSigner):
    """A PDF signer whose clock stands at a given moment."""

    def __init__(
        self, signer: CmsSigner, at: datetime, stamping: Stamping | None = None, trusted: list[Any] | None = None
    ) -> None:
        carried = _carried(stamping, trusted or [], at) if stamping and stamping.crls else {}
        metadata = PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm=DIGEST,
            subfilter=SigSeedSubFilter.PADES,
            certify=True,  # the author's signature: no later change is allowed, not even another signature
            docmdp_permissions=MDPPerm.NO_CHANGES,
            **carried,
        )
        super().__init__(metadata, signer, timestamper=stamping.service() if stamping else None)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> PdfSigningSession:
        """Open the session at the given moment instead of now."""
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self._at
        return session


def _carried(stamping: Stamping, trusted: list[Any], at: datetime) -> dict[str, Any]:
    """Let the signature carry certificates and revocation lists, in its own revision: it then covers the whole file."""
    context = ValidationContext(
        trust_roots=trusted,
        crls=crls_in(stamping.crls),
        moment=at,
        allow_fetching=False,
        revocation_mode="require",
    )
    together = DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)
    return {"embed_validation_info": True, "validation_context": context, "dss_settings": together}
