"""What may be asked about papers."""

from certdesk.cases.models import Case
from certdesk.ports.paper import FOR_HOLDER, PaperKind
from certdesk.stages.delivery.models import Paper, PaperState


def paper_of(case: Case, kind: PaperKind, cause: str) -> Paper | None:
    """Return the paper that something led to, if it was written."""
    return case.papers.filter(kind=kind.value, cause=cause).first()


def papers_of(case: Case) -> list[Paper]:
    """Return the papers of a case, oldest first."""
    return list(case.papers.order_by("pk"))


def papers_for_holder(case: Case) -> list[Paper]:
    """Return what the holder can download: the newest of each kind addressed to them, oldest first."""
    rows = case.papers.filter(kind__in=FOR_HOLDER, state=PaperState.SET).order_by("pk")
    return sorted({row.kind: row for row in rows}.values(), key=lambda row: row.pk)


def paper_by_id(paper_id: int) -> Paper | None:
    """Return a paper with its case."""
    return Paper.objects.filter(pk=paper_id).select_related("case").first()
