"""The mailbox of G-12: messages come in, nothing is deleted on the server."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

Unknown = Callable[[Sequence[str]], Sequence[str]]
"""Given message keys, returns those the desk has not stored yet, in the same order."""


class MailboxUnreachable(Exception):
    """The mailbox cannot be read now; the text says in plain Chinese what to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One message as the server holds it, before anybody has looked at it."""

    key: str  # folder;UIDVALIDITY;UID, or a maildir's unique name: stable for this mailbox
    folder: str
    arrived_at: datetime  # when it entered the mailbox (INTERNALDATE): 电子签名法 art. 11
    raw: bytes


class Mailbox(Protocol):
    """A mailbox that is read by difference: whatever the desk does not know yet is fetched."""

    @property
    def source(self) -> str:
        """A stable name of this mailbox, without any password."""
        ...

    def arrivals(self, unknown: Unknown) -> Iterator[Arrival]:
        """Yield every message the desk does not know, oldest first in each folder.

        Raises:
            MailboxUnreachable: the server refuses or is away; what was yielded before stands.
        """
        ...

    def census(self) -> Mapping[str, int]:
        """Count the messages now on the server, by folder, for reconciliation."""
        ...
