"""Addresses of the web pages, signed where they open something."""

from urllib.parse import urlsplit

from django.core import signing
from django.urls import reverse

from certdesk.adapters import qr_code

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
        return qr_code.as_png(self.progress(reference), scale=4)

    def progress_drawing(self, reference: str) -> str:
        """Draw the progress link as a QR code, an SVG."""
        return qr_code.as_svg(self.progress(reference))

    def start(self) -> str:
        """Return the page where an application begins."""
        return self._base + reverse("portal:start")

    def supplement(self, reference: str) -> str:
        """Return the progress page at its form for further files."""
        return self.progress(reference) + "#supplement"

    def verification(self, code: str) -> str:
        """Return the public verification page; upper-case, so that its QR is small."""
        return self._base + reverse("public:verify_code", args=[code])

    def offline(self, code: str) -> str:
        """Return the address in a letter's QR code; scheme and host know no case, so it can be alphanumeric."""
        address = self._base + reverse("public_short:offline", args=[code])
        plain_host = not urlsplit(self._base).path.strip("/")
        return address.upper() if plain_host else address

    def reference_of(self, token: str) -> str | None:
        """Return the reference of a genuine token, or None."""
        try:
            return signing.Signer(salt=_SALT).unsign(token)
        except signing.BadSignature:
            return None
