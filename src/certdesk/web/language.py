"""Which language a page speaks: the verification pages also English, everything else Chinese."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

PUBLIC = ("/v/", "/V/")  # where somebody abroad arrives from a QR code
CHINESE, ENGLISH = "zh-hans", "en"


def language_of(request: HttpRequest) -> str:
    """Return the language asked for by ``?lang=``, else by the browser; Chinese outside the public pages."""
    if not request.path.startswith(PUBLIC):
        return CHINESE
    asked = request.GET.get("lang", "")
    if asked in {"zh", ENGLISH}:
        return ENGLISH if asked == ENGLISH else CHINESE
    return translation.get_language_from_request(request)


class LanguageMiddleware:
    """Activates the language of a page, and tells browsers and caches which one it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the page's language."""
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language  # what Django's own middleware sets
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", "en" if language == ENGLISH else "zh-CN")
        if request.path.startswith(PUBLIC):
            patch_vary_headers(response, ["Accept-Language"])
        return response
