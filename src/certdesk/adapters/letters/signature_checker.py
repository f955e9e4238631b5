"""Checks the signature of a file that anybody brings: no network, bounded work, and an answer to any bytes."""

import io
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from asn1crypto import parser as asn1_parser
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from certdesk.adapters.letters.loops import outside_any_loop
from certdesk.ports.signer import SignatureFinding

# A letter has about 100 kB, 100 objects and two revisions; what lies far beyond is not looked into.
MOST_BYTES = 4 * 1024 * 1024
MOST_OBJECTS = 5_000
MOST_REVISIONS = 20
_DECODED = 16 * 1024 * 1024

_LIMITS = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=_DECODED),
    document_budget=DocumentDecodeBudget(base_allowance=2 * _DECODED, max_ratio=8),
)

_APPENDED = "文件在签名之后又被追加了内容。"

# It reports each odd file as a fault of ours; here odd files are the daily work, and the finding says what is wrong.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


class PyhankoChecker:
    """Checks signatures against the roots of this office."""

    def __init__(self, roots: Sequence[Path]) -> None:
        """Read the root certificates (PEM files); at least one."""
        if not roots:
            raise ValueError("a checker without a root certificate could trust no letter")
        self._roots = [certificate for path in roots for certificate in _certificates_in(path)]

    def check(self, pdf: bytes) -> SignatureFinding:
        """Examine any bytes whatever; never raises."""
        beyond = _beyond_limits(pdf)
        if beyond:
            return SignatureFinding(signed=False, why=beyond)
        try:
            return outside_any_loop(lambda: self._examined(pdf))
        except Exception:  # noqa: BLE001  # hostile files reach every corner of a parser: whatever it raises, the answer is no
            return SignatureFinding(signed=False, why="文件已损坏或结构不正常，无法核验其中的签名。")

    def _examined(self, pdf: bytes) -> SignatureFinding:
        reader = PdfFileReader(io.BytesIO(pdf), decode_limits=_LIMITS)
        if reader.encrypted:
            return SignatureFinding(signed=False, why="文件加了密码，而本单位签发的文书从不加密码。")
        signatures = reader.embedded_signatures
        if not signatures:
            return SignatureFinding(signed=False, why="文件中没有电子签名。")
        finding = self._of_first(signatures[0])
        if finding.sound and (len(signatures) > 1 or _hides_something(signatures[0], pdf)):
            return replace(finding, covers_whole_file=False, why=_APPENDED)
        return finding

    def _of_first(self, signature: EmbeddedPdfSignature) -> SignatureFinding:
        signed_at = signature.self_reported_timestamp
        if signed_at is None or signed_at.utcoffset() is None:
            return SignatureFinding(signed=True, why="签名没有写明签署时间，不是本单位的签名。")
        # Letters outlive certificates: what counts is whether the certificate held when it signed.
        context = ValidationContext(trust_roots=self._roots, moment=signed_at, allow_fetching=False)
        # What follows the signed bytes is refused whole, so nobody needs to judge which changes are harmless.
        status = validate_pdf_signature(signature, context, skip_diff=True)
        return _as_finding(status, signed_at)


def _as_finding(status: PdfSignatureStatus, signed_at: datetime) -> SignatureFinding:
    finding = SignatureFinding(
        signed=True,
        intact=status.intact and status.valid,
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        trusted=status.trusted,
        signer=str(status.signing_cert.subject.human_friendly),
        signed_at=signed_at,
    )
    return replace(finding, why=_why(finding))


def _why(finding: SignatureFinding) -> str:
    if not finding.intact:
        return "文件内容在签名之后被改动过。"
    if not finding.trusted:
        return "签名不是由本单位当时有效的证书作出的。"
    if not finding.covers_whole_file:
        return _APPENDED
    return ""


def _hides_something(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Tell whether the gap that holds the signature, and that no signature can cover, holds anything else."""
    _, start, end, _ = (int(number) for number in signature.byte_range)
    content = signature.pkcs7_content
    padding = content[asn1_parser.peek(content) :]
    return any(padding) or pdf[start:end] != b"<" + content.hex().upper().encode() + b">"


def _beyond_limits(pdf: bytes) -> str:
    """Say why the bytes are not worth parsing, or nothing."""
    if not pdf.startswith(b"%PDF-"):
        return "这不是 PDF 文件。"
    if len(pdf) > MOST_BYTES:
        return f"文件超过 {MOST_BYTES // 1024 // 1024} MB，而本单位签发的文书远小于此。"
    if pdf.count(b"startxref") > MOST_REVISIONS or pdf.count(b" obj") > MOST_OBJECTS:
        return "文件的结构异常复杂，不是本单位签发的文书。"
    return ""


def _certificates_in(path: Path) -> list[asn1_x509.Certificate]:
    return [
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
        for certificate in x509.load_pem_x509_certificates(path.read_bytes())
    ]
