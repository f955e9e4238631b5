"""Printing onto blanks: measure a printer on a grid, print a certificate's values, account for every blank."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certdesk import wiring
from certdesk.cases.staff import Actor
from certdesk.journey import printing_blanks
from certdesk.ports.typesetter import CannotTypeset
from certdesk.rules.blank_layout import FIELDS, START, BlankLayout, Place
from certdesk.rules.permissions import Action
from certdesk.stages.delivery.blanks import (
    BlankRefused,
    LayoutWrong,
    account_of,
    blank_by_id,
    layout_of,
    setup_by_id,
    setups_of,
)
from certdesk.stages.issue.queries import letter_by_id
from certdesk.web.desk.access import staff_page, visible

if TYPE_CHECKING:
    from certdesk.stages.delivery.models import BlankSetup
    from certdesk.stages.issue.models import Letter

SIDES = ("width", "height", "dx", "dy")
NUMBERS = ("x", "y", "width", "size")


class NotANumber(BlankRefused):
    """Something typed where a number belongs."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value's place as it stands in the form."""

    field: str
    label: str
    x: str
    y: str
    width: str
    size: str


def _offices(actor: Actor) -> list[str]:
    return sorted(office for office in actor.offices() if actor.may(Action.DRAFT, office))


@staff_page
@require_GET
def blanks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the layouts of the person's offices, and account for their blanks."""
    codes = _offices(actor)
    if not codes:
        raise PermissionDenied
    offices = wiring.guide().offices
    rows = [(row, offices[row.office_code].name) for row in setups_of(frozenset(codes))]
    context = {
        "actor": actor,
        "rows": rows,
        "offices": [(code, offices[code].name) for code in codes],
        "accounts": [(offices[code].name, account_of(code)) for code in codes],
    }
    return render(request, "desk/blanks.html", context)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, actor: Actor, office_code: str) -> HttpResponse:
    """Begin a layout for one office."""
    if office_code not in _offices(actor):
        raise Http404
    return _form(request, actor, None, office_code)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: HttpRequest, actor: Actor, setup_id: int) -> HttpResponse:
    """Show one layout in a form; try it on a grid, or keep it."""
    row = _setup(actor, setup_id)
    return _form(request, actor, row, row.office_code)


def _setup(actor: Actor, setup_id: int) -> BlankSetup:
    row = setup_by_id(setup_id)
    if row is None or row.office_code not in _offices(actor):
        raise Http404
    return row


def _form(request: HttpRequest, actor: Actor, row: BlankSetup | None, office_code: str) -> HttpResponse:
    if request.method != "POST":
        typed = _typed(layout_of(row) if row else START) | {"name": row.name if row else ""}
        return _page(request, actor, row, typed)
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    try:
        layout = _layout(typed)
        if "preview" in typed:
            pdf = printing_blanks.measuring_page(wiring.desk(), layout, office_code=office_code)
            return _page(request, actor, row, typed, picture=wiring.desk().typesetter.preview(pdf))
        setup_id = row.pk if row else None
        kept = printing_blanks.save_setup(
            wiring.desk(), setup_id, typed.get("name", ""), layout, office_code=office_code, by=actor
        )
    except LayoutWrong as why:
        problems = [sentence.translated(gettext) for sentence in why.sentences]
        return _page(request, actor, row, typed, problems=problems)
    except (BlankRefused, CannotTypeset) as why:
        return _page(request, actor, row, typed, problems=[str(why)])
    messages.success(request, gettext("已保存。请打印测试页，与空白证书对光核对。"), extra_tags="good")
    return redirect(reverse("desk:blank_setup", args=[kept.pk]))


def _typed(layout: BlankLayout) -> dict[str, str]:
    """Return a layout as the form has it."""
    typed = {side: f"{getattr(layout, side):g}" for side in SIDES}
    for place in layout.places:
        typed |= {f"{place.field}-{number}": f"{getattr(place, number):g}" for number in NUMBERS}
    return typed


def _layout(typed: Mapping[str, str]) -> BlankLayout:
    """Return what was typed as a layout; a field without a place is not printed.

    Raises:
        NotANumber: something else was typed.
    """
    sides = {side: _number(typed.get(side, ""), gettext("尺寸与偏移")) for side in SIDES}
    places = []
    for field, label in FIELDS.items():
        given = {number: typed.get(f"{field}-{number}", "").strip() for number in NUMBERS}
        if given["x"] or given["y"]:
            places.append(Place(field=field, **{name: _number(text, label) for name, text in given.items()}))
    return BlankLayout(**sides, places=tuple(places))


def _number(text: str, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise NotANumber(gettext("“{what}”里有不是数字的内容，请核对。").format(what=what))
    return value


def _page(
    request: HttpRequest,
    actor: Actor,
    row: BlankSetup | None,
    typed: Mapping[str, str],
    *,
    problems: list[str] | None = None,
    picture: bytes = b"",
) -> HttpResponse:
    context = {
        "actor": actor,
        "setup": row,
        "typed": typed,
        "rows": [
            Row(field, label, *(typed.get(f"{field}-{number}", "") for number in NUMBERS))
            for field, label in FIELDS.items()
        ],
        "problems": problems or (),
        "picture": b64encode(picture).decode() if picture else "",
    }
    return render(request, "desk/blank_setup.html", context, status=422 if problems else 200)


@staff_page
@require_GET
def measuring_page(request: HttpRequest, actor: Actor, setup_id: int) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Serve the grid of one layout, to be printed on plain paper."""
    row = _setup(actor, setup_id)
    pdf = printing_blanks.measuring_page(wiring.desk(), layout_of(row), office_code=row.office_code)
    return _pdf(pdf, f"test-{row.pk}.pdf")


@staff_page
@require_GET
def overlay(request: HttpRequest, actor: Actor, letter_id: int, setup_id: int) -> HttpResponse:
    """Serve a certificate's values alone, to be printed onto a blank."""
    row = _letter(actor, letter_id)
    _setup(actor, setup_id)
    try:
        pdf = printing_blanks.overlay(wiring.desk(), row.pk, setup_id, by=actor)
    except (BlankRefused, CannotTypeset) as why:
        messages.error(request, str(why), extra_tags="bad")
        return redirect(reverse("desk:letter", args=[row.pk]))
    return _pdf(pdf, f"{row.number}-blank.pdf")


def _letter(actor: Actor, letter_id: int) -> Letter:
    row = letter_by_id(letter_id)
    visible(actor, row.case if row else None)
    if row is None:
        raise Http404
    return row


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@staff_page
@require_POST
def note(request: HttpRequest, actor: Actor, letter_id: int) -> HttpResponse:
    """Note the serial of the blank that was printed on, or spoiled."""
    row = _letter(actor, letter_id)
    serial, reason = request.POST.get("serial", ""), request.POST.get("reason", "")
    try:
        printing_blanks.note_blank(wiring.desk(), row.pk, serial, reason, spoiled="spoiled" in request.POST, by=actor)
    except BlankRefused as why:
        messages.error(request, str(why), extra_tags="bad")
    else:
        messages.success(request, gettext("已登记空白证书。"), extra_tags="good")
    return redirect(reverse("desk:letter", args=[row.pk]))


@staff_page
@require_POST
def spoil(request: HttpRequest, actor: Actor, blank_id: int) -> HttpResponse:
    """Note that a blank turned out spoiled."""
    blank = blank_by_id(blank_id)
    row = _letter(actor, blank.letter_id if blank else 0)
    try:
        printing_blanks.spoil_blank(wiring.desk(), blank_id, request.POST.get("reason", ""), by=actor)
    except BlankRefused as why:
        messages.error(request, str(why), extra_tags="bad")
    else:
        messages.success(request, gettext("已登记为作废。"), extra_tags="good")
    return redirect(reverse("desk:letter", args=[row.pk]))
