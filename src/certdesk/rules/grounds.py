"""Grounds on which a signed letter ends, in words that the verification page has in English, too (design, rule 5)."""

from typing import Final

PUBLIC_GROUNDS: Final = (
    "文书内容有误。",
    "出具文书所依据的材料不属实。",
    "所依据的证书登记信息已经更改。",
    "原证书已被发证机构撤销。",
    "同一文书重复出具。",
    "应持证人的申请。",
)


def with_ground(ground: str, details: str) -> str:
    """Return a reason whose first line, the public one, is ``ground``, if that is one of those above."""
    return f"{ground}\n{details}".strip() if ground in PUBLIC_GROUNDS else details
