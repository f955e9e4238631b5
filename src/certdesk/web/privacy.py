"""Pages that show a case are kept by no cache and found by no search engine."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpResponse

P = ParamSpec("P")


def private(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Mark every answer of ``view`` as nobody else's business.

    The referrer stays within the site (the setting SECURE_REFERRER_POLICY), so a signed link never reaches another
    one; stricter "no-referrer" would make browsers send "Origin: null", which every form's check would refuse.
    """

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return answer
