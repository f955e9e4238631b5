"""Forms and sounds of Chinese characters by OpenCC and pypinyin (``rules.matching.characters``)."""

from functools import lru_cache

import opencc
from pypinyin import Style, pinyin

_simplifier = opencc.OpenCC("t2s")


class HanCharacters:
    """Character by character: OpenCC would fold phrases by their sense, and a name has none."""

    def simplified(self, text: str) -> str:
        """Write each character in its simplified form, one for one."""
        return _simplified(text)

    def sounds(self, character: str) -> frozenset[str]:
        """Return every reading of a character, without tones."""
        return _sounds(character)


@lru_cache(maxsize=4096)
def _simplified(text: str) -> str:
    return "".join(_simplifier.convert(character) for character in text)


@lru_cache(maxsize=4096)
def _sounds(character: str) -> frozenset[str]:
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(found[0]) if found else frozenset()
