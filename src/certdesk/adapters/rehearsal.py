"""Null adapters for development. Each announces itself, so that nobody takes a rehearsal for the real thing."""

import logging

from certdesk.ports.register import RegisterEntry

log = logging.getLogger(__name__)


class EmptyRegister:
    """No register was imported: every entry is looked up by an officer (G-05)."""

    def find(self, _certificate_number: str) -> RegisterEntry | None:
        """Know nothing."""
        return None
