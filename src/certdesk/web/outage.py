"""When we fail, we say so and nothing about the letter, in both languages and without asking any other part."""

import logging

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from certdesk.web.language import ENGLISH, language_of

AGAIN_SECONDS = 60
IN_TWO_SENTENCES = (
    "暂时无法核验，请稍后再试。这不表示文书无效。\n"
    "Temporarily unavailable, please try again later. This does not mean that the document is invalid.\n"
)
log = logging.getLogger(__name__)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503; no session, no user, no database is asked, for any of them may be what failed."""
    response = _page(request)
    response.headers["Retry-After"] = str(AGAIN_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _page(request: HttpRequest) -> HttpResponse:
    english = language_of(request) == ENGLISH
    context = {"english": english, "again": request.get_full_path() if request.method == "GET" else "/v/"}
    try:
        return HttpResponse(render_to_string("public/unavailable.html", context), status=503)
    except Exception:  # whatever it is, the visitor gets the two sentences
        log.exception("the page of an outage failed too")
        return HttpResponse(IN_TWO_SENTENCES, status=503, content_type="text/plain; charset=utf-8")
