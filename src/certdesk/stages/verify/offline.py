"""Check the code of a letter with the office's published keys alone: no register, no network."""

from collections.abc import Callable, Sequence

from certdesk.ports.notary import NotaryKey
from certdesk.rules.offline_code import NotAnOfflineCode, OfflineCode, read_code
from certdesk.rules.wording import Sentence

Verifies = Callable[[NotaryKey, bytes, bytes], bool]


def check_offline(text: str, keys: Sequence[NotaryKey], verifies: Verifies) -> tuple[OfflineCode | None, Sentence]:
    """Return what a genuine code says, or None, with the reason in a sentence either way."""
    try:
        code = read_code(text)
    except NotAnOfflineCode:
        return None, Sentence("这不是文书二维码的内容，或者没有读全。")
    key = next((key for key in keys if key.key_id == code.key_id), None)
    if key is None:
        return None, Sentence("二维码不是用本单位公布的密钥签名的。")
    if not verifies(key, code.signed, code.signature):
        return None, Sentence("二维码的签名不对：内容被改动过，或是伪造的。")
    return code, Sentence("二维码由本单位签名，内容未被改动。请与文书逐项核对；文书是否已撤销或被替代，须联网核验。")
