import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from certdesk.adapters.specimens import SpecimenPerson, example_person
from certdesk.sealing.key_ring import new_key_ring, to_json

PROCESS = Path(__file__).with_name("desk_process.py")
ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("CRASH_KILLS", "48"))  # in all tests of this folder together; 200 for the long version
KILLER = b"X-Kill: yes\n"
REPEATED = 7  # every so many mails one is sent again, with another Message-ID


class CrashingDesk:
    """A desk in a home of its own, each of whose steps can be killed."""

    def __init__(self, home: Path, database_url: str) -> None:
        self.home = home
        self.kills = 0
        self.applications = self.mails = 0
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("CERTDESK_")} | {
            "DJANGO_SETTINGS_MODULE": "certdesk.config.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            "DATABASE_URL": database_url,
            "CERTDESK_HOME": str(home),
            "CERTDESK_KEY_RING": to_json(new_key_ring()),
            "CERTDESK_LOG": "CRITICAL",
        }
        for part in ("mailbox/new", "mailbox/cur", "mailbox/tmp", "static"):
            (home / part).mkdir(parents=True)
        self._forks = subprocess.Popen(
            [sys.executable, str(PROCESS)],
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _ask(self, command: str, argument: object) -> int:
        self._forks.stdin.write(f"{command} {argument}\n")
        self._forks.stdin.flush()
        return int(self._forks.stdout.readline())

    def run(self, step: str) -> None:
        """Run a step to its end."""
        code = self._ask("wait", self._ask("start", step))
        assert code == 0, (self.home / "faults").read_text() if code > 0 else f"{step} was ended by signal {-code}"

    def run_and_kill(self, step: str, moment: float) -> bool:
        """Start a step and kill it at that moment; False when it was done before."""
        child = self._ask("start", step)
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)  # a process that has ended is there until somebody has waited for it
        code = self._ask("wait", child)
        assert code in {0, -signal.SIGKILL}, (self.home / "faults").read_text()
        self.kills += code == -signal.SIGKILL
        return code == -signal.SIGKILL

    def run_to_death(self, step: str) -> bool:
        """Run a step; tell whether something in it killed its process."""
        return self._ask("wait", self._ask("start", step)) == -signal.SIGKILL

    def post_killer(self) -> None:
        """Put a mail into the mailbox over which the process dies each time, as if it ate all memory."""
        raw = KILLER + application(example_person(999), 999)
        (self.home / "mailbox" / "new" / "00000.killer").write_bytes(raw)

    def post(self, count: int) -> None:
        """Put that many mails into the mailbox: applications, and now and then one of them again."""
        for _ in range(count):
            self.mails += 1
            again = self.mails % REPEATED == 0
            self.applications += not again
            raw = application(example_person(self.applications), self.mails)
            draft = self.home / "mailbox" / "tmp" / f"{self.mails:05d}.crash"
            draft.write_bytes(raw)
            draft.rename(self.home / "mailbox" / "new" / draft.name)

    def facts(self) -> dict:
        """Let every job be done, and return what can be said of the desk."""
        self.run("drain")
        self.run("facts")
        return json.loads((self.home / "facts.json").read_text())

    def end(self) -> None:
        self._forks.stdin.close()
        self._forks.wait()
        self._forks.stdout.close()


def application(person: SpecimenPerson, number: int) -> bytes:
    """Return a complete application; its pictures are captions that the test's reader understands."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"a{person.certificate_number}@example.com", "desk@example.org"
    mail["Subject"], mail["Message-ID"] = "证书丢失补证明", f"<{number}@example.com>"
    mail.set_content(
        f"我的证书丢失了，申请补证明。\n姓名：{person.name}\n身份证号：{person.id_number}\n"
        f"证书编号：{person.certificate_number}\n职业：{person.occupation}\n等级：四级\n"
        f"收件人：{person.name}\n电话：13900000001\n地址：{person.address}\n"
    )
    for kind in ("id_portrait_side", "id_emblem_side", "lookup_screenshot"):
        caption = f"{kind}|name={person.name}|id_number={person.id_number}".encode()
        mail.add_attachment(caption, maintype="image", subtype="jpeg", filename=f"{kind}.jpg")
    return mail.as_bytes()


@pytest.fixture
def database_url(tmp_path) -> Iterator[str]:
    """Yield an empty database that other processes can open, of the kind that DATABASE_URL asks for."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{tmp_path / 'desk.sqlite3'}"
        return
    name = f"crash_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server.rpartition('/')[0]}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def desk(tmp_path, database_url) -> Iterator[CrashingDesk]:
    """Yield a desk that is set up and has no mail yet."""
    desk = CrashingDesk(tmp_path / "home", database_url)
    desk.run("prepare")
    yield desk
    desk.end()


@pytest.fixture
def moments(request) -> random.Random:
    """Draw the moments of a test's kills, the same ones each time."""
    return random.Random(request.node.name)  # noqa: S311 - no secret is made of it
