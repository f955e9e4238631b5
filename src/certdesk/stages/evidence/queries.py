"""What may be asked about the evidence of a case."""

from certdesk.cases.models import Case, PartyRole
from certdesk.cases.queries import party
from certdesk.guide.model import Guide
from certdesk.rules.business import Business, DeliveryMethod, Material
from certdesk.rules.materials import Missing, Supplied, missing
from certdesk.stages.evidence.look_up import Entry
from certdesk.stages.evidence.models import EvidenceFile, LookUp, ReadingState, SupplementNotice


def files_of(case: Case) -> list[EvidenceFile]:
    """Return the files of a case in the order they came, with their readings."""
    return list(case.files.order_by("pk").prefetch_related("readings"))


def waiting_files(case: Case) -> list[EvidenceFile]:
    """Return the files nobody has read yet."""
    return list(case.files.filter(reading_state=ReadingState.WAITING).order_by("pk"))


def materials_present(case: Case) -> frozenset[Material]:
    """Return the materials on file; one picture may show both sides of the card.

    What the form's field said a file is counts until a reading or an officer knows better.
    """
    known = set(Material)
    present = {file.claimed if _unnamed(file) else file.material for file in case.files.all()}
    readings = case.files.filter(classified_by=None).values_list("readings__kind", flat=True)
    return frozenset(Material(kind) for kind in {*present, *readings} if kind in known)


def _unnamed(file: EvidenceFile) -> bool:
    return file.classified_by_id is None and file.material not in set(Material)


def what_is_missing(case: Case, guide: Guide) -> tuple[Missing, ...]:
    """List everything an application still lacks (G-09 to G-11, G-14)."""
    recipient = party(case, PartyRole.RECIPIENT)
    supplied = Supplied(
        materials=materials_present(case),
        method=DeliveryMethod(case.delivery_method) if case.delivery_method else None,
        has_recipient=bool(recipient and recipient.name),
        has_telephone=bool(recipient and recipient.telephone),
        has_address=bool(recipient and recipient.address),
    )
    business = Business(case.business) if case.business else None
    return missing(business, supplied, guide.rulebook.materials)


def latest_lookup(case: Case) -> LookUp | None:
    """Return the newest look-up; it decides whether the certificate counts as found (G-05)."""
    return case.lookups.order_by("-at", "-pk").first()


def confirmed_entry(case: Case) -> Entry | None:
    """Return what the newest look-up showed, or None while nothing is confirmed (G-05)."""
    newest = latest_lookup(case)
    return Entry.from_json(newest.entry) if newest and newest.found and newest.entry else None


def open_notice(case: Case) -> SupplementNotice | None:
    """Return the supplement notice that waits for its answer."""
    return case.notices.filter(answered_at=None).order_by("-pk").first()


def file_by_id(file_id: int) -> EvidenceFile | None:
    """Return a file with its case."""
    return EvidenceFile.objects.filter(pk=file_id).select_related("case").first()


def box_of(file: EvidenceFile, position: int, field: str) -> list[float] | None:
    """Return where on the screen copy a value was read, as shares of its sides."""
    reading = file.readings.filter(position=position).first()
    return (reading.fields or {}).get(field, {}).get("box") if reading else None


def lookups_of(case: Case) -> list[LookUp]:
    """Return the look-ups of a case, newest first."""
    return list(case.lookups.select_related("by").order_by("-at", "-pk"))


def lookup_by_id(lookup_id: int) -> LookUp | None:
    """Return a look-up with its case."""
    return LookUp.objects.filter(pk=lookup_id).select_related("case").first()


def notices_of(case: Case) -> list[SupplementNotice]:
    """Return the notices of a case, newest first."""
    return list(case.notices.order_by("-pk"))
