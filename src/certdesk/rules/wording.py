"""A sentence for a reader, kept apart from its values so that a page can translate it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """A Chinese template (the gettext message id) with the values that fill it."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Fill the template in the source language, Chinese."""
        return self.template.format_map(self.values)

    def translated(self, translate: Callable[[str], str]) -> str:
        """Fill the template after ``translate`` (gettext) has looked it up."""
        return translate(self.template).format_map(self.values)
