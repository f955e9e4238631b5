"""The form: the same door as a mail, with the same case behind it (G-12 to G-14)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from certdesk import wiring
from certdesk.guide.model import BusinessRule
from certdesk.journey.receiving import Submission, submit_form
from certdesk.rules.business import Business, DeliveryMethod
from certdesk.rules.materials import MISSING_MATERIAL
from certdesk.stages.intake.proposal import Proposal
from certdesk.web.labels import label
from certdesk.web.portal.forms import ApplicationForm, check_number
from certdesk.web.portal.recognised import Recognised, materials_in, recognise, still_wanted, told, values_in
from certdesk.web.portal.start import FILES_IN_SESSION, NUMBER_IN_SESSION
from certdesk.web.privacy import private
from certdesk.web.uploads import ACCEPT, Mistake, Uploads, collect, kept_before

OTHER = "other"


@private
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, business: str) -> HttpResponse:
    """Show the form of a business, or take it; a mistake shows it again with everything typed and uploaded."""
    rule = _rule(business)
    if request.method != "POST":
        uploads = kept_before(request, request.session.get(FILES_IN_SESSION, ""))
        number = request.session.get(NUMBER_IN_SESSION, "")
        form = ApplicationForm(rule.business, initial={"certificate_number": number, **values_in(uploads.held)})
        return _page(request, rule, form, uploads, ())
    desk = wiring.desk()
    form = ApplicationForm(rule.business, request.POST)
    uploads = collect(request, [*_fields(rule), OTHER], desk)
    good = form.is_valid()
    mistakes = uploads.mistakes + _missing(rule, uploads, later=bool(request.POST.get("later")))
    if not good or mistakes:
        return _page(request, rule, form, uploads, mistakes)
    proposal = _proposal(rule.business, form)
    case = submit_form(desk, Submission(proposal=proposal, files=uploads.incoming(desk.vault)))
    for name in (NUMBER_IN_SESSION, FILES_IN_SESSION):
        request.session.pop(name, None)
    token = desk.links.progress(case.reference).rstrip("/").rpartition("/")[2]
    return redirect(reverse("portal:submitted", args=[token]))


def _rule(business: str) -> BusinessRule:
    if business not in set(Business):
        raise Http404
    return wiring.guide().businesses[Business(business)]


def _fields(rule: BusinessRule) -> list[str]:
    return [item.material.value for item in rule.materials]


@private
@require_POST
def look(request: HttpRequest, business: str) -> JsonResponse:
    """Take files as soon as they are chosen, and say what was read of them so far; the form is sent later."""
    rule = _rule(business)
    uploads = collect(request, [*_fields(rule), OTHER], wiring.desk())
    recognised, values = recognise(uploads.held), values_in(uploads.held)
    return told(uploads, recognised, values, _notice(values, recognised, rule))


def _notice(values: Mapping[str, str], recognised: Sequence[Recognised], rule: BusinessRule) -> str:
    """Say what is still to be uploaded, and whether the certificate is another office's (G-19)."""
    words = still_wanted(recognised, _fields(rule))
    try:
        if number := values.get("certificate_number"):
            check_number(number)
    except ValidationError as why:
        words = " ".join([*why.messages, words])
    return words


def _missing(rule: BusinessRule, uploads: Uploads, *, later: bool) -> tuple[Mistake, ...]:
    """Name every material that is not there yet, unless the holder says so knowingly (D-7)."""
    tried = {mistake.field for mistake in uploads.mistakes}
    recognised = recognise(uploads.held)
    there = materials_in(recognised)
    lacking = [field for field in _fields(rule) if field not in there and field not in tried]
    if later:
        return ()
    return tuple(Mistake(field=field, words=_please(field, recognised)) for field in lacking)


def _please(field: str, recognised: Sequence[Recognised]) -> str:
    """Ask for a material; where something else was put in its place, say what that is."""
    instead = next((one for one in recognised if one.file.field == field), None)
    if instead is not None:
        return instead.words
    words = gettext("请上传{material}；确实没有的话，请勾选下面的“稍后补交”。")
    return words.format(material=label("material", field))


def _proposal(business: Business, form: ApplicationForm) -> Proposal:
    values = form.cleaned_data
    method = DeliveryMethod(values["method"])
    posted = method is DeliveryMethod.POST
    return Proposal(
        why="网上申请表",
        business=business,
        name=values["name"],
        id_number=values["id_number"],
        certificate_number=values["certificate_number"],
        occupation=values["occupation"],
        level=values["level"],
        method=method,
        recipient=values["recipient"] if posted else values["recipient"] or values["name"],
        telephone=values["telephone"],
        address=values["address"],
        sender_name=values["name"],
        sender_email=values["email"],
        recorded_item=values.get("recorded_item", ""),
        correct_item=values.get("correct_item", ""),
    )


def _page(
    request: HttpRequest, rule: BusinessRule, form: ApplicationForm, uploads: Uploads, mistakes: tuple[Mistake, ...]
) -> HttpResponse:
    guide = wiring.guide()
    slots: list[dict[str, Any]] = [
        {
            "field": item.material.value,
            "label": label("material", item.material),
            "help": MISSING_MATERIAL[item.material].translated(gettext),
        }
        for item in rule.materials
    ]
    slots.append({"field": OTHER, "label": gettext("其他材料（选填）"), "help": _help_other(rule)})
    recognised = recognise(uploads.held)
    for slot in slots:
        slot["held"] = [one for one in recognised if one.file.field == slot["field"]]
        slot["mistakes"] = [mistake.words for mistake in mistakes if mistake.field == slot["field"]]
    context = {
        "rule": rule,
        "form": form,
        "slots": slots,
        "token": uploads.token,
        "more": [(f"id_{mistake.field}", mistake.words) for mistake in mistakes],
        "accept": ACCEPT,
        "limit": settings.CERTDESK_MAX_UPLOAD_BYTES,
        "centre": guide.offices[guide.rulebook.numbering.provincial_city_code],
        "guide": guide,
    }
    return render(request, "portal/apply.html", context, status=422 if form.is_bound else 200)


def _help_other(rule: BusinessRule) -> str:
    if rule.business is Business.CORRECTION:
        return gettext("能证明正确内容的材料，例如户口簿、单位证明的照片。")  # D-5
    return gettext("放了几种材料的PDF、ZIP或DOCX文件，可以上传在这里。")
