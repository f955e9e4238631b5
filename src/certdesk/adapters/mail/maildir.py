"""A maildir as the mailbox: for rehearsals, tests, and offices whose mail a local program fetches."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from certdesk.ports.mailbox import Arrival, FolderReport, MailboxReport, MailboxUnreachable, Unknown

INBOX = "INBOX"


class MaildirMailbox:
    """Reads ``new/`` and ``cur/`` of a maildir and of its Maildir++ folders; changes nothing."""

    def __init__(self, path: Path, name: str = "maildir") -> None:
        self._path = path
        self._name = name

    @property
    def source(self) -> str:
        """A stable name of this mailbox."""
        return f"maildir:{self._name}"

    def arrivals(self, unknown: Unknown) -> Iterator[Arrival]:
        """Yield every message the desk does not know, oldest first in each folder.

        Raises:
            MailboxUnreachable: there is no maildir at the path.
        """
        for folder, path in self._folders():
            files = {f"{folder};{_unique(file)}": file for file in _messages(path)}
            for key in unknown(sorted(files, key=lambda name: (_arrived(files[name]), name))):
                found = files[key] if files[key].exists() else _moved(path, files[key])
                if found is not None:
                    yield Arrival(
                        key=key,
                        folder=folder,
                        arrived_at=datetime.fromtimestamp(_arrived(found), UTC),
                        raw=found.read_bytes(),
                    )

    def census(self) -> Mapping[str, int]:
        """Count the messages by folder.

        Raises:
            MailboxUnreachable: there is no maildir at the path.
        """
        return {folder: sum(1 for _ in _messages(path)) for folder, path in self._folders()}

    def inspect(self) -> MailboxReport:
        """Look at the folders: how many messages, the earliest and the latest arrival.

        Raises:
            MailboxUnreachable: there is no maildir at the path.
        """
        return MailboxReport(introduced=False, folders=tuple(_look_at(*pair) for pair in self._folders()))

    def _folders(self) -> list[tuple[str, Path]]:
        if not self._path.is_dir():
            raise MailboxUnreachable(f"找不到邮件目录 {self._path}，请检查设置中的路径。")
        inner = sorted(path for path in self._path.glob(".*") if (path / "cur").is_dir() or (path / "new").is_dir())
        return [(INBOX, self._path), *((path.name.lstrip("."), path) for path in inner)]


def _look_at(folder: str, path: Path) -> FolderReport:
    moments = [datetime.fromtimestamp(_arrived(file), UTC) for file in _messages(path)]
    return FolderReport(
        name=folder, count=len(moments), oldest=min(moments, default=None), newest=max(moments, default=None)
    )


def _messages(folder: Path) -> Iterator[Path]:
    """List the messages of one folder; what stands in tmp/ is still being written."""
    for part in ("new", "cur"):
        directory = folder / part
        if directory.is_dir():
            yield from (file for file in directory.iterdir() if file.is_file() and not file.name.startswith("."))


def _unique(file: Path) -> str:
    """Take the flags off: a mail keeps its key when somebody reads it."""
    return file.name.partition(":2,")[0]


def _moved(folder: Path, file: Path) -> Path | None:
    """Find a message whose flags changed, or that went from new/ to cur/, since it was listed."""
    name = _unique(file)
    return next((other for other in _messages(folder) if _unique(other) == name), None)


def _arrived(file: Path) -> float:
    """Return the moment of delivery: a maildir's files are never written twice."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0
