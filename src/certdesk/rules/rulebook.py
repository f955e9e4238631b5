"""The part of the guide that decides a claim, as one value, so that rules need not know where data comes from."""

from dataclasses import dataclass
from datetime import date

from certdesk.rules.catalogue import Catalogue
from certdesk.rules.certificate_number import NumberingScheme
from certdesk.rules.materials import MaterialLists


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Numbers, catalogues, materials and the limits of scope."""

    numbering: NumberingScheme
    catalogues: tuple[Catalogue, ...]  # oldest first
    materials: MaterialLists
    lookup_sites: tuple[str, ...]  # G-05, as shown to people
    handwritten_before: int = 2000  # G-06

    @property
    def catalogue(self) -> Catalogue:
        """The newest edition."""
        return self.catalogues[-1]

    def catalogue_on(self, day: date) -> Catalogue | None:
        """Return the edition that held on ``day``, or None before the oldest one (G-01)."""
        held = [catalogue for catalogue in self.catalogues if catalogue.effective_from <= day]
        return held[-1] if held else None
