"""What makes a sender doubtful: the receiving server's verdicts, and a display name that pretends."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from certdesk.rules.wording import Sentence

ADDRESS = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
SHORTEST_NAME = 4  # of an office: a shorter piece may be anybody's


class SenderDoubt(StrEnum):
    """One reason to ask back before trusting a mail."""

    SPF = "spf"  # 发信服务器无权使用该域名
    DKIM = "dkim"  # 签名无效
    DMARC = "dmarc"  # 域名所有者的规则未通过
    NAME_SHOWS_ADDRESS = "name_shows_address"  # 显示名里是另一个邮箱
    NAME_IS_OURS = "name_is_ours"  # 显示名冒用本单位
    ADDRESS_IS_OURS = "address_is_ours"  # 自称来自本单位邮箱


SENTENCES: Mapping[SenderDoubt, Sentence] = MappingProxyType(
    {
        SenderDoubt.SPF: Sentence("SPF核验未通过：发信的服务器无权以该邮箱的名义发信"),
        SenderDoubt.DKIM: Sentence("DKIM签名无效：邮件可能在途中被改动，或者不是该邮箱发出的"),
        SenderDoubt.DMARC: Sentence("DMARC核验未通过：该邮箱可能被冒用"),
        SenderDoubt.NAME_SHOWS_ADDRESS: Sentence("显示的名字里写着另一个邮箱地址，请看清实际的发件邮箱"),
        SenderDoubt.NAME_IS_OURS: Sentence("显示的名字冒用本单位的名称或邮箱，并非本单位发出"),
        SenderDoubt.ADDRESS_IS_OURS: Sentence("自称从本单位的邮箱发出，请核实"),
    }
)
FAILING: Mapping[SenderDoubt, frozenset[str]] = MappingProxyType(
    {
        SenderDoubt.SPF: frozenset({"fail", "softfail"}),
        SenderDoubt.DKIM: frozenset({"fail"}),
        SenderDoubt.DMARC: frozenset({"fail"}),
    }
)


def sender_doubts(
    name: str, address: str, verdicts: Mapping[SenderDoubt, str], *, our_names: Collection[str], our_address: str
) -> tuple[SenderDoubt, ...]:
    """List what is doubtful about a sender; an absent verdict is none."""
    found = [doubt for doubt, words in FAILING.items() if verdicts.get(doubt, "").lower() in words]
    shown = _folded(name)
    named = {each.lower() for each in ADDRESS.findall(shown)}
    if address.lower() == our_address.lower():
        found.append(SenderDoubt.ADDRESS_IS_OURS)
    elif our_address.lower() in named or any(_is_in(our_name, shown) for our_name in our_names):
        found.append(SenderDoubt.NAME_IS_OURS)
    elif named - {address.lower()}:
        found.append(SenderDoubt.NAME_SHOWS_ADDRESS)
    return tuple(found)


def _folded(text: str) -> str:
    """Bring full-width forms and blanks out of the way: that is how names are disguised."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _is_in(our_name: str, shown: str) -> bool:
    folded = _folded(our_name)
    return len(folded) >= SHORTEST_NAME and folded in shown
