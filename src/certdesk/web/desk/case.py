"""One case on one page: look, reveal, act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from certdesk import wiring
from certdesk.cases.staff import Actor
from certdesk.journey import evidence
from certdesk.rules.lifecycle import MoveNotAllowed
from certdesk.web.desk.access import case_for, staff_page
from certdesk.web.desk.case_page import Attempt, case_page
from certdesk.web.desk.deed_forms import DeedForm
from certdesk.web.desk.deeds import BY_NAME, SAYS_WHY, Deed, offered
from certdesk.web.labels import label

if TYPE_CHECKING:
    from certdesk.cases.models import Case

REVEALED = "revealed"


@staff_page
@require_GET
def case(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show a case, masked; unmasked once, right after somebody has asked for it."""
    row = case_for(actor, reference)
    shown = request.session.pop(REVEALED, None) == row.reference
    return case_page(request, actor, row, shown=shown)


@staff_page
@require_POST
def reveal(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Note in the history that this person looks at the whole data, then show them (design rule 8)."""
    row = case_for(actor, reference)
    evidence.reveal(wiring.desk(), row.pk, gettext("登记信息与材料"), by=actor)
    request.session[REVEALED] = row.reference
    return redirect(reverse("desk:case", args=[row.reference]))


@staff_page
@require_POST
def do(request: HttpRequest, actor: Actor, reference: str, name: str) -> HttpResponse:
    """Do one deed to a case; a mistake shows the page again with everything typed."""
    row = case_for(actor, reference)
    deed = BY_NAME.get(name)
    if deed is None:
        raise Http404
    form = deed.form(request.POST, request.FILES, prefix=name)
    if deed not in offered(row, actor) and actor.may(deed.action, row.office_code):
        words = gettext("本件现在是“{state}”，不能“{deed}”；可能有同事已经办理。")
        problem = words.format(state=label("state", row.state), deed=deed.title)
        return case_page(request, actor, row, attempt=Attempt(name, form, problem))
    if not form.is_valid():
        return case_page(request, actor, row, attempt=Attempt(name, form))
    done = _run(deed, row, form, actor)
    if done:
        messages.success(request, done, extra_tags="good")
        return redirect(reverse("desk:case", args=[row.reference]))
    row = case_for(actor, reference)
    return case_page(request, actor, row, attempt=Attempt(name, form))


def _run(deed: Deed, row: Case, form: DeedForm, actor: Actor) -> str:
    """Return what was done in words, or nothing: then the form says why not."""
    try:
        return deed.run(wiring.desk(), row, form, actor)
    except evidence.WrongValues as why:
        for field, sentence in why.sentences.items():
            form.add_error(field, sentence.translated(gettext))
    except SAYS_WHY as why:
        form.add_error(None, str(why))
    except MoveNotAllowed:
        form.add_error(None, gettext("本件的状态刚刚变了，这一步没有做成；请看页面上现在的情况。"))
    return ""
