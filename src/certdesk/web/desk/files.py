"""Evidence on the screen: a small copy at a glance, the full one once somebody has asked for it on the record."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST
from PIL import Image, ImageFilter, UnidentifiedImageError

from certdesk import wiring
from certdesk.cases.staff import Actor
from certdesk.journey import evidence, receiving
from certdesk.ports.vault import NotInVault, VaultDamaged
from certdesk.stages.evidence.classify import NoSuchMaterial
from certdesk.stages.evidence.queries import box_of, file_by_id, lookup_by_id
from certdesk.stages.intake.queries import message_by_id
from certdesk.web.desk.access import may_see_in_full, staff_page, visible

if TYPE_CHECKING:
    from certdesk.stages.intake.models import ReceivedMessage

THUMB = (180, 180)
MARGIN = 12  # pixels around a value
BLUR = ImageFilter.GaussianBlur(1.6)  # shows what sort of document it is, and no number on it


@staff_page
@require_GET
def thumb(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Show what sort of picture it is."""
    row = file_by_id(file_id)
    visible(actor, row.case if row else None)
    if row is None or not row.screen_sha256:
        raise Http404
    return _jpeg(_smaller(_kept(row.screen_sha256)))


def _smaller(jpeg: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(jpeg)) as picture:
            picture.draft("RGB", THUMB)
            picture.thumbnail(THUMB)
            small = io.BytesIO()
            picture.convert("RGB").filter(BLUR).save(small, "JPEG", quality=80)
            return small.getvalue()
    except (UnidentifiedImageError, OSError) as why:
        raise Http404 from why


def _kept(sha256: str) -> bytes:
    try:
        return wiring.desk().vault.get(sha256)
    except (NotInVault, VaultDamaged) as why:
        raise Http404 from why


def _jpeg(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="image/jpeg")
    response["Content-Disposition"] = "inline"
    return response


@staff_page
@require_GET
def screen(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Show the watermarked copy in full, to somebody who has asked to see the case unmasked."""
    row = file_by_id(file_id)
    case = visible(actor, row.case if row else None)
    if row is None or not row.screen_sha256:
        raise Http404
    if not may_see_in_full(actor, case):
        raise PermissionDenied
    return _jpeg(_kept(row.screen_sha256))


@staff_page
@require_GET
def crop(request: HttpRequest, actor: Actor, file_id: int, position: int, field: str) -> HttpResponse:  # noqa: ARG001
    """Show the piece of the watermarked copy that one value was read from."""
    row = file_by_id(file_id)
    case = visible(actor, row.case if row else None)
    box = box_of(row, position, field) if row else None
    if row is None or box is None or not row.screen_sha256:
        raise Http404
    if not may_see_in_full(actor, case):
        raise PermissionDenied
    return _jpeg(_piece(_kept(row.screen_sha256), box))


def _piece(jpeg: bytes, box: Sequence[float]) -> bytes:
    """Cut a value out with some of what surrounds it: a digit at the edge must be seen whole."""
    try:
        with Image.open(io.BytesIO(jpeg)) as picture:
            left, right = sorted((box[0] * picture.width, box[2] * picture.width))
            top, bottom = sorted((box[1] * picture.height, box[3] * picture.height))
            margin = max(MARGIN, (bottom - top) * 0.6)
            edges = (left - margin, top - margin, right + margin, bottom + margin)
            inside = (max(0, edges[0]), max(0, edges[1]), min(picture.width, edges[2]), min(picture.height, edges[3]))
            piece = io.BytesIO()
            picture.convert("RGB").crop(inside).save(piece, "JPEG", quality=88)
            return piece.getvalue()
    except (UnidentifiedImageError, OSError, ValueError, SystemError) as why:
        raise Http404 from why


@staff_page
@require_GET
def original(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Hand out a file byte for byte, as a download and never as a page: nobody knows what is in it."""
    row = file_by_id(file_id)
    case = visible(actor, row.case if row else None)
    if row is None:
        raise Http404
    if not may_see_in_full(actor, case):
        raise PermissionDenied
    response = HttpResponse(_kept(row.sha256), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{case.reference}-{row.pk}{_suffix(row.name)}"'
    return response


@staff_page
@require_GET
def message(request: HttpRequest, actor: Actor, message_id: int) -> HttpResponse:  # noqa: ARG001  # as above
    """Show what a mail of a case says, as plain text, to somebody who has asked to see the case unmasked."""
    row = _message_in_full(actor, message_id)
    try:
        mail = receiving.read_message(wiring.desk(), row)
    except (NotInVault, VaultDamaged) as why:
        raise Http404 from why
    parts = (mail.subject, mail.new_text, mail.signature_text, mail.quoted_text)
    text = "\n\n".join(part for part in parts if part.strip()) or "\n".join(mail.problems)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@staff_page
@require_GET
def message_original(request: HttpRequest, actor: Actor, message_id: int) -> HttpResponse:  # noqa: ARG001  # as above
    """Hand out a message of a case byte for byte, as a download."""
    row = _message_in_full(actor, message_id)
    response = HttpResponse(_kept(row.raw_sha256), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="message-{row.pk}.eml"'
    return response


def _message_in_full(actor: Actor, message_id: int) -> "ReceivedMessage":
    row = message_by_id(message_id)
    case = visible(actor, row.case if row else None)
    if row is None:
        raise Http404
    if not may_see_in_full(actor, case):
        raise PermissionDenied
    return row


def _suffix(name: str) -> str:
    """Return a file name's ending, if it is a plain one."""
    ending = name.rpartition(".")[2].lower()
    return f".{ending}" if ending.isascii() and ending.isalnum() and len(ending) <= len("heic") else ".bin"


@staff_page
@require_GET
def lookup_screenshot(request: HttpRequest, actor: Actor, lookup_id: int) -> HttpResponse:  # noqa: ARG001  # as above
    """Hand out an officer's own screenshot of a look-up, as a download."""
    row = lookup_by_id(lookup_id)
    case = visible(actor, row.case if row else None)
    if row is None or not row.screenshot_sha256:
        raise Http404
    if not may_see_in_full(actor, case):
        raise PermissionDenied
    response = HttpResponse(_kept(row.screenshot_sha256), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{case.reference}-lookup-{row.pk}.png"'
    return response


@staff_page
@require_POST
def classify(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """Say what a file is."""
    row = file_by_id(file_id)
    case = visible(actor, row.case if row else None)
    try:
        evidence.classify(wiring.desk(), file_id, request.POST.get("material", ""), by=actor)
    except NoSuchMaterial as why:
        messages.error(request, str(why), extra_tags="bad")
    else:
        messages.success(request, gettext("已归类。"), extra_tags="good")
    return redirect(reverse("desk:case", args=[case.reference]) + f"#file-{file_id}")


@staff_page
@require_POST
def read_again(request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
    """Have a file read once more."""
    row = file_by_id(file_id)
    case = visible(actor, row.case if row else None)
    evidence.read_again(wiring.desk(), file_id, by=actor)
    messages.success(request, gettext("已重新排队识别，稍后刷新查看。"), extra_tags="good")
    return redirect(reverse("desk:case", args=[case.reference]) + f"#file-{file_id}")
