"""The first page: a number tells whose certificate it is, and what to do now (G-07, G-08, G-19 to G-21)."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from certdesk import wiring
from certdesk.rules.business import Business, Material, Outcome
from certdesk.rules.certificate_number import NumberReading, ProblemCode, read_number
from certdesk.rules.eligibility import Claim, assess
from certdesk.web.portal.forms import NumberForm
from certdesk.web.portal.recognised import Recognised, guess_in, recognise, values_in
from certdesk.web.privacy import private
from certdesk.web.uploads import ACCEPT, HeldFile, collect, kept_before

WAYS = {
    Business.LOST: _("证书丢了"),
    Business.OVERSEAS: _("出国工作要换证"),
    Business.CORRECTION: _("证书上的信息有错"),
}
NUMBER_IN_SESSION, FILES_IN_SESSION = "certificate_number", "kept_files"
SCREENSHOT = Material.LOOKUP_SCREENSHOT.value
SECONDS, MOST_LOOKS = 2, 20  # how often the page looks whether the screenshot has been read
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
    form = NumberForm(request.POST or None)
    context = _basics(form)
    if form.is_bound and form.is_valid():
        context |= _answer(request, form.cleaned_data["number"])
    return render(request, "portal/start.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def screenshot(request: HttpRequest) -> HttpResponse:
    """Take the look-up screenshot alone: number, office, outcome and materials are read off it."""
    if request.method == "POST":
        uploads = collect(request, [SCREENSHOT], wiring.desk())
        if uploads.mistakes or not uploads.held:
            words = [mistake.words for mistake in uploads.mistakes] or [gettext("请选择查询结果的截图。")]
            return render(request, "portal/start.html", _basics(NumberForm()) | {"refused": words}, status=422)
        request.session[FILES_IN_SESSION] = uploads.token
        return redirect("portal:screenshot")
    held = kept_before(request, request.session.get(FILES_IN_SESSION, "")).held
    if not held:
        return redirect("portal:start")
    looks = int(request.GET.get("n", "0")) if request.GET.get("n", "0").isdecimal() else MOST_LOOKS
    recognised = recognise(held)
    if any(one.waiting for one in recognised) and looks < MOST_LOOKS:
        response = render(request, "portal/looking.html", {"guide": wiring.guide()})
        response["Refresh"] = f"{SECONDS}; url={reverse('portal:screenshot')}?n={looks + 1}"
        return response
    return render(request, "portal/start.html", _found(request, held, recognised))


def _found(request: HttpRequest, held: Sequence[HeldFile], recognised: Sequence[Recognised]) -> dict[str, object]:
    """Return what the page shows of a screenshot: the whole answer, or what could be read and a box to go on."""
    values = values_in(held)
    number = values.get("certificate_number", "")
    shown = {"read_from": [one.words for one in recognised if not one.waiting], "read": values}
    if not number:
        late = any(one.waiting for one in recognised)
        return _basics(NumberForm(initial={"number": guess_in(held)})) | shown | {"unread": True, "late": late}
    context = _basics(NumberForm(initial={"number": number})) | shown | _answer(request, number)
    return context | {"ways": _ways(values)}


def _basics(form: NumberForm) -> dict[str, object]:
    return {"form": form, "guide": wiring.guide(), "centre": _centre(), "ways": _ways(), "accept": ACCEPT}


def _answer(request: HttpRequest, number: str) -> dict[str, object]:
    """Return whose certificate a number is, and keep it for the form if it is this desk's."""
    reading = read_today(number)
    office = wiring.guide().office_of(reading) if reading.ok else None
    if office is not None and office.on_desk:
        request.session[NUMBER_IN_SESSION] = reading.number
    return {"reading": reading, "office": office, "misspelt": any(reading.has(code) for code in SPELLING)}


def _ways(read: Mapping[str, str] | None = None) -> list[dict[str, object]]:
    """Return the three businesses in a holder's own words, each with what it needs (D-4, G-09 to G-11).

    ``read``: the certificate's particulars, where they are known; then with what each will come to (G-02, G-03).
    """
    rules = wiring.guide().businesses
    return [
        {
            "business": business.value,
            "words": words,
            "materials": [item.material for item in rules[business].materials],
            "outcome": _outcome(business, read) if read else None,
        }
        for business, words in WAYS.items()
    ]


def _outcome(business: Business, read: Mapping[str, str]) -> Outcome | None:
    """Return what the rules lead to as far as anybody can tell yet; a question for an officer is no promise."""
    guide = wiring.guide()
    claim = Claim(
        business=business,
        number_text=read.get("certificate_number", ""),
        occupation=read.get("occupation", ""),
        direction=read.get("direction", ""),
        on=guide.local_date(wiring.clock().now()),
    )
    outcome = assess(claim, guide.rulebook).outcome if claim.occupation else Outcome.NEEDS_OFFICER
    return None if outcome is Outcome.NEEDS_OFFICER else outcome


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
