"""One clear answer about a letter, in Chinese or English; an outage is never shown as a no."""

import re
import unicodedata

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from certdesk import wiring
from certdesk.journey import verifying
from certdesk.ports.signer import LARGEST_FILE
from certdesk.stages.verify.verdict import Answer, Verdict
from certdesk.web.language import page_words
from certdesk.web.limits import MINUTES, guesses, note_miss
from certdesk.web.outage import unavailable
from certdesk.web.public.counting import count

CODE = re.compile(r"[A-Z2-7]{26}")  # 128 bits in base 32
QR = re.compile(r"(?:^|/)([A-Z2-7]{100,600})/?$", re.IGNORECASE)  # what a camera reads from a letter
LONGEST_QR = 700
LONGEST_CODE = 40  # of an address typed by hand; more is not looked at

HEADINGS: dict[Verdict, Promise] = {
    Verdict.GENUINE: _("真实有效"),
    Verdict.SUPERSEDED: _("已被新文书替代"),
    Verdict.REVOKED: _("已撤销，不再有效"),
    Verdict.NOT_OURS: _("不是本系统签发的"),
    Verdict.ALTERED: _("与签发的文件不一致"),
}
MARKS = {
    Verdict.GENUINE: ("good", "✓"),
    Verdict.SUPERSEDED: ("warn", "↻"),
    Verdict.REVOKED: ("bad", "✕"),
    Verdict.NOT_OURS: ("bad", "?"),
    Verdict.ALTERED: ("bad", "≠"),
}


@csrf_exempt  # changes nothing and shows nothing of the visitor; a file may come from anywhere
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; answer for the file."""
    if request.method != "POST":
        return _ask(request)
    if "code" in request.POST:
        return _to_code(request, request.POST["code"])
    return _answer_file(request)


def _to_code(request: HttpRequest, typed: str) -> HttpResponse:
    scanned = QR.search(typed.strip())
    if scanned:
        return redirect(_with_language(request, reverse("public_short:offline", args=[scanned[1].upper()])))
    code = normalised(typed)
    if not CODE.fullmatch(code):
        return _ask(request, typed=typed, code_mistake=gettext("核验码是26位字母和数字，印在文书的二维码旁。请核对。"))
    return redirect(_with_language(request, reverse("public:verify_code", args=[code])))


def normalised(text: str) -> str:
    """Fold width and case, and drop whatever people set between groups; 0, 1 and 8 are O, I and B misread."""
    folded = "".join(sign for sign in unicodedata.normalize("NFKC", text).upper() if sign.isalnum() and sign.isascii())
    return folded.translate(str.maketrans("018", "OIB"))


def _with_language(request: HttpRequest, address: str) -> str:
    asked = request.GET.get("lang", "")
    return f"{address}?lang={asked}" if asked in {"zh", "en"} else address


def _answer_file(request: HttpRequest) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None or not upload.size:
        return _ask(request, file_mistake=gettext("请选择要核验的PDF文件。"))
    if upload.size > LARGEST_FILE:
        words = gettext("文件超过{limit}。我们签发的文书远小于此，请确认选对了文件。")
        return _ask(request, file_mistake=words.format(limit=filesizeformat(LARGEST_FILE)))
    answer = verifying.verify_file(wiring.desk(), upload.read())
    _count(answer)
    return _answer(request, answer, by_file=True)


def _count(answer: Answer) -> None:
    """Count a verification of a letter that is ours, for its holder."""
    if answer.letter is not None:
        count(answer.letter)


def _ask(request: HttpRequest, *, typed: str = "", code_mistake: str = "", file_mistake: str = "") -> HttpResponse:
    context = {"typed": typed, "code_mistake": code_mistake, "file_mistake": file_mistake, **page_words(request)}
    return render(request, "public/verify.html", context, status=422 if code_mistake or file_mistake else 200)


@require_GET
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Answer for the code of a letter; slow down whoever guesses."""
    if guesses(request):
        return _too_many(request)
    answer = verifying.verify_code(wiring.desk(), normalised(code)[:LONGEST_CODE])
    if answer.verdict is Verdict.NOT_OURS:
        note_miss(request)
    return _answer_code(request, answer)


@require_GET
def verify_qr(request: HttpRequest, code: str) -> HttpResponse:
    """Answer for the text of a letter's QR code: always for one that we signed, for many phones share an address."""
    desk, text = wiring.desk(), code[:LONGEST_QR]
    if guesses(request) and not verifying.signed_by_us(desk, text):
        return _too_many(request)
    answer = verifying.verify_offline_code(desk, text)
    if answer.verdict is Verdict.NOT_OURS and not verifying.signed_by_us(desk, text):
        note_miss(request)
    return _answer_code(request, answer)


def _too_many(request: HttpRequest) -> HttpResponse:
    response = render(request, "public/too_many.html", page_words(request), status=429)
    response.headers["Retry-After"] = str(MINUTES * 60)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _answer_code(request: HttpRequest, answer: Answer) -> HttpResponse:
    _count(answer)
    return _answer(request, answer, by_file=False)


def _answer(request: HttpRequest, answer: Answer, *, by_file: bool) -> HttpResponse:
    if answer.verdict is Verdict.UNAVAILABLE:
        return unavailable(request)
    colour, mark = MARKS[answer.verdict]
    heading = HEADINGS[answer.verdict]
    if answer.verdict is Verdict.GENUINE and answer.document and answer.document.specimen:
        heading, colour = _("登记相符，但这是样张"), "warn"  # a rehearsal's letter must not pass for a real one
    context = {
        "answer": answer,
        "heading": str(heading),
        "colour": colour,
        "mark": mark,
        "by_file": by_file,
        "moment": f"{localtime(wiring.clock().now()):%Y-%m-%d %H:%M}",
        **page_words(request),
    }
    response = render(request, "public/verdict.html", context)
    response.headers["Cache-Control"] = "no-store"  # a letter may be revoked any minute
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"  # its address is a code: not for the logs of our own files
    return response
