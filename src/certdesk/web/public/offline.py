"""What it takes to check a letter's QR code without a network: the published keys, and a page to keep."""

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from certdesk import wiring
from certdesk.stages.verify.publish import published_keys

PARTS = Path(__file__).parent / "kept_page"
ED25519 = "noble-ed25519-3.2.0.js"  # MIT, unchanged; decision 0013 says why they lie here
QR_READER = "jsQR-1.4.0.js"  # Apache 2.0, unchanged
OURS = ("code.js", "signature.js", "reading.js", "page.js")
OPENED = "\nwindow.ed25519 = { hashes, verify };\n"  # an inline module has no other way out


@require_GET
def keys(request: HttpRequest) -> JsonResponse:  # noqa: ARG001  # Django's signature
    """Publish every key that ever signed QR codes and heads of the log, the newest first."""
    response = JsonResponse({"keys": published_keys(wiring.desk().notary)})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@cache
def parts() -> dict[str, SafeString]:
    """Return style and scripts of the page to keep, and the policy by which a browser runs these and nothing else."""
    ed25519 = (PARTS / ED25519).read_text() + OPENED
    qr_reader = (PARTS / QR_READER).read_text()
    ours = "\n".join((PARTS / name).read_text() for name in OURS)
    style = (PARTS / "style.css").read_text()
    scripts = " ".join(map(_fingerprint, (ed25519, qr_reader, ours)))
    allowed = f"script-src {scripts}; style-src {_fingerprint(style)}"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    whole = {"ed25519": ed25519, "qr_reader": qr_reader, "ours": ours, "style": style, "policy": policy}
    return {name: mark_safe(text) for name, text in whole.items()}  # noqa: S308  # files of our own


def _fingerprint(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Hand out one file that checks QR codes wherever it is opened, with the keys of today in it."""
    context = {
        "keys": published_keys(wiring.desk().notary),
        "day": wiring.guide().local_date(wiring.clock().now()),
        "home": settings.CERTDESK_BASE_URL + reverse("public:verify"),  # not the host that a request claims
        **parts(),
    }
    response = render(request, "public/offline.html", context)
    response.headers["Content-Disposition"] = 'attachment; filename="verify-offline.html"'
    return response
