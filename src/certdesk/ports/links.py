"""Addresses that go into mails and QR codes; nothing personal stands in them."""

from typing import Protocol


class Links(Protocol):
    """Builds absolute addresses, signed where they open something."""

    def progress(self, reference: str) -> str:
        """Return the holder's progress page, as an unguessable signed link."""
        ...

    def progress_code(self, reference: str) -> bytes:
        """Return the progress link as a QR code, a PNG."""
        ...

    def progress_drawing(self, reference: str) -> str:
        """Return the progress link as a QR code, an SVG."""
        ...

    def start(self) -> str:
        """Return the page where an application begins."""
        ...

    def supplement(self, reference: str) -> str:
        """Return the page where the holder adds what is missing."""
        ...

    def verification(self, code: str) -> str:
        """Return the public verification page of a letter's code."""
        ...

    def offline(self, code: str) -> str:
        """Return the address in a letter's QR code; all upper-case where the base address allows it."""
        ...

    def reference_of(self, token: str) -> str | None:
        """Return the case reference a progress link stands for, or None when the link is not genuine."""
        ...
