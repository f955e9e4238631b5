"""A real Dovecot for tests: its own directory, a high port, an ordinary user, maildirs that tests can write."""

import contextlib
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"
PASSWORD = "rehearsal-only"

CONFIG = """
base_dir = {root}/run
state_dir = {root}/state
log_path = {root}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{root}/mail/%u
maildir_very_dirty_syncs = no
mail_fsync = never
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={root}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Junk-by-flag {{
    auto = create
    special_use = \\Junk
  }}
  mailbox 垃圾邮件 {{
    auto = create
  }}
  mailbox 草稿箱 {{
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


class Dovecot:
    """One running server."""

    def __init__(self, root: Path, port: int) -> None:
        self.root = root
        self.port = port
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            [DOVECOT, "-F", "-c", str(self.root / "dovecot.conf")], stderr=subprocess.DEVNULL, **_as_user()
        )
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=2) as probe:
                if probe.recv(4) == b"* OK":
                    return
            time.sleep(0.05)
        raise RuntimeError(f"Dovecot does not answer: {self._log()}")

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(timeout=20)
            self._process = None

    def deliver(self, user: str, raw: bytes, *, folder: str = "", at: float = 1_790_000_000.0) -> str:
        """Put a mail into a maildir the way a delivery agent does, arrived at ``at``."""
        path = self.maildir(user, folder)
        for part in ("tmp", "new", "cur"):
            (path / part).mkdir(parents=True, exist_ok=True)
        self._hand_over(self.root / "mail")
        count = sum(1 for part in ("new", "cur") for _ in (path / part).iterdir())
        name = f"{int(at)}.M{count:06d}P1.host"
        written = path / "tmp" / name
        written.write_bytes(raw)
        os.utime(written, (at, at))
        written.rename(path / "new" / name)
        self._hand_over(path)
        return name

    def maildir(self, user: str, folder: str = "") -> Path:
        base = self.root / "mail" / user
        return base / f".{folder}" if folder else base

    def _hand_over(self, path: Path) -> None:
        """Give what the tests wrote to the user that Dovecot runs as."""
        if os.getuid() == 0:
            owner = _owner()
            for found in [path, *path.rglob("*")]:
                os.chown(found, owner.pw_uid, owner.pw_gid)

    def _log(self) -> str:
        log = self.root / "log"
        return log.read_text()[-2000:] if log.exists() else "no log"


def _owner() -> pwd.struct_passwd:
    """Dovecot reads no mail as root: an ordinary user does it."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())


def _as_user() -> dict[str, int]:
    owner = _owner()
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    """Start a server in a directory of its own and take both away again."""
    root = Path(tempfile.mkdtemp(prefix="certdesk-dovecot-"))
    owner = _owner()
    port = free_port()
    group = grp.getgrgid(owner.pw_gid).gr_name
    try:
        for part in ("run", "state", "mail", "home"):
            (root / part).mkdir()
        config = CONFIG.format(root=root, user=owner.pw_name, group=group, port=port, password=PASSWORD)
        (root / "dovecot.conf").write_text(config, encoding="utf-8")
        server = Dovecot(root, port)
        server._hand_over(root)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(root, ignore_errors=True)
