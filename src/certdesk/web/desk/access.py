"""Who may open a page of the desk: signed-in staff, and of cases only those of their own offices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from certdesk import wiring
from certdesk.cases.history import looked_since
from certdesk.cases.queries import case_by_reference
from certdesk.cases.staff import Actor, NotPermitted, actor_for
from certdesk.rules.permissions import Action
from certdesk.web.privacy import private

if TYPE_CHECKING:
    from certdesk.cases.models import Case

P = ParamSpec("P")
StaffView = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]
OPEN_FOR = timedelta(minutes=30)  # how long full pictures stay open after somebody asked for them on the record


def staff_page(view: StaffView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give ``view`` the acting person; turn a missing right into the page that says so."""

    @private
    @login_required
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, actor_for(request.user), *args, **kwargs)  # type: ignore[arg-type]  # login_required
        except NotPermitted as why:
            raise PermissionDenied(str(why)) from why

    return answer


def case_for(actor: Actor, reference: str) -> Case:
    """Return a case of the person's own offices.

    Raises:
        Http404: no such case, or another office's: the answer is the same.
    """
    return visible(actor, case_by_reference(reference))


def visible(actor: Actor, case: Case | None) -> Case:
    """Return ``case`` if this person may see it.

    Raises:
        Http404: they may not, or there is none.
    """
    if case is None or not actor.may(Action.VIEW_CASE, case.office_code):
        raise Http404
    return case


def may_see_in_full(actor: Actor, case: Case) -> bool:
    """Tell whether this person has lately asked, on the record, to see the case unmasked (design rule 8)."""
    return looked_since(case, actor, wiring.clock().now() - OPEN_FOR)


def require(actor: Actor, action: Action) -> None:
    """Let somebody pass who may do ``action`` for the office whose mailbox this desk reads.

    Raises:
        PermissionDenied: they may not.
    """
    if not actor.may(action, wiring.guide().rulebook.numbering.provincial_city_code):
        raise PermissionDenied
