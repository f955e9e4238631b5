"""An office of annex 2, as published, with notes beside what is doubtful (G-22)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeNote:
    """A remark on a published line that is kept as it is, under the id of the doubt (D-1, D-2 …)."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One issuing office. Its code is the city code of the numbers it issued."""

    code: str
    name: str
    address: str
    telephones: tuple[str, ...]
    notes: tuple[OfficeNote, ...] = ()
    clause: str = "G-22"
    on_desk: bool = False  # works its cases here; any other is shown as a contact card (G-19)
