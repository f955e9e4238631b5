"""The wording of letters: read it, change it, try it on a specimen, and let another person put it in force."""

from __future__ import annotations

import difflib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certdesk import wiring
from certdesk.cases.staff import Actor
from certdesk.journey import wording_letters
from certdesk.ports.typesetter import CannotTypeset
from certdesk.rules.letter_text import Block, TextForm
from certdesk.rules.permissions import Action
from certdesk.rules.wording import Sentence
from certdesk.stages.issue.texts import proposal_of, text_by_id, versions_of, wording_in_force
from certdesk.web.desk.access import require, staff_page

if TYPE_CHECKING:
    from certdesk.stages.issue.models import LetterText


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text: kept, taken out or put in."""

    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class Line:
    """One block of a wording on the page: as it stands in the form, and what is wrong with it."""

    block: Block
    text: str
    mistake: Sentence | None = None


@staff_page
@require_GET
def texts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the kinds of letters with the version in force."""
    require(actor, Action.PROPOSE_TEXT)
    guide = wiring.guide()
    rows = [
        {"form": form, "now": wording_in_force(kind, guide), "proposal": proposal_of(kind)}
        for kind, form in guide.letter_texts.items()
    ]
    return render(request, "desk/texts.html", {"rows": rows, "actor": actor})


def _form(kind: str) -> TextForm:
    form = wiring.guide().letter_texts.get(kind)
    if form is None:
        raise Http404
    return form


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """Show one wording in a form; try a change on a specimen, or propose it."""
    require(actor, Action.PROPOSE_TEXT)
    form = _form(kind)
    if request.method != "POST":
        return _page(request, actor, form, _start(form, request.GET.get("from", "")))
    typed = {block.name: request.POST.get(f"block-{block.name}", "") for block in form.blocks}
    try:
        if "preview" in request.POST:
            return _page(request, actor, form, typed, picture=wording_letters.preview(wiring.desk(), kind, typed))
        wording_letters.propose(wiring.desk(), kind, typed, request.POST.get("why", ""), by=actor)
    except wording_letters.TextsWrong as why:
        return _page(request, actor, form, typed, mistakes=why.sentences)
    except (wording_letters.TextRefused, CannotTypeset) as why:
        return _page(request, actor, form, typed, problem=str(why))
    messages.success(request, gettext("已提交，等另一位同事批准后使用。"), extra_tags="good")
    return redirect(reverse("desk:text", args=[kind]))


def _start(form: TextForm, version: str) -> Mapping[str, str]:
    """Begin with the wording in force, or with an earlier one that is to come back."""
    if version == "0":
        return form.texts
    row = next((row for row in versions_of(form.kind) if str(row.version) == version), None)
    return row.texts if row else wording_in_force(form.kind, wiring.guide()).texts


def _page(
    request: HttpRequest,
    actor: Actor,
    form: TextForm,
    typed: Mapping[str, str],
    *,
    mistakes: Mapping[str, Sentence] | None = None,
    problem: str = "",
    picture: bytes = b"",
) -> HttpResponse:
    now, proposal = wording_in_force(form.kind, wiring.guide()), proposal_of(form.kind)
    context = {
        "actor": actor,
        "form": form,
        "now": now,
        "lines": [Line(block, typed.get(block.name, ""), (mistakes or {}).get(block.name)) for block in form.blocks],
        "why": request.POST.get("why", ""),
        "problem": problem or (gettext("有的段落需要修改，请看下面的说明。") if mistakes else ""),
        "picture": b64encode(picture).decode() if picture else "",
        "proposal": proposal,
        "changes": changes(form, now.texts, proposal.texts) if proposal else (),
        "own": proposal is not None and proposal.proposed_by_id == actor.user_id,
        "versions": versions_of(form.kind),
    }
    return render(request, "desk/text.html", context, status=422 if problem or mistakes else 200)


def changes(form: TextForm, before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, Sequence[Piece]]]:
    """Return every block that differs, cut into what is kept, taken out and put in."""
    return [
        (block.label, _pieces(before.get(block.name, ""), after.get(block.name, "")))
        for block in form.blocks
        if before.get(block.name, "") != after.get(block.name, "")
    ]


def _pieces(before: str, after: str) -> list[Piece]:
    found: list[Piece] = []
    for code, start, end, new_start, new_end in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if code == "equal":
            found.append(Piece(before[start:end], ""))
            continue
        found += [Piece(before[start:end], "del")] if end > start else []
        found += [Piece(after[new_start:new_end], "ins")] if new_end > new_start else []
    return found


@staff_page
@require_GET
def version(request: HttpRequest, actor: Actor, text_id: int) -> HttpResponse:
    """Show what one version changed against the one before it."""
    require(actor, Action.PROPOSE_TEXT)
    row = _row(text_id)
    form = _form(row.kind)
    earlier = next((other for other in versions_of(row.kind) if _was_before(other, row)), None)
    before = earlier.texts if earlier else form.texts
    context = {"actor": actor, "form": form, "row": row, "changes": changes(form, before, row.texts)}
    return render(request, "desk/text_version.html", context)


def _was_before(other: LetterText, row: LetterText) -> bool:
    return other.version < row.version and other.state in {"in_force", "replaced"}


def _row(text_id: int) -> LetterText:
    row = text_by_id(text_id)
    if row is None:
        raise Http404
    return row


@staff_page
@require_GET
def specimen(request: HttpRequest, actor: Actor, text_id: int) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Show a specimen letter with one version."""
    require(actor, Action.PROPOSE_TEXT)
    row = _row(text_id)
    picture = wording_letters.preview(wiring.desk(), row.kind, {**_form(row.kind).texts, **row.texts})
    return HttpResponse(picture, content_type="image/png")


@staff_page
@require_POST
def decide(request: HttpRequest, actor: Actor, text_id: int) -> HttpResponse:
    """Put a proposed wording in force, or take it back."""
    row = _row(text_id)
    approve = "approve" in request.POST
    try:
        wording_letters.decide(wiring.desk(), text_id, approve=approve, by=actor)
    except wording_letters.TextRefused as why:
        messages.error(request, str(why), extra_tags="bad")
    else:
        done = gettext("已批准，今后拟的文书使用这份文本。") if approve else gettext("已撤回。")
        messages.success(request, done, extra_tags="good")
    return redirect(reverse("desk:text", args=[row.kind]))
