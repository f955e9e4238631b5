"""A file that the register does not know: one of ours that somebody changed, or none of ours."""

import hashlib
import logging
import re
from itertools import islice

from certdesk.guide.model import Guide
from certdesk.ports.signer import SignatureFinding
from certdesk.rules.wording import Sentence
from certdesk.stages.issue.certificates import revocation_of
from certdesk.stages.issue.queries import any_signed_from
from certdesk.stages.verify.verdict import Verdict

log = logging.getLogger(__name__)

MOST_ENDS = 4  # of revisions: a letter of ours has two
_END_OF_REVISION = re.compile(rb"%%EOF")

_CHANGED = Sentence("文件带有签名，但内容与本单位签发并登记的不一致：文件被改动过，或附加了内容。")
_SIGNATURE_GONE = Sentence("文件的内容取自本单位签发的文书，但签名缺失、损坏或被替换，不是签发的原件。")
_SIGNED_BY_ANOTHER = Sentence("文件的内容取自本单位签发的文书，但签名不是由本单位作出的，不予承认。")
_NOT_REGISTERED = Sentence("文件带有本单位密钥的签名，但登记簿中没有这份文书，不予承认。")
_FOREIGN = Sentence(
    "这不是本系统签发的文书。另存、压缩或转换过的文件无法认出：请上传收到的原文件，或扫描文书上的二维码核验。"
)


def judge_unregistered(pdf: bytes, finding: SignatureFinding, guide: Guide) -> tuple[Verdict, Sentence]:
    """Say whether a file is a changed letter of ours, and why it counts for nothing."""
    if finding.trusted and not finding.sound:
        return Verdict.ALTERED, _CHANGED
    ours_inside = any_signed_from(_heads(pdf))
    if finding.signed and finding.intact and not finding.trusted:  # whoever signed it vouches for it, not this office
        return Verdict.NOT_OURS, _SIGNED_BY_ANOTHER if ours_inside else _FOREIGN
    if ours_inside:
        return Verdict.ALTERED, _SIGNATURE_GONE
    if finding.sound:
        # Nobody but this office has the key, and this office registers what it signs.
        log.error("a file bears a signature of certificate %s that the register does not know", finding.fingerprint)
        return Verdict.NOT_OURS, _not_registered(finding, guide)
    return Verdict.NOT_OURS, _FOREIGN


def _not_registered(finding: SignatureFinding, guide: Guide) -> Sentence:
    revoked = revocation_of(finding.fingerprint)
    if revoked is None:
        return _NOT_REGISTERED
    values = {"day": guide.local_date(revoked.since).isoformat(), "reason": revoked.reason}
    return Sentence("签名所用的密钥自{day}起已被本单位吊销（{reason}），登记簿中也没有这份文书。", values)


def _heads(pdf: bytes) -> list[str]:
    """Return the SHA-256 of what each of the first revisions ends: one of them is what an approver saw."""
    digests, running, done = [], hashlib.sha256(), 0
    for end in islice(_END_OF_REVISION.finditer(pdf), MOST_ENDS):
        running.update(pdf[done : end.end()])
        done = end.end()
        digests.append(running.hexdigest())
    return digests
