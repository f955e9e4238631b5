"""The frozen bundle of everything a use case may ask of the world."""

from dataclasses import dataclass

from certdesk.guide.model import Guide
from certdesk.ports.clock import Clock
from certdesk.ports.links import Links
from certdesk.ports.mail_parser import MailParser
from certdesk.ports.mailbox import Mailbox
from certdesk.ports.notary import Notary, Shelf
from certdesk.ports.outbox import Outbox
from certdesk.ports.queue import Queue
from certdesk.ports.reader import Reader
from certdesk.ports.register import Register
from certdesk.ports.signer import SignatureChecker, Signer
from certdesk.ports.typesetter import Typesetter
from certdesk.ports.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a use case may ask of the world; ``certdesk.wiring`` fills it."""

    guide: Guide
    clock: Clock
    vault: Vault
    mailbox: Mailbox
    parser: MailParser
    outbox: Outbox
    reader: Reader
    register: Register
    typesetter: Typesetter
    signer: Signer
    checker: SignatureChecker
    notary: Notary
    shelf: Shelf
    queue: Queue
    links: Links
    operator: str = ""  # who gets a mail when the signing key needs somebody; empty: nobody
