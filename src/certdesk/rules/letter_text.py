"""The wording of letters as blocks that an office may change: what each block may say, and how it is filled."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from certdesk.rules.wording import Sentence

LONGEST = 600  # characters of one block
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a letter's wording; ``placeholders`` are the facts it may use, each with its name for people."""

    name: str
    label: str
    text: str
    placeholders: Mapping[str, str]
    optional: bool = False
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextForm:
    """The wording of one kind of letter as it ships: version 0."""

    kind: str
    label: str
    blocks: tuple[Block, ...]

    @property
    def texts(self) -> Mapping[str, str]:
        """Return the shipped wording by block."""
        return {block.name: block.text for block in self.blocks}


def text_problems(form: TextForm, texts: Mapping[str, str]) -> dict[str, Sentence]:
    """Return what keeps a wording from being used, by block."""
    found = {block.name: _problem(block, texts.get(block.name, "")) for block in form.blocks}
    return {name: sentence for name, sentence in found.items() if sentence is not None}


def _problem(block: Block, text: str) -> Sentence | None:
    if not text.strip():
        return None if block.optional else Sentence("这一段不能空着。")
    if len(text) > LONGEST:
        return Sentence("这一段太长，请缩短到{most}字以内。", {"most": LONGEST})
    if any(unicodedata.category(sign) in _INVISIBLE for sign in text if sign not in "\n\r"):
        return Sentence("这一段里有看不见的字符，请删去后重新输入。")
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in block.placeholders]
    if unknown:
        return Sentence("这一段不能使用{{{name}}}，请从下面列出的项目中选用。", {"name": unknown[0]})
    if set("{}") & set(_PLACEHOLDER.sub("", text)):
        return Sentence("花括号没有成对，请核对。")
    return None


def fill_texts(form: TextForm, texts: Mapping[str, str], facts: Mapping[str, str]) -> dict[str, str]:
    """Fill a wording; a block that needs a fact nobody verified is left out whole."""
    return {block.name: _filled(texts.get(block.name, ""), facts) for block in form.blocks}


def _filled(text: str, facts: Mapping[str, str]) -> str:
    needed = _PLACEHOLDER.findall(text)
    if any(not facts.get(name) for name in needed):
        return ""
    return _PLACEHOLDER.sub(lambda match: facts[match[1]], " ".join(text.split()))
