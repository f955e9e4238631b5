"""Simplified forms of Chinese characters by OpenCC; without pypinyin, whose tables take 56 MB."""

from functools import lru_cache

import opencc

_simplifier = opencc.OpenCC("t2s")


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """Write each character in its simplified form, one for one: OpenCC would fold phrases by their sense."""
    return "".join(_simplifier.convert(character) for character in text)
