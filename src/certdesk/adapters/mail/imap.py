"""An IMAP account as the mailbox, with what 163.com wants: ID after login, no IDLE, the junk folder too.

Nothing is changed on the server: folders are opened read-only and messages are peeked at, one at a time.
"""

import logging
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from imaplib import IMAP4
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from certdesk.adapters.mail.imap_trouble import in_plain_words
from certdesk.ports.mailbox import Arrival, FolderReport, MailboxReport, MailboxUnreachable, Unknown

log = logging.getLogger(__name__)

INBOX = "INBOX"
JUNK_NAMES = frozenset({"垃圾邮件", "垃圾箱", "垃圾郵件", "junk", "junk e-mail", "junk email", "spam", "bulk mail"})
# 163.com answers SELECT with "Unsafe Login" to whoever has not introduced himself (RFC 2971).
IDENTITY = {"name": "certdesk", "version": "1.0", "vendor": "certdesk"}
UID_WINDOW = 50_000  # a search answer is one line; servers and clients limit its length
AT_EACH_END = 25  # messages looked at for the earliest and the latest arrival
ATTEMPTS = 3  # at one message, each with a fresh connection
BROKEN = (IMAPClientError, IMAP4.error, OSError, EOFError)


class _Session:
    """One connection, made again when it breaks, and the folder open on it."""

    def __init__(self, connect: Callable[[], IMAPClient]) -> None:
        self._connect = connect
        self._client: IMAPClient | None = None
        self._folder = ""
        self._uid_next = 1
        self.uid_validity = 0

    def client(self) -> IMAPClient:
        """Return the connection."""
        if self._client is None:
            self._client = self._connect()
            self._folder = ""
        return self._client

    def open(self, folder: str) -> IMAPClient:
        """Return the connection with ``folder`` open, read-only."""
        client = self.client()
        if self._folder != folder:
            answer = client.select_folder(folder, readonly=True)
            self.uid_validity = int(answer[b"UIDVALIDITY"])
            self._uid_next = int(answer.get(b"UIDNEXT", 0)) or UID_WINDOW + 1
            self._folder = folder
        return client

    def list_uids(self, folder: str) -> list[int]:
        """List the messages of a folder, oldest first."""
        client = self.open(folder)
        uids: set[int] = set()
        for first in range(1, self._uid_next, UID_WINDOW):
            uids.update(client.search(["UID", f"{first}:{first + UID_WINDOW - 1}"]))
        uids.update(client.search(["UID", f"{self._uid_next}:*"]))  # what arrived since the folder was opened
        return sorted(uids)

    def drop(self) -> None:
        """Let the connection go, whatever state it is in."""
        client, self._client = self._client, None
        if client is not None:
            _hang_up(client)


def _hang_up(client: IMAPClient) -> None:
    """Say goodbye where the server still listens; close the socket either way."""
    with suppress(*BROKEN):
        client.logout()
    with suppress(*BROKEN):
        client.shutdown()


class ImapMailbox:
    """Reads the inbox and the junk folder of an IMAP account by difference."""

    def __init__(  # noqa: PLR0913 - an account has that many parts
        self,
        host: str,
        port: int,
        user: str,
        password: str,
        *,
        tls: bool = True,
        folders: Sequence[str] | None = None,
        timeout: float = 60.0,
        tls_context: ssl.SSLContext | None = None,
    ) -> None:
        self._host = host
        self._port = port
        self._user = user
        self._password = password
        self._tls = tls
        self._folders = tuple(folders) if folders else None
        self._timeout = timeout
        self._tls_context = tls_context

    @property
    def source(self) -> str:
        """A stable name of this mailbox, without any password."""
        return f"imap:{self._user}@{self._host}"

    def arrivals(self, unknown: Unknown) -> Iterator[Arrival]:
        """Yield every message the desk does not know, oldest first in each folder.

        Raises:
            MailboxUnreachable: the server refuses or is away; or single messages could not be fetched, which is
                said after all others have been yielded.

        """
        missed = 0
        with self._session() as session:
            for folder in self._choose_folders(session):
                for key, uid in self._unknown_in(session, folder, unknown):
                    arrival = _fetch(session, folder, key, uid)
                    if arrival is not None:
                        yield arrival
                    else:
                        missed += 1
        if missed:
            raise MailboxUnreachable(
                f"有{missed}封邮件本次未能取回，下次收取时会再试。如反复出现，请在网页邮箱中查看。"
            )

    def census(self) -> Mapping[str, int]:
        """Count the messages now on the server, by folder.

        Raises:
            MailboxUnreachable: the server refuses or is away.

        """
        with self._session() as session:
            client = session.client()
            return {
                folder: int(client.folder_status(folder, ["MESSAGES"])[b"MESSAGES"])
                for folder in self._choose_folders(session)
            }

    def inspect(self) -> MailboxReport:
        """Log in and look at the folders that are read: how many messages, the earliest and the latest arrival.

        Raises:
            MailboxUnreachable: the server refuses or is away.

        """
        with self._session() as session:
            introduced = session.client().has_capability("ID")
            folders = [_look_at(session, folder) for folder in self._choose_folders(session)]
        return MailboxReport(introduced=introduced, folders=tuple(folders))

    @contextmanager
    def _session(self) -> Iterator[_Session]:
        """Open a connection for one visit; whatever breaks it is said in plain words."""
        session = _Session(self._connect)
        try:
            yield session
        except BROKEN as trouble:
            raise MailboxUnreachable(in_plain_words(trouble, self._host, self._port)) from trouble
        finally:
            session.drop()

    def _connect(self) -> IMAPClient:
        """Log in and introduce ourselves, before any folder is opened."""
        context = self._tls_context or (ssl.create_default_context() if self._tls else None)
        client = IMAPClient(self._host, self._port, ssl=self._tls, ssl_context=context, timeout=self._timeout)
        client.normalise_times = False  # arrival times keep their zone
        try:
            client.login(self._user, self._password)
            if client.has_capability("ID"):
                client.id_(IDENTITY)
        except BaseException:
            _hang_up(client)
            raise
        return client

    def _choose_folders(self, session: _Session) -> tuple[str, ...]:
        """Take the configured folders, else the inbox and the junk folder: applicants' mail lands there too."""
        if self._folders is not None:
            return self._folders
        junk = [
            name
            for flags, delimiter, name in session.client().list_folders()
            if b"\\Junk" in flags or _last_part(name, delimiter).lower() in JUNK_NAMES
        ]
        return (INBOX, *dict.fromkeys(junk))

    def _unknown_in(self, session: _Session, folder: str, unknown: Unknown) -> list[tuple[str, int]]:
        """Ask the desk which messages of a folder it does not know."""
        uids = session.list_uids(folder)
        keys = {f"{folder};{session.uid_validity};{uid}": uid for uid in uids}
        return [(key, keys[key]) for key in unknown(list(keys))]


def _look_at(session: _Session, folder: str) -> FolderReport:
    """Count a folder; a server numbers messages as they come, so that the ends of the list are old and new."""
    uids = session.list_uids(folder)
    ends = sorted({*uids[:AT_EACH_END], *uids[-AT_EACH_END:]})
    answers = session.open(folder).fetch(ends, ["INTERNALDATE"]) if ends else {}
    moments = [_arrived(answer) for answer in answers.values()]
    return FolderReport(
        name=folder, count=len(uids), oldest=min(moments, default=None), newest=max(moments, default=None)
    )


def _last_part(name: str, delimiter: bytes | None) -> str:
    return name.rpartition(delimiter.decode("ascii"))[2] if delimiter else name


def _fetch(session: _Session, folder: str, key: str, uid: int) -> Arrival | None:
    """Fetch one message whole, over a fresh connection if the old one breaks. None: not this time."""
    for _ in range(ATTEMPTS):
        try:
            client = session.open(folder)
            if not key.startswith(f"{folder};{session.uid_validity};"):
                return None  # the server numbered the folder anew meanwhile: the next visit lists it again
            answer = client.fetch([uid], ["INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[]"]).get(uid)
        except BROKEN as trouble:
            log.warning("IMAP fetch of UID %d broke off (%s), trying again", uid, type(trouble).__name__)
            session.drop()
            continue
        if answer is None or b"BODY[]" not in answer:
            return None  # deleted since it was listed
        return Arrival(key=key, folder=folder, arrived_at=_arrived(answer), raw=answer[b"BODY[]"])
    return None


def _arrived(answer: Mapping[bytes, Any]) -> datetime:
    """Return INTERNALDATE in UTC."""
    moment = answer[b"INTERNALDATE"]
    if not isinstance(moment, datetime):
        raise IMAPClientError("the server sent no INTERNALDATE")
    return moment.astimezone(UTC)
