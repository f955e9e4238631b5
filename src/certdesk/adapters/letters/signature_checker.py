"""Checks the signature of a file that anybody brings: no network, bounded work, and an answer to any bytes."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from asn1crypto import cms
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko.sign.validation.status import StandardCMSSignatureStatus

from certdesk.adapters.letters import stamp_check
from certdesk.adapters.letters.loops import outside_any_loop
from certdesk.adapters.letters.signature_container import Container, containers
from certdesk.adapters.letters.stamping import RevocationLists, certificates_in
from certdesk.ports.signer import LARGEST_FILE, SignatureFinding

# A letter has one signature and a handful of certificates; what lies far beyond is not looked into.
MOST_SIGNATURES = 4
MOST_CERTIFICATES = 8

_APPENDED = "文件在签名之后又被追加了内容。"
_BROKEN = "签名本身已损坏，无法核验。"

# It reports odd certificates as faults of ours; here they are the daily work, and the finding says what is wrong.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


class PyhankoChecker:
    """Checks signatures against the roots of this office."""

    def __init__(self, roots: Sequence[Path], *, stamp_roots: Sequence[Path] = (), crls: Sequence[Path] = ()) -> None:
        """Read the root certificates (PEM files), at least one; those of time-stamps; and revocation lists."""
        if not roots:
            raise ValueError("a checker without a root certificate could trust no letter")
        self._roots = certificates_in(roots)
        self._stamp_roots = certificates_in(stamp_roots)
        self._crls = RevocationLists(crls)

    def check(self, pdf: bytes) -> SignatureFinding:
        """Examine any bytes whatever; never raises."""
        if not pdf.startswith(b"%PDF-"):
            return SignatureFinding(signed=False, why="这不是 PDF 文件。")
        if len(pdf) > LARGEST_FILE:
            why = f"文件超过 {LARGEST_FILE // 1024 // 1024} MB，而本单位签发的文书远小于此。"
            return SignatureFinding(signed=False, why=why)
        found = containers(pdf, at_most=MOST_SIGNATURES + 1)
        if not found:
            return SignatureFinding(signed=False, why="文件中没有本单位的电子签名。")
        if len(found) > MOST_SIGNATURES:
            return SignatureFinding(signed=True, why="文件中的签名过多，不是本单位签发的文书。")
        finding = max(map(self._judged, found), key=_closeness)
        if finding.sound and len(found) > 1:
            return replace(finding, covers_whole_file=False, why="文件中不止一个签名，不是本单位签发的原件。")
        return finding

    def _judged(self, container: Container) -> SignatureFinding:
        try:
            return outside_any_loop(lambda: asyncio.run(self._finding(container)))
        except Exception:  # noqa: BLE001  # a hostile signature reaches every corner of a parser: the answer is still no
            return SignatureFinding(signed=True, signed_at=container.made_at, why=_BROKEN)

    async def _finding(self, container: Container) -> SignatureFinding:
        signed_data = _signed_data(container)
        stamped_at = await stamp_check.stamped_at(signed_data, self._stamp_roots, self._crls.current())
        # Letters outlive certificates: what counts is whether the certificate held when it signed; a stamp says when.
        status = await self._status(container, signed_data, stamped_at or container.made_at)
        finding = SignatureFinding(
            signed=True,
            intact=status.intact and status.valid,
            covers_whole_file=container.to_the_end and not container.hides_something(),
            trusted=_is_ours(status),
            signer=str(status.signing_cert.subject.human_friendly),
            fingerprint=status.signing_cert.sha256.hex(),
            signed_at=container.made_at,
            stamped_at=stamped_at,
        )
        return replace(finding, why=_why(finding))

    async def _status(
        self, container: Container, signed_data: cms.SignedData, moment: datetime | None
    ) -> StandardCMSSignatureStatus:
        """Judge by the revocation lists if they speak of these certificates, else without them.

        pyHanko looks into lists only where a certificate declares one, or where they are required.
        """
        lists = self._crls.current()
        modes = ("require", "soft-fail") if lists else ("soft-fail",)
        for mode in modes:
            context = stamp_check.context_of(self._roots, lists, moment, mode)
            status = await async_validate_detached_cms(container.covered, signed_data, context, context)
            if _is_ours(status) or status.revocation_details is not None:
                break
        return status


def _is_ours(status: StandardCMSSignatureStatus) -> bool:
    """Tell whether this office's key made the signature; pyHanko's own word also asks whether the content is intact."""
    return bool(status.valid and status.trust_problem_indic is None and status.validation_path is not None)


def _signed_data(container: Container) -> cms.SignedData:
    """Return the signature's content.

    Raises:
        ValueError: it is no CMS signature, has no moment to be judged at, or a crowd of certificates.
    """
    content_info = cms.ContentInfo.load(container.cms(), strict=True)
    if container.made_at is None or content_info["content_type"].native != "signed_data":
        raise ValueError("no signature that says when it was made")
    signed_data: cms.SignedData = content_info["content"]
    if len(signed_data["certificates"]) > MOST_CERTIFICATES:
        raise ValueError("more certificates than a chain has")
    return signed_data


def _closeness(finding: SignatureFinding) -> tuple[bool, bool, bool]:
    """Order findings: of several signatures, the one nearest to being this office's speaks for the file."""
    return (finding.trusted, finding.intact, finding.covers_whole_file)


def _why(finding: SignatureFinding) -> str:
    if not finding.intact:
        return "文件内容在签名之后被改动过。"
    if not finding.trusted:
        return "签名不是由本单位当时有效的证书作出的。"
    if not finding.covers_whole_file:
        return _APPENDED
    return ""
