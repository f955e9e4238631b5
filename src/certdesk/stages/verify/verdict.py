"""One honest answer about a letter; pure, so that the answers can be tested one by one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from certdesk.rules.wording import Sentence


class Verdict(StrEnum):
    """What a verification comes to."""

    GENUINE = "genuine"  # 真实有效
    SUPERSEDED = "superseded"  # 已被替代
    REVOKED = "revoked"  # 已撤销
    NOT_OURS = "not_ours"  # 非本系统签发
    ALTERED = "altered"  # 文件与签发的不一致
    UNAVAILABLE = "unavailable"  # 暂时无法核验: never shown as invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDocument:
    """What anybody may see of a letter: never more of a person than a masked name.

    Where the holder hides details, number, masked name and date of issue are all there is; the rest is empty.
    """

    letter_number: str
    kind: str
    office: str
    holder: str
    certificate_number: str
    occupation: str
    level: int | None
    issued_on: date
    specimen: bool
    sha256: str
    details_hidden: bool = False
    replaces: tuple[str, ...] = ()  # numbers of the letters it stands for
    replaced_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A verdict, the letter it speaks of, and why in one sentence."""

    verdict: Verdict
    why: Sentence
    document: PublicDocument | None = None
    details: tuple[Sentence, ...] = ()
    letter: int | None = None  # its row in the register, to count by; shown to nobody
