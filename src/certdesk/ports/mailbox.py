"""The mailbox of G-12: messages come in, nothing is deleted on the server."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

Unknown = Callable[[Sequence[str]], Sequence[str]]
"""Given message keys, returns those the desk has not stored yet, in the same order."""


class MailboxUnreachable(Exception):
    """The mailbox cannot be read now; the text says in plain Chinese what to do about it."""


class SettingDamaged(Exception):
    """A mail setting cannot be understood. The text says what is expected and never repeats the password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderReport:
    """One folder as a visit found it."""

    name: str
    count: int
    oldest: datetime | None  # when the earliest of its messages arrived; None: it is empty
    newest: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxReport:
    """What a visit to the account found: it was let in."""

    introduced: bool  # the server took our ID (RFC 2971), as 163.com demands; a maildir needs none
    folders: tuple[FolderReport, ...]  # those that are read, the inbox first


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

    def inspect(self) -> MailboxReport:
        """Visit the account and look around, for whoever sets it up; nothing is fetched.

        Raises:
            MailboxUnreachable: the text says what is wrong and what to do about it.
        """
        ...
