"""What it takes to check a letter's QR code without a network: the published keys, and a page to keep."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from certdesk import wiring
from certdesk.stages.verify.publish import published_keys

LIBRARY = Path(__file__).parent / "noble-ed25519-3.2.0.js"  # MIT, unchanged
SCRIPT = Path(__file__).parent / "offline.js"


@require_GET
def keys(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  # Django's signature
    """Publish every key that ever signed QR codes and heads of the log, the newest first."""
    response = JsonResponse({"keys": published_keys(wiring.desk().notary)})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Hand out one file that checks QR codes wherever it is opened, with the keys of today in it."""
    context = {
        "keys": published_keys(wiring.desk().notary),
        "library": LIBRARY.read_text(),
        "script": SCRIPT.read_text(),
        "day": wiring.guide().local_date(wiring.clock().now()),
        "home": request.build_absolute_uri("/v/"),
    }
    response = render(request, "public/offline.html", context)
    response.headers["Content-Disposition"] = 'attachment; filename="verify-offline.html"'
    return response
