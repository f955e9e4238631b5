"""Find pictures that look the same, by the fingerprints that reading left (``quality["likeness"]``, 1,024 bits).

Sixteen bands of 64 bits: two fingerprints that differ in at most fifteen bits share a band whole, so that an index
finds every one of them.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from certdesk.ports.reader import PictureReading
from certdesk.rules.business import Material
from certdesk.stages.evidence.models import EvidenceFile, LikenessBand

LOOK = "likeness"
BANDS = 16
DIGITS = 16  # hex digits in a band
MOST_DIFFERENT = BANDS - 1  # bits
MOST_FOUND = 200  # rows; a page all white is like many others
EMBLEM = Material.ID_EMBLEM_SIDE.value  # everybody's looks alike

Fingerprint = Sequence[int]


def keep_likeness(file: EvidenceFile, readings: Iterable[PictureReading]) -> None:
    """Write down how the pictures of a file look."""
    LikenessBand.objects.filter(file=file).delete()
    looks = {str(reading.quality.get(LOOK, "")) for reading in readings if reading.kind != EMBLEM}
    LikenessBand.objects.bulk_create(
        LikenessBand(file=file, picture=number, band=band, value=value)
        for number, text in enumerate(sorted(looks - {""}))
        for band, value in enumerate(_bands(text))
    )


def files_alike(file: EvidenceFile) -> list[EvidenceFile]:
    """Return the files of other cases that hold a picture which looks the same."""
    own = _fingerprints(LikenessBand.objects.filter(file=file).values_list("file_id", "picture", "band", "value"))
    shared = Q(pk=None)
    for fingerprint in own.values():
        for band, value in enumerate(fingerprint):
            shared |= Q(band=band, value=value)
    others = LikenessBand.objects.filter(shared).exclude(file__case_id=file.case_id)
    near = set(others.values_list("file_id", flat=True).order_by("-file_id")[:MOST_FOUND]) if own else set()
    rows = LikenessBand.objects.filter(file__in=near).values_list("file_id", "picture", "band", "value")
    found = {
        key[0]
        for key, fingerprint in _fingerprints(rows).items()
        if any(_distance(fingerprint, mine) <= MOST_DIFFERENT for mine in own.values())
    }
    return list(EvidenceFile.objects.filter(pk__in=found).select_related("case").order_by("-pk"))


def _bands(text: str) -> list[int]:
    """Cut a fingerprint into signed 64-bit numbers, as every database keeps them."""
    parts = (text[start : start + DIGITS] for start in range(0, BANDS * DIGITS, DIGITS))
    return [int.from_bytes(bytes.fromhex(part), signed=True) for part in parts]


def _fingerprints(rows: Iterable[tuple[int, int, int, int]]) -> Mapping[tuple[int, int], Fingerprint]:
    found: dict[tuple[int, int], list[int]] = {}
    for file_id, picture, band, value in rows:
        found.setdefault((file_id, picture), [0] * BANDS)[band] = value
    return found


def _distance(one: Fingerprint, other: Fingerprint) -> int:
    """Count the bits in which two fingerprints differ."""
    mask = (1 << 64) - 1
    return sum(((mine ^ theirs) & mask).bit_count() for mine, theirs in zip(one, other, strict=True))
