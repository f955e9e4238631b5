"""Addresses of the web pages, signed where they open something."""

import io

import segno
from django.core import signing
from django.urls import reverse

_SALT = "certdesk.progress"


class WebLinks:
    """Builds absolute addresses below one base address."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url

    def progress(self, reference: str) -> str:
        """Return the holder's progress page."""
        return self._base + reverse("portal:progress", args=[signing.Signer(salt=_SALT).sign(reference)])

    def progress_code(self, reference: str) -> bytes:
        """Draw the progress link as a QR code, a PNG."""
        drawing = io.BytesIO()
        segno.make(self.progress(reference), error="m").save(drawing, kind="png", scale=4, border=4)
        return drawing.getvalue()

    def start(self) -> str:
        """Return the page where an application begins."""
        return self._base + reverse("portal:start")

    def supplement(self, reference: str) -> str:
        """Return the progress page at its form for further files."""
        return self.progress(reference) + "#supplement"

    def verification(self, code: str) -> str:
        """Return the public verification page; upper-case, so that its QR is small."""
        return self._base + reverse("public:verify_code", args=[code])

    def reference_of(self, token: str) -> str | None:
        """Return the reference of a genuine token, or None."""
        try:
            return signing.Signer(salt=_SALT).unsign(token)
        except signing.BadSignature:
            return None
