"""Whether an occupation is in the national catalogue: yes, no, or a question to an officer (G-02, G-03)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from certdesk.rules.wording import Sentence

SHORTEST_NEAR_NAME = 2  # a single character is near to everything
DROPPED = frozenset(
    {"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Cn", "Co", "Ps", "Pe", "Pi", "Pf", "Pd"}
)  # spaces, marks, brackets
PART_SEPARATORS = re.compile(r"[、,，;；/|+]")


class Match(StrEnum):
    """How sure the catalogue's answer is. Only a whole name is sure; a near one is never decided here."""

    EXACT = "exact"  # 目录内
    POSSIBLE = "possible"  # 需经办人判断
    NONE = "none"  # 目录外


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueEntry:
    """One qualification of the catalogue and the names that certificates bear for it."""

    number: str
    name: str
    sub_items: tuple[str, ...] = ()
    heading: bool = False  # a group's heading; certificates bear the sub-items' names
    category: str = ""
    confidence: str = "high"
    note: str = ""
    clause: str = "G-02"

    @property
    def certificate_names(self) -> tuple[str, ...]:
        """The names whose equality settles the matter."""
        return self.sub_items if self.heading else (self.name, *self.sub_items)

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name that stands in this row."""
        return (self.name, *self.sub_items)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerName:
    """A name that old certificates bear for a listed occupation."""

    former: str
    entry: str
    clause: str = "G-02"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """A name that looks listed, but is so only with certain words in its name or direction."""

    names: tuple[str, ...]
    entry: str
    decided_by: tuple[str, ...]
    otherwise: Match  # a direction is given and has none of the words
    without_direction: Match
    question: Sentence
    clause: str = "G-02"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One edition of the catalogue, and from when it holds (G-01)."""

    version: str
    title: str
    effective_from: date
    entries: tuple[CatalogueEntry, ...]
    former_names: tuple[FormerName, ...] = ()
    traps: tuple[Trap, ...] = ()
    level_words: tuple[str, ...] = ()  # 三级, 高级工: not part of a name
    doubt_words: tuple[str, ...] = ()  # 非, 除: turn a deciding word around
    clause: str = "G-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueMatch:
    """The catalogue's answer for one occupation."""

    match: Match
    entry: str | None
    why: Sentence
    clause: str = "G-02"


def match_occupation(occupation: str, direction: str, catalogue: Catalogue) -> CatalogueMatch:
    """Look an occupation and its direction up; anything short of a whole name stays a question (rule 4)."""
    name, folded_direction = _fold_name(occupation, catalogue), _fold_name(direction, catalogue)
    if not name:
        return _possible(None, Sentence("没有写明职业（工种），请经办人对照证书或查询结果补充。"))
    for trap in catalogue.traps:
        if _is_trapped(name, trap):
            return _judge_trap(name, direction, trap, catalogue)
    return (
        _whole_name(name, folded_direction, catalogue)
        or _former_name(name, catalogue)
        or _near_name((name, folded_direction), catalogue)
        or CatalogueMatch(
            match=Match.NONE,
            entry=None,
            why=Sentence("“{occupation}”不在{title}内。", {"occupation": occupation, "title": catalogue.title}),
            clause="G-03",
        )
    )


def _possible(entry: str | None, why: Sentence, clause: str = "G-02") -> CatalogueMatch:
    return CatalogueMatch(match=Match.POSSIBLE, entry=entry, why=why, clause=clause)


def _fold(text: str) -> str:
    """Fold width and case; drop spaces, brackets and dashes, so that 建（构）筑物 is 建(构)筑物."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if unicodedata.category(character) not in DROPPED)


def _fold_name(text: str, catalogue: Catalogue) -> str:
    """Fold a name and take levels off its end: 保安员（三级/高级工） is 保安员."""
    folded = _fold(text)
    words = sorted((_fold(word) for word in catalogue.level_words), key=len, reverse=True)
    while True:
        shorter = next((folded.removesuffix(word) for word in words if folded.endswith(word)), "").rstrip("/、")
        if not shorter:  # a name that is nothing but a level is left alone
            return folded
        folded = shorter


def _is_trapped(name: str, trap: Trap) -> bool:
    return any(_fold(trapped) in name for trapped in trap.names)


def _judge_trap(name: str, direction: str, trap: Trap, catalogue: Catalogue) -> CatalogueMatch:
    """Decide by the words beside the trapped name; a mixture or a negation stays a question."""
    rest = name
    for trapped in trap.names:
        rest = rest.replace(_fold(trapped), "")
    parts = [_fold_name(part, catalogue) for part in [*PART_SEPARATORS.split(direction), *PART_SEPARATORS.split(rest)]]
    levels = {_fold(word) for word in catalogue.level_words}
    parts = [part for part in parts if part and part not in levels]
    if not parts:
        return _trap_answer(trap, trap.without_direction)
    decided = [_decides(part, trap) for part in parts]
    doubtful = any(_fold(word) in part for word in catalogue.doubt_words for part in parts)
    if doubtful and any(decided):
        return _trap_answer(trap, Match.POSSIBLE)
    if any(decided):
        # 游泳、健身: one listed and one not; but 焊工 may name its kind in either place
        mixed = not all(decided) and trap.otherwise == Match.NONE
        return _trap_answer(trap, Match.POSSIBLE if mixed else Match.EXACT)
    return _trap_answer(trap, trap.otherwise)


def _decides(part: str, trap: Trap) -> bool:
    return any(_fold(word) in part for word in trap.decided_by)


def _trap_answer(trap: Trap, match: Match) -> CatalogueMatch:
    if match == Match.POSSIBLE:
        return _possible(trap.entry, trap.question, trap.clause)
    words = {"entry": trap.names[0], "words": "、".join(trap.decided_by)}
    if match == Match.EXACT:
        why = Sentence("目录内的“{entry}”限{words}，本证书属于其中。", words)
        return CatalogueMatch(match=match, entry=trap.entry, why=why, clause=trap.clause)
    why = Sentence("目录内的“{entry}”限{words}，本证书不在其中。", words)
    return CatalogueMatch(match=match, entry=None, why=why, clause="G-03")


def _whole_name(name: str, direction: str, catalogue: Catalogue) -> CatalogueMatch | None:
    """Match the whole name; under a group's heading the direction may give the sub-item (2018 layout)."""
    for entry in catalogue.entries:
        under_heading = name == _fold(entry.name)
        for listed in entry.certificate_names:
            if _fold(listed) == name or (under_heading and _fold(listed) == direction):
                why = Sentence("“{entry}”在{title}内。", {"entry": listed, "title": catalogue.title})
                return CatalogueMatch(match=Match.EXACT, entry=listed, why=why, clause=entry.clause)
    return None


def _former_name(name: str, catalogue: Catalogue) -> CatalogueMatch | None:
    for former in catalogue.former_names:
        if name == _fold(former.former):
            why = Sentence(
                "“{former}”是“{entry}”的原名称，“{entry}”在{title}内。",
                {"former": former.former, "entry": former.entry, "title": catalogue.title},
            )
            return CatalogueMatch(match=Match.EXACT, entry=former.entry, why=why, clause=former.clause)
    return None


def _near_name(texts: tuple[str, str], catalogue: Catalogue) -> CatalogueMatch | None:
    """Find a listed name that contains the given one or is contained in it: similar, and no more than that."""
    listed = [(_fold(name), name) for entry in catalogue.entries for name in entry.all_names]
    listed += [(_fold(former.former), former.entry) for former in catalogue.former_names]
    for text in texts:
        for name, entry in listed:
            if len(text) >= SHORTEST_NEAR_NAME and (text in name or name in text):
                return _possible(
                    entry, Sentence("与目录内的“{entry}”相近但不相同，请经办人判断是否为同一职业。", {"entry": entry})
                )
    return None
