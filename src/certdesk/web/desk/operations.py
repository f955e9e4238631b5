"""The background work, as staff see it: what failed, and how to let it run again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from certdesk import wiring
from certdesk.cases.staff import Actor
from certdesk.rules.permissions import Action
from certdesk.web.desk.access import require, staff_page


@staff_page
@require_GET
def jobs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what waits, what is stuck and what failed."""
    require(actor, Action.VIEW_CASE)
    board = wiring.job_board()
    context = {
        "actor": actor,
        "counts": board.counts(),
        "failed": board.failed(),
        "stuck": board.stuck(),
        "waiting": board.waiting(),
        "alive": board.last_sign_of_life(),
    }
    return render(request, "desk/jobs.html", context)


@staff_page
@require_POST
def retry(request: HttpRequest, actor: Actor, job_id: int) -> HttpResponse:
    """Let a failed job run again."""
    require(actor, Action.PARK_RESOLVE)
    if wiring.job_board().retry(job_id):
        messages.success(request, gettext("已重新排队，稍后自动执行。"), extra_tags="good")
    else:
        messages.warning(request, gettext("这项任务已不在失败列表里，可能有人已经处理。"), extra_tags="warn")
    return redirect("desk:jobs")
