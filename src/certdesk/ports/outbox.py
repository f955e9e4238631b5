"""Handing a finished mail to the world."""

from dataclasses import dataclass
from typing import Protocol


class TryAgain(Exception):
    """The server is away or asks for patience (4xx): the mail stays in the outbox."""


class Refused(Exception):
    """The server refuses this mail for good (5xx); the text is its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes
    content_id: str = ""  # set: a picture of the HTML, which names it as cid:…; empty: a file to be saved


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMail:
    """A mail ready to go; the same ``message_id`` is used at every try, so a receiver can tell a repeat."""

    message_id: str
    to: str
    subject: str
    text: str
    html: str = ""
    in_reply_to: str = ""
    references: str = ""
    automatic: bool = True  # sets Auto-Submitted (RFC 3834)
    attachments: tuple[Attachment, ...] = ()


class Outbox(Protocol):
    """Sends one mail, or says why not."""

    def send(self, mail: OutgoingMail) -> None:
        """Hand ``mail`` over.

        Raises:
            TryAgain: a passing fault.
            Refused: a final refusal.
        """
        ...

    def probe(self) -> None:
        """Go as far as the sender's address and send nothing, for whoever sets the account up.

        Raises:
            TryAgain: the text says what is wrong and what to do about it.
            Refused: the server will not send for this address.
        """
        ...
