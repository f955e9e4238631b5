"""The composition root: the only file that picks adapters. Everything else asks ``desk()``."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from certdesk.adapters.characters import HanCharacters
from certdesk.adapters.file_vault import FileVault
from certdesk.adapters.job_queue.board import TableBoard
from certdesk.adapters.job_queue.queue import TableQueue
from certdesk.adapters.job_queue.workload import TableWorkload
from certdesk.adapters.letters import KeyFile, KeyToken, PadesSigner, PyhankoChecker, Stamping, TypstTypesetter
from certdesk.adapters.letters.rehearsal_keys import create_rehearsal_keys
from certdesk.adapters.letters.signing_keys import KeySource
from certdesk.adapters.mail.addresses import mailbox_at, outbox_at
from certdesk.adapters.mail.parser import TolerantMailParser
from certdesk.adapters.notary import FolderShelf, add_key, file_notary, rehearsal_notary
from certdesk.adapters.rehearsal import EmptyRegister
from certdesk.adapters.system_clock import SystemClock
from certdesk.adapters.web_links import WebLinks
from certdesk.guide.load import load_guide
from certdesk.guide.model import Guide
from certdesk.ports.clock import Clock
from certdesk.ports.desk import Desk
from certdesk.ports.mail_parser import MailParser
from certdesk.ports.mailbox import Mailbox
from certdesk.ports.notary import Notary, NotaryKey
from certdesk.ports.outbox import Outbox
from certdesk.ports.queue import JobBoard, Workload
from certdesk.ports.reader import PictureReading, Reader
from certdesk.ports.signer import SignatureChecker, Signer
from certdesk.rules.matching.characters import Characters
from certdesk.sealing.fields import desk_keys

__all__ = [
    "characters",
    "clock",
    "desk",
    "guide",
    "job_board",
    "mailbox",
    "new_notary_key",
    "notary",
    "outbox",
    "parser",
    "reader",
    "workload",
    "write_sample_mailbox",
]

#: Readers by the name in CERTDESK_READER. Loaded by name, so that web processes stay free of the OCR engine.
READERS = {
    "rapidocr": ("certdesk.adapters.pictures.reader", "PictureReader"),
    "openvino": ("certdesk.adapters.pictures.reader", "openvino_reader"),
    "none": ("certdesk.adapters.pictures.rehearsal", "NullReader"),
}


PKCS11_WORDS = 3  # module, token label, key label


def guide() -> Guide:
    """Return the service guide in force."""
    return load_guide(Path(settings.CERTDESK_GUIDE) if settings.CERTDESK_GUIDE else None)


def clock() -> Clock:
    """Return the clock."""
    return SystemClock()


def characters() -> Characters:
    """Return what is known of the forms and sounds of characters."""
    return HanCharacters()


def parser() -> MailParser:
    """Return the mail parser."""
    return TolerantMailParser()


def reader() -> Reader:
    """Return the picture reader; its engine loads at the first picture."""
    return LazyReader(settings.CERTDESK_READER)


def mailbox() -> Mailbox:
    """Return the mailbox of the settings."""
    return mailbox_at(settings.CERTDESK_MAILBOX)


def outbox() -> Outbox:
    """Return the outbox of the settings."""
    return outbox_at(settings.CERTDESK_OUTBOX, clock(), sender_name=_sender_name())


@cache
def desk() -> Desk:
    """Return the desk this process works at."""
    signer, checker = _signing(clock())
    return Desk(
        guide=guide(),
        clock=clock(),
        vault=FileVault(settings.CERTDESK_VAULT, desk_keys),
        mailbox=mailbox(),
        parser=parser(),
        outbox=outbox(),
        reader=reader(),
        register=EmptyRegister(),
        typesetter=TypstTypesetter([Path(settings.CERTDESK_FONTS)] if settings.CERTDESK_FONTS else ()),
        signer=signer,
        checker=checker,
        notary=notary(),
        shelf=FolderShelf(settings.CERTDESK_CHECKPOINTS, settings.CERTDESK_CHECKPOINT_MAIL),
        queue=TableQueue(clock()),
        links=WebLinks(settings.CERTDESK_BASE_URL),
        operator=settings.CERTDESK_OPERATOR_MAIL,
    )


def notary() -> Notary:
    """Return the notary of the settings; a rehearsal's while no key file is set."""
    if settings.CERTDESK_NOTARY_KEYS:
        return file_notary(Path(settings.CERTDESK_NOTARY_KEYS))
    return rehearsal_notary(desk_keys, urlsplit(settings.CERTDESK_BASE_URL).netloc)


def new_notary_key() -> NotaryKey:
    """Add a key to the notary's file, begun if need be; it signs from now on."""
    today = guide().local_date(clock().now())
    return add_key(Path(settings.CERTDESK_NOTARY_KEYS), urlsplit(settings.CERTDESK_BASE_URL).netloc, today)


def workload() -> Workload:
    """Return the worker's end of the queue."""
    return TableWorkload(clock())


def job_board() -> JobBoard:
    """Return what an operator sees of the background work."""
    return TableBoard(clock())


class LazyReader:
    """Loads the engine at the first picture: a worker needs it, a web process never does."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def _reader(self) -> Reader:
        return _load_reader(self._name)

    def read(self, content: bytes) -> Sequence[PictureReading]:
        """Read every document found."""
        return self._reader.read(content)

    def screen_copy(self, content: bytes, watermark: str) -> bytes:
        """Return a watermarked copy for screens."""
        return self._reader.screen_copy(content, watermark)


def write_sample_mailbox(maildir: Path, *, at: datetime) -> None:
    """Fill a maildir with the sample mails of a rehearsal; they are drawn only here, so loaded only here."""
    import_module("certdesk.adapters.sample_mailbox").write_sample_mailbox(maildir, at=at)


@cache
def _load_reader(name: str) -> Reader:
    module, reader = READERS[name]
    return cast("Reader", getattr(import_module(module), reader)())


def _signing(now_from: Clock) -> tuple[Signer, SignatureChecker]:
    """Return the office's signer and what its letters are checked with; the rehearsal key while none is set."""
    stamping = _stamping()
    stamps = {"stamp_roots": stamping.roots if stamping else (), "crls": stamping.crls if stamping else ()}
    source = _key_source()
    if source is not None:
        roots = [Path(root) for root in settings.CERTDESK_SIGNING_ROOTS]
        try:
            return PadesSigner(source, rehearsal=False, stamping=stamping), PyhankoChecker(roots, **stamps)
        except (OSError, ValueError) as why:
            words = "读不到根证书，请检查 CERTDESK_SIGNING_ROOTS 和 CERTDESK_TSA_ROOTS（PEM 文件，至少一个）。"
            raise ImproperlyConfigured(words) from why
    passphrase = hmac.new(desk_keys().web, b"rehearsal signing key", hashlib.sha256).hexdigest().encode()
    keys = create_rehearsal_keys(settings.CERTDESK_SIGNING, at=now_from.now(), passphrase=passphrase)
    signer = PadesSigner(KeyFile(keys.signer, passphrase), rehearsal=True, stamping=stamping)
    return signer, PyhankoChecker([keys.root], **stamps)


def _key_source() -> KeySource | None:
    """Return the office's own key: a token's, a file's, or none."""
    secret = settings.CERTDESK_SIGNING_PASSPHRASE
    if settings.CERTDESK_SIGNING_PKCS11:
        words = settings.CERTDESK_SIGNING_PKCS11.split("|")
        if len(words) != PKCS11_WORDS or not settings.CERTDESK_SIGNING_CHAIN:
            raise ImproperlyConfigured(
                "CERTDESK_SIGNING_PKCS11 应为“模块|令牌标签|密钥标签”，并设 CERTDESK_SIGNING_CHAIN。"
            )
        module, token, label = words
        return KeyToken(Path(module), token, label, secret, Path(settings.CERTDESK_SIGNING_CHAIN))
    if settings.CERTDESK_SIGNING_P12:
        return KeyFile(Path(settings.CERTDESK_SIGNING_P12), secret.encode())
    return None


def _stamping() -> Stamping | None:
    if not settings.CERTDESK_TSA_URL:
        return None
    return Stamping(
        url=settings.CERTDESK_TSA_URL,
        roots=[Path(path) for path in settings.CERTDESK_TSA_ROOTS],
        crls=[Path(path) for path in settings.CERTDESK_SIGNING_CRLS],
    )


def _sender_name() -> str:
    """Mails come from the office whose mailbox it is."""
    own = guide()
    return own.offices[own.rulebook.numbering.provincial_city_code].name
