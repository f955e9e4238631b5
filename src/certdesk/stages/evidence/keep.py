"""Keep the files of a case as they came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from certdesk.cases.models import Case
from certdesk.ports.vault import Vault
from certdesk.stages.evidence.models import EvidenceFile


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file somebody handed in; ``claimed`` is the material the form's field was for."""

    name: str
    media_type: str
    content: bytes
    claimed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file that is in the vault already."""

    name: str
    media_type: str
    sha256: str
    size: int
    claimed: str = ""


def put_away(files: Iterable[IncomingFile], vault: Vault) -> list[KeptFile]:
    """Put files into the vault before any transaction begins; disks are slow and locks are dear."""
    incoming = list(files)
    addresses = vault.put_all([file.content for file in incoming])
    return [
        KeptFile(
            name=file.name, media_type=file.media_type, sha256=sha256, size=len(file.content), claimed=file.claimed
        )
        for file, sha256 in zip(incoming, addresses, strict=True)
    ]


def attach(case: Case, files: Sequence[KeptFile], *, at: datetime) -> list[EvidenceFile]:
    """Add files to a locked case; return those it did not have yet (the same content once per case)."""
    if not files:
        return []
    known = set(case.files.values_list("sha256", flat=True))
    new = {file.sha256: file for file in reversed(files) if file.sha256 not in known}  # of two alike the first
    return EvidenceFile.objects.bulk_create(
        EvidenceFile(
            case=case,
            sha256=file.sha256,
            name=file.name,
            media_type=file.media_type[:100],
            size=file.size,
            received_at=at,
            claimed=file.claimed,
        )
        for file in reversed(new.values())
    )
