"""Notices, cards and slips of a case: to look at and to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from certdesk import wiring
from certdesk.cases.staff import Actor
from certdesk.journey import papers
from certdesk.stages.delivery.papers.queries import paper_by_id
from certdesk.web.desk.access import may_see_in_full, staff_page, visible

if TYPE_CHECKING:
    from certdesk.stages.delivery.models import Paper


def _paper(actor: Actor, paper_id: int) -> Paper:
    row = paper_by_id(paper_id)
    visible(actor, row.case if row else None)
    if row is None:
        raise Http404
    return row


@staff_page
@require_GET
def pdf(request: HttpRequest, actor: Actor, paper_id: int) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Show a paper to somebody who has asked to see the case unmasked: names and addresses stand on it."""
    row = _paper(actor, paper_id)
    if not row.opens_at_desk:
        raise Http404
    if not may_see_in_full(actor, row.case):
        raise PermissionDenied
    response = HttpResponse(wiring.desk().vault.get(row.sha256), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.case.reference}-{row.kind}.pdf"'
    return response


@staff_page
@require_POST
def again(request: HttpRequest, actor: Actor, paper_id: int) -> HttpResponse:
    """Try once more what could not be set, say after its font was added."""
    row = _paper(actor, paper_id)
    papers.set_again(wiring.desk(), row.pk, by=actor)
    messages.success(request, gettext("已重新排队，稍后刷新页面。"), extra_tags="good")
    return redirect(reverse("desk:case", args=[row.case.reference]))
