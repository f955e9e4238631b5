"""Forms and sounds of Chinese characters by OpenCC and pypinyin (``rules.matching.characters``)."""

from functools import lru_cache

from pypinyin import Style, pinyin

from certdesk.adapters.simplify import simplified


class HanCharacters:
    """Character by character: a name has no phrases."""

    def simplified(self, text: str) -> str:
        """Write each character in its simplified form, one for one."""
        return simplified(text)

    def sounds(self, character: str) -> frozenset[str]:
        """Return every reading of a character, without tones."""
        return _sounds(character)


@lru_cache(maxsize=4096)
def _sounds(character: str) -> frozenset[str]:
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(found[0]) if found else frozenset()
