"""归档: the complete list of what a case consists of, each file by its SHA-256."""

from certdesk.cases.models import Case


def manifest(case: Case) -> dict[str, list[str]]:
    """List every file of a case by what it is; the history keeps this list in its chain."""
    letters = case.letters.exclude(signed_sha256="")
    return {
        "messages": sorted(case.messages.values_list("raw_sha256", flat=True)),
        "evidence": sorted(case.files.values_list("sha256", flat=True)),
        "lookups": sorted(case.lookups.exclude(screenshot_sha256="").values_list("screenshot_sha256", flat=True)),
        "papers": sorted(case.papers.exclude(sha256="").values_list("sha256", flat=True)),
        "letters": sorted(letters.values_list("signed_sha256", flat=True)),
    }
