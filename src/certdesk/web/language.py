"""Which language a page speaks: the verification pages also English, everything else Chinese."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

PUBLIC = ("/v/", "/V/")  # where somebody abroad arrives from a QR code
CHINESE, ENGLISH = "zh-hans", "en"


def language_of(request: HttpRequest) -> str:
    """Return the language asked for by ``?lang=``, else the browser's; Chinese outside the public pages."""
    if not request.path.startswith(PUBLIC):
        return CHINESE
    asked = request.GET.get("lang", "")
    if asked in {"zh", ENGLISH}:
        return ENGLISH if asked == ENGLISH else CHINESE
    return _of_browser(request)


def _of_browser(request: HttpRequest) -> str:
    """Return the first of our two languages that a browser wants; who wants neither is abroad, and reads English."""
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "").lower()
    wanted = [code.partition("-")[0] for code, _ in parse_accept_lang_header(header)]
    known = next((code for code in wanted if code in {"zh", ENGLISH}), "zh" if set(wanted) <= {"*"} else ENGLISH)
    return ENGLISH if known == ENGLISH else CHINESE


def page_words(request: HttpRequest) -> dict[str, object]:
    """Return what the frame of a public page needs to know of its language."""
    english = request.LANGUAGE_CODE == ENGLISH
    return {"english": english, "path": request.path}


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
