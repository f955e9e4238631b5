"""Outgoing mail, and how reading the mailbox goes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from certdesk import wiring
from certdesk.cases.staff import Actor
from certdesk.journey import delivering
from certdesk.rules.permissions import Action
from certdesk.stages.delivery.queries import mail_by_id, outbox_of
from certdesk.stages.intake.queries import by_bucket
from certdesk.stages.intake.reconcile import BUCKETS, reconcile
from certdesk.web.desk.access import require, staff_page, visible
from certdesk.web.desk.worklist import offices_of

DAYS = 14


@staff_page
@require_GET
def outbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what went out, what waits, and what failed."""
    context = {"actor": actor, "mails": outbox_of(offices_of(actor), home=_home())}
    return render(request, "desk/outbox.html", context)


def _home() -> str:
    return wiring.guide().rulebook.numbering.provincial_city_code


@staff_page
@require_POST
def resend(request: HttpRequest, actor: Actor, mail_id: int) -> HttpResponse:
    """Send a failed mail once more."""
    row = mail_by_id(mail_id)
    if row is None:
        raise Http404
    if row.case is None and not actor.may(Action.VIEW_CASE, _home()):
        raise Http404
    if row.case is not None:
        visible(actor, row.case)
    delivering.resend(wiring.desk(), mail_id, by=actor)
    messages.success(request, gettext("已重新排队，稍后自动发送。"), extra_tags="good")
    return redirect("desk:outbox")


@staff_page
@require_GET
def mailbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show when each mailbox was read, and in which bucket every message ended: the sum must be the whole."""
    require(actor, Action.VIEW_CASE)
    buckets = by_bucket()
    found = reconcile(wiring.guide(), wiring.clock().now(), days=DAYS)
    context = {
        "actor": actor,
        "found": found,
        "names": BUCKETS,
        "days": [(day, [day.buckets.get(bucket, 0) for bucket in BUCKETS]) for day in found.days],
        "buckets": buckets.items(),
        "total": sum(buckets.values()),
    }
    return render(request, "desk/mailbox.html", context)
