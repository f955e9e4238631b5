"""Pages for what went wrong, in the reader's language and with a way on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from certdesk.web.language import PUBLIC, page_words
from certdesk.web.outage import unavailable


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer a form whose token does not fit: the page stood open too long, or cookies are off."""
    return render(request, "web/csrf_failed.html", status=403)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer somebody whose roles do not open this page."""
    return render(request, "web/forbidden.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Answer an unknown address."""
    if request.path.startswith(PUBLIC):
        return render(request, "public/not_found.html", page_words(request), status=404)
    return render(request, "web/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when we failed: nothing that was sent before is lost, and no letter is called invalid."""
    if request.path.startswith(PUBLIC):
        return unavailable(request)
    return render(request, "web/server_error.html", status=500)
