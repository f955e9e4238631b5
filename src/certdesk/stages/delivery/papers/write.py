"""Write a paper: what it says, put into the office's words, as one record that never changes."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from types import MappingProxyType

from certdesk.ports.paper import Card, Fact, Item, PaperKind, PaperRecord
from certdesk.rules.letter_text import fill_texts
from certdesk.stages.delivery.models import Paper
from certdesk.stages.delivery.papers import cover, notices, parcels, rulings
from certdesk.stages.delivery.papers.occasion import Content, Occasion
from certdesk.stages.issue.texts import wording_in_force
from certdesk.stages.issue.wording import Wording

CONTENTS: Mapping[PaperKind, Callable[[Occasion], Content]] = MappingProxyType(
    {
        PaperKind.RECEIPT: notices.receipt,
        PaperKind.SUPPLEMENT: notices.supplement,
        PaperKind.ACCEPTANCE: notices.acceptance,
        PaperKind.DECLINE: rulings.refusal,
        PaperKind.REJECTION: rulings.refusal,
        PaperKind.REFERRAL: rulings.referral,
        PaperKind.COURIER: parcels.courier,
        PaperKind.ENVELOPE: parcels.envelope,
        PaperKind.COLLECTION: parcels.collection,
        PaperKind.ARCHIVE: cover.archive,
    }
)


def write(kind: PaperKind, occasion: Occasion) -> PaperRecord:
    """Write the paper of a case as its moment has it."""
    wording = wording_in_force(kind.value, occasion.guide)
    return put_into_words(kind, CONTENTS[kind](occasion), wording, occasion)


def put_into_words(kind: PaperKind, content: Content, wording: Wording, occasion: Occasion) -> PaperRecord:
    """Return the record; a block that needs a fact nobody knows is left out whole."""
    office = occasion.office
    return PaperRecord(
        kind=kind,
        reference=occasion.case.reference,
        office_name=office.name,
        office_address=office.address,
        office_telephones=office.telephones,
        issued_on=occasion.on,
        specimen=occasion.specimen,
        texts=tuple(fill_texts(wording.form, wording.texts, content.said).items()),
        text_version=wording.version,
        addressee=content.addressee,
        facts=content.facts,
        items=content.items,
        words=content.words,
        card=content.card,
        code=content.code,
        link=content.link,
    )


def keep(occasion: Occasion, record: PaperRecord, *, cause: str, at: datetime) -> Paper:
    """Keep a paper that waits to be set."""
    return Paper.objects.create(
        case=occasion.case,
        kind=record.kind.value,
        cause=cause,
        title=dict(record.texts).get("title", ""),
        record=to_json(record),
        text_version=record.text_version,
        made_at=at,
    )


def to_json(record: PaperRecord) -> dict[str, object]:
    """Return what the sealed column keeps of a record."""
    return asdict(record) | {"issued_on": record.issued_on.isoformat()}


def from_json(raw: Mapping[str, object]) -> PaperRecord:
    """Read a record back, equal to the one that was kept."""
    values: dict[str, object] = dict(raw)
    card = raw["card"]
    values |= {
        "kind": PaperKind(str(raw["kind"])),
        "issued_on": date.fromisoformat(str(raw["issued_on"])),
        "office_telephones": tuple(raw["office_telephones"]),  # type: ignore[arg-type]
        "texts": tuple((str(name), str(text)) for name, text in raw["texts"]),  # type: ignore[attr-defined]
        "facts": tuple(Fact(**each) for each in raw["facts"]),  # type: ignore[attr-defined]
        "items": tuple(Item(**each) for each in raw["items"]),  # type: ignore[attr-defined]
        "words": tuple(raw["words"]),  # type: ignore[arg-type]
        "card": _card(card) if isinstance(card, dict) else None,
    }
    return PaperRecord(**values)  # type: ignore[arg-type]


def _card(raw: Mapping[str, object]) -> Card:
    lists: dict[str, object] = {name: tuple(raw[name]) for name in ("telephones", "notes")}  # type: ignore[arg-type]
    return Card(**{**raw, **lists})  # type: ignore[arg-type]
