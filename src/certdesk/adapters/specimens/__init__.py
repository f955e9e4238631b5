"""Draws the documents of people who do not exist, for the rehearsal mailbox, the tests and the benches.

Every picture says 样张 SPECIMEN, shows a grey silhouette instead of a face and a plain disc instead of the state
emblem; the identity numbers name a county (99) that does not exist. The same person always gives the same bytes.
"""

from certdesk.adapters.specimens.booklets import original_certificate
from certdesk.adapters.specimens.cards import emblem_side, portrait_side
from certdesk.adapters.specimens.person import SpecimenPerson, example_person, fictional_id_number
from certdesk.adapters.specimens.screens import lookup_screenshot

__all__ = [
    "SpecimenPerson",
    "emblem_side",
    "example_person",
    "fictional_id_number",
    "lookup_screenshot",
    "original_certificate",
    "portrait_side",
]
