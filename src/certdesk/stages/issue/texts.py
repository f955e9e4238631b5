"""The wordings an office has in force, has proposed, and had before."""

from certdesk.guide.model import Guide
from certdesk.stages.issue.models import LetterText, TextState
from certdesk.stages.issue.wording import Wording


def wording_in_force(kind: str, guide: Guide) -> Wording:
    """Return the newest approved wording of a kind of letter, or the shipped one."""
    form = guide.letter_texts[kind]
    row = LetterText.objects.filter(kind=kind, state=TextState.IN_FORCE).order_by("-version").first()
    if row is None:
        return Wording(form=form, version=0, texts=form.texts)
    return Wording(form=form, version=row.version, texts={**form.texts, **row.texts})  # a block added since ships


def proposal_of(kind: str) -> LetterText | None:
    """Return the wording of a kind of letter that waits for a second person."""
    return LetterText.objects.filter(kind=kind, state=TextState.PROPOSED).select_related("proposed_by").first()


def versions_of(kind: str) -> list[LetterText]:
    """Return every wording of a kind of letter, newest first."""
    rows = LetterText.objects.filter(kind=kind).select_related("proposed_by", "decided_by")
    return list(rows.order_by("-version"))


def text_by_id(text_id: int) -> LetterText | None:
    """Return one wording."""
    return LetterText.objects.filter(pk=text_id).select_related("proposed_by", "decided_by").first()
