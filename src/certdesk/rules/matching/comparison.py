"""What comparing two values came to, with the reason in a sentence that shows neither of them."""

from dataclasses import dataclass
from enum import StrEnum

from certdesk.rules.wording import Sentence


class Match(StrEnum):
    """How near two values are."""

    SAME = "same"  # 一致
    WRITTEN_OTHERWISE = "written_otherwise"  # 写法不同，实为一致
    VARIANT = "variant"  # 繁简、异体
    SOUNDS_ALIKE = "sounds_alike"  # 同音
    NEAR = "near"  # 差一个字
    DIFFERENT = "different"  # 不一致


AGREEING = frozenset({Match.SAME, Match.WRITTEN_OTHERWISE})


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two values compare; ``why`` is missing where there is nothing to explain."""

    match: Match
    why: Sentence | None = None

    @property
    def agrees(self) -> bool:
        """Whether both say the same thing."""
        return self.match in AGREEING


SAME = Comparison(Match.SAME)
