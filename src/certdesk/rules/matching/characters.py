"""What comparing must know of Chinese characters; the knowledge itself is a library's."""

from typing import Protocol


class Characters(Protocol):
    """Knows the forms and the sounds of characters."""

    def simplified(self, text: str) -> str:
        """Write each character in its simplified form, one for one: 昇 as 升, 麗 as 丽."""
        ...

    def sounds(self, character: str) -> frozenset[str]:
        """Return every reading of a character, without tones; none for what is no Chinese character."""
        ...
