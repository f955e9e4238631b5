"""The first page: a number tells whose certificate it is, and what to do now (G-07, G-08, G-19 to G-21)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from certdesk import wiring
from certdesk.rules.business import Business
from certdesk.rules.certificate_number import NumberReading, ProblemCode, read_number
from certdesk.web.portal.forms import NumberForm

WAYS = {
    Business.LOST: _("证书丢了"),
    Business.OVERSEAS: _("出国工作要换证"),
    Business.CORRECTION: _("证书上的信息有错"),
}
NUMBER_IN_SESSION = "certificate_number"
SPELLING = {ProblemCode.WRONG_LENGTH, ProblemCode.NOT_DIGITS, ProblemCode.IMPOSSIBLE_YEAR, ProblemCode.UNKNOWN_CITY}


def read_today(text: str) -> NumberReading:
    """Read a number by today's calendar."""
    guide = wiring.guide()
    today = guide.local_date(wiring.clock().now())
    return read_number(text, guide.rulebook.numbering, this_year=today.year)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Show the box for the number, and what the number says once it is there.

    The number is sent by POST, so that it stands in no address, history or log.
    """
    guide = wiring.guide()
    form = NumberForm(request.POST or None)
    context: dict[str, object] = {"form": form, "guide": guide, "centre": _centre(), "ways": _ways()}
    if form.is_bound and form.is_valid():
        reading = read_today(form.cleaned_data["number"])
        office = guide.office_of(reading) if reading.ok else None
        context |= {
            "reading": reading,
            "office": office,
            "misspelt": any(reading.has(code) for code in SPELLING),
        }
        if office is not None and office.on_desk:
            request.session[NUMBER_IN_SESSION] = reading.number
    return render(request, "portal/start.html", context)


def _ways() -> list[dict[str, object]]:
    """Return the three businesses in a holder's own words, each with what it needs (D-4, G-09 to G-11)."""
    rules = wiring.guide().businesses
    return [
        {"business": business.value, "words": words, "materials": [item.material for item in rules[business].materials]}
        for business, words in WAYS.items()
    ]


def _centre() -> object:
    guide = wiring.guide()
    return guide.offices[guide.rulebook.numbering.provincial_city_code]


@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Show the whole notice on personal data: who, why, how long, which rights (PIPL art. 17)."""
    return render(request, "portal/privacy.html", {"centre": _centre(), "guide": wiring.guide()})


@require_GET
def offices(request: HttpRequest) -> HttpResponse:
    """Show annex 2: all offices, as published, with the notes beside what is doubtful (G-22)."""
    return render(request, "portal/offices.html", {"offices": wiring.guide().offices.values()})
