"""A bound on what one request may bring, checked before anything of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

HEADROOM = 2  # up to this multiple a form is read, so that its fields survive the refusal of its files


class UploadBound:
    """Refuses requests far beyond the limit; smaller excess is refused by the form, with all that was typed kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 before the body is read."""
        if announced_length(request) > settings.CERTDESK_MAX_UPLOAD_BYTES * HEADROOM:
            return render(request, "web/too_large.html", {"limit": settings.CERTDESK_MAX_UPLOAD_BYTES}, status=413)
        return self.get_response(request)


def announced_length(request: HttpRequest) -> int:
    """Return the length a request announces, nought for nonsense."""
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text) if text.isdecimal() else 0
