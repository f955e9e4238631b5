"""Change the wording of letters: one person writes it, another puts it in force, and every version stays."""

from collections.abc import Mapping

from django.db import transaction

from certdesk.cases.staff import Actor, permit_in
from certdesk.ports.desk import Desk
from certdesk.ports.paper import PaperKind
from certdesk.rules.business import Business
from certdesk.rules.letter_text import text_problems
from certdesk.rules.permissions import Action
from certdesk.rules.wording import Sentence
from certdesk.stages.delivery.papers.sample import sample_paper
from certdesk.stages.issue.models import LetterText, TextState
from certdesk.stages.issue.sample import sample_record
from certdesk.stages.issue.texts import wording_in_force
from certdesk.stages.issue.wording import Wording, worded


class TextRefused(Exception):
    """A wording cannot be proposed or decided; the text says why."""


class TextsWrong(TextRefused):
    """Blocks that no letter may have, each with its sentence."""

    def __init__(self, sentences: Mapping[str, Sentence]) -> None:
        super().__init__("；".join(map(str, sentences.values())))
        self.sentences = sentences


def propose(desk: Desk, kind: str, texts: Mapping[str, str], why: str, *, by: Actor) -> LetterText:
    """Write a new wording down; it counts once another person has put it in force.

    Raises:
        TextsWrong: a block is empty, too long, or uses a fact it must not.
        TextRefused: nothing changed, no reason, or one waits already.
        CannotTypeset: a specimen cannot be set with it.
    """
    permit_in(by, Action.PROPOSE_TEXT, _office(desk))
    form = desk.guide.letter_texts[kind]
    given = {block.name: texts.get(block.name, "").strip() for block in form.blocks}
    problems = text_problems(form, given)
    if problems:
        raise TextsWrong(problems)
    if not why.strip():
        raise TextRefused("请写明为什么修改。")
    preview(desk, kind, given)
    with transaction.atomic():
        newest = LetterText.objects.select_for_update().filter(kind=kind).order_by("-version").first()
        if newest is not None and newest.state == TextState.PROPOSED:
            raise TextRefused("这种文书已有一份待批准的文本，请先批准或撤回。")
        if given == wording_in_force(kind, desk.guide).texts:
            raise TextRefused("文本没有改动。")
        return LetterText.objects.create(
            kind=kind,
            version=newest.version + 1 if newest else 1,
            texts=given,
            why=why.strip()[:200],
            proposed_by_id=by.staff_id,
            proposed_at=desk.clock.now(),
        )


def decide(desk: Desk, text_id: int, *, approve: bool, by: Actor) -> None:
    """Put a proposed wording in force, or take it back.

    Raises:
        TextRefused: decided before, or one's own.
    """
    with transaction.atomic():
        row = LetterText.objects.select_for_update().get(pk=text_id)
        own = row.proposed_by_id == by.user_id
        permit_in(by, Action.PROPOSE_TEXT if own and not approve else Action.APPROVE_TEXT, _office(desk))
        if row.state != TextState.PROPOSED:
            raise TextRefused("这份文本已经处理，请刷新页面。")
        if approve and own:
            raise TextRefused("不能批准自己起草的文本，请由另一位同事批准。")
        if approve:
            LetterText.objects.filter(kind=row.kind, state=TextState.IN_FORCE).update(state=TextState.REPLACED)
        row.state = TextState.IN_FORCE if approve else TextState.WITHDRAWN
        row.decided_by_id, row.decided_at = by.staff_id, desk.clock.now()
        row.save(update_fields=["state", "decided_by", "decided_at"])


def preview(desk: Desk, kind: str, texts: Mapping[str, str]) -> bytes:
    """Set a specimen of a fictional holder with a wording, and return its first page as PNG.

    Raises:
        TextsWrong: a block that no letter may have.
        CannotTypeset: a character no font has, or more than a page.
    """
    form = desk.guide.letter_texts[kind]
    problems = text_problems(form, texts)
    if problems:
        raise TextsWrong(problems)
    wording = Wording(form=form, version=0, texts=texts)
    set_specimen = _paper_specimen if kind in set(PaperKind) else _letter_specimen
    return desk.typesetter.preview(set_specimen(desk, wording))


def _business_shown(desk: Desk, wording: Wording) -> Business:
    """A specimen shows what was changed: some blocks are printed for one business only."""
    before = wording_in_force(wording.form.kind, desk.guide).texts
    changed = [name for name, text in wording.texts.items() if text.strip() != before.get(name, "")]
    only = (business for business in Business if any(name.endswith(f"_{business.value}") for name in changed))
    return next(only, Business.OVERSEAS)


def _letter_specimen(desk: Desk, wording: Wording) -> bytes:
    now = desk.clock.now()
    business = _business_shown(desk, wording)
    sample = sample_record(wording.form.kind, desk.guide, desk.links, on=desk.guide.local_date(now), business=business)
    return desk.typesetter.typeset(worded(sample, wording), at=now)


def _paper_specimen(desk: Desk, wording: Wording) -> bytes:
    now = desk.clock.now()
    kind = PaperKind(wording.form.kind)
    sample = sample_paper(kind, wording, desk.guide, desk.links, on=desk.guide.local_date(now))
    return desk.typesetter.typeset_paper(sample, at=now)


def _office(desk: Desk) -> str:
    return desk.guide.rulebook.numbering.provincial_city_code
