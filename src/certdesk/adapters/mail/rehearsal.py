"""The outbox of rehearsals: every mail is written out as a file, none leaves the machine."""

import hashlib
import logging
import os
from pathlib import Path
from tempfile import TemporaryFile

from certdesk.adapters.mail.compose import finished
from certdesk.ports.clock import Clock
from certdesk.ports.outbox import OutgoingMail, TryAgain

log = logging.getLogger(__name__)


class MaildirOutbox:
    """Writes each finished mail as one ``.eml`` into a directory and says so."""

    def __init__(
        self, path: Path, clock: Clock, *, sender: str = "certdesk@example.invalid", sender_name: str = ""
    ) -> None:
        self._path = path
        self._clock = clock
        self._sender = sender
        self._sender_name = sender_name
        log.warning("演练模式：发出的邮件只写入目录 %s，不会寄给任何人。", path)

    def probe(self) -> None:
        """See whether the directory can be written.

        Raises:
            TryAgain: it cannot.
        """
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            with TemporaryFile(dir=self._path):
                pass
        except OSError as trouble:
            raise TryAgain(f"演练发件目录无法写入：{trouble.strerror}。请检查磁盘空间和目录权限。") from trouble

    def send(self, mail: OutgoingMail) -> None:
        """Write ``mail`` whole or not at all; the same mail again replaces itself.

        Raises:
            TryAgain: the directory cannot be written.
            Refused: the address cannot be one.
        """
        name = hashlib.sha256(mail.message_id.encode("utf-8")).hexdigest()[:24]
        content = finished(mail, self._sender, self._sender_name, self._clock.now())
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            draft = self._path / f".{name}.part"
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._path / f"{name}.eml")
        except OSError as trouble:
            raise TryAgain(f"演练发件目录无法写入：{trouble.strerror}。请检查磁盘空间和目录权限。") from trouble
