"""When a trusted service says that a signature was there, without any network."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

Roots = Sequence[asn1_x509.Certificate]
Lists = Sequence[asn1_crl.CertificateList]


def context_of(roots: Roots, lists: Lists, moment: datetime | None, mode: str = "soft-fail") -> ValidationContext:
    """Return what certificates are judged by: roots, revocation lists at hand, and the moment that counts."""
    return ValidationContext(
        trust_roots=list(roots),
        moment=moment,
        allow_fetching=False,
        crls=list(lists),
        revocation_mode=mode,
        retroactive_revinfo=True,  # a list of today also tells of the day of signing
    )


async def stamped_at(signed_data: cms.SignedData, roots: Roots, lists: Lists) -> datetime | None:
    """Return when a service under ``roots`` stamped the signature; None: no stamp, or none that holds."""
    token = _stamp_of(signed_data)
    if token is None or not roots:
        return None
    claimed: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    signature = signed_data["signer_infos"][0]["signature"].native
    context = context_of(roots, lists, claimed)
    found: Any = await validate_tst_signed_data(token, context, lambda name: hashlib.new(name, signature).digest())
    status = TimestampSignatureStatus(**found)
    return claimed if status.intact and status.valid and status.trusted else None


def _stamp_of(signed_data: cms.SignedData) -> cms.SignedData | None:
    for attribute in signed_data["signer_infos"][0]["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            content: cms.SignedData = attribute["values"][0]["content"]
            return content
    return None
