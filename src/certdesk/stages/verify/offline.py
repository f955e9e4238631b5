"""Check the code of a letter with the office's published keys alone: no register, no network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from certdesk.ports.notary import NotaryKey
from certdesk.rules.offline_code import NotAnOfflineCode, OfflineFacts, read_code
from certdesk.rules.wording import Sentence
from certdesk.stages.verify.verdict import Verdict

Verifies = Callable[[NotaryKey, bytes, bytes], bool]


@dataclass(frozen=True, slots=True)
class OfflineAnswer:
    """A verdict without the register, why, and what the code says if it is genuine."""

    verdict: Verdict
    why: Sentence
    facts: OfflineFacts | None = None


def check_offline(text: str, keys: Sequence[NotaryKey], verifies: Verifies) -> OfflineAnswer:
    """Answer for the text of a QR code.

    A key that is not among ``keys`` may be newer than they are: that is no word against the letter.
    """
    try:
        code = read_code(text)
    except NotAnOfflineCode:
        return OfflineAnswer(Verdict.NOT_OURS, Sentence("这不是文书二维码的内容，或者没有读全。"))
    named = [key for key in keys if key.key_id == code.key_id]
    if not named:
        why = "手中的密钥里没有签发它的那一把：密钥文件可能比文书旧，请重新获取后再核验。这不表示文书无效。"
        return OfflineAnswer(Verdict.UNAVAILABLE, Sentence(why))
    key = next((key for key in named if verifies(key, code.signed, code.signature)), None)
    if key is None:
        return OfflineAnswer(Verdict.ALTERED, Sentence("二维码的签名不对：内容被改动过，或是伪造的。"))
    if not key.served_on(code.facts.issued_on):
        why = "签发日期不在这把密钥的使用期内：内容被改动过，或是伪造的。"
        return OfflineAnswer(Verdict.ALTERED, Sentence(why))
    why = "二维码由本单位签名，内容未被改动。请与文书逐项核对；文书是否已撤销或被替代，须联网核验。"
    return OfflineAnswer(Verdict.GENUINE, Sentence(why), code.facts)
