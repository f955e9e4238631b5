"""One text opened for understanding: folded, with its labels and numbers found once."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from certdesk.rules.certificate_number import NumberingScheme
from certdesk.rules.mail_text.folding import fold, fold_width
from certdesk.rules.mail_text.found import Found, Source, Span
from certdesk.rules.mail_text.labels import Hit, Label, find_labels, value_region
from certdesk.rules.mail_text.numbers import Digits, Shape, find_numbers
from certdesk.rules.wording import Sentence


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the guide knows that understanding needs."""

    scheme: NumberingScheme
    this_year: int
    occupations: frozenset[str]
    office_telephones: frozenset[str]  # digits only: people copy the office's own numbers into their mails


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with what stands out in it. All positions hold in the original, too."""

    source: Source
    text: str  # widths folded: values are taken from here
    folded: str  # everything folded: words are recognised here
    hits: tuple[Hit, ...]
    numbers: tuple[Digits, ...]

    def regions(self, label: Label) -> Iterator[tuple[Hit, int, int]]:
        """Yield each place where the value of a label stands."""
        for index, hit in enumerate(self.hits):
            if hit.label is label:
                start, end = value_region(self.folded, self.hits, index)
                yield hit, start, end

    def labelled(self, label: Label, shape: Shape) -> Iterator[Digits]:
        """Yield the numbers of a form that stand behind a label."""
        for _, start, end in self.regions(label):
            yield from (number for number in self.numbers if number.shape is shape and start <= number.start < end)

    def found(self, value: str, start: int, end: int, why: str, *, sure: bool) -> Found:
        """Make a value of this text."""
        return Found(value=value, span=Span(start, end, self.source), sure=sure, why=Sentence(why))


def open_text(text: str, source: Source) -> Reading:
    """Fold a text and find its labels and numbers."""
    folded = fold(text)
    return Reading(source, fold_width(text), folded, find_labels(folded), find_numbers(folded))


def vocabulary(
    scheme: NumberingScheme, this_year: int, occupations: Collection[str], telephones: Collection[str]
) -> Vocabulary:
    """Gather what the guide knows."""
    digits = frozenset("".join(char for char in number if char.isdigit()) for number in telephones)
    return Vocabulary(scheme, this_year, frozenset(occupations), digits)
