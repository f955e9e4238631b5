"""What every test may ask for: a desk with real parts under a clock that the test sets, and people who act."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.test import TransactionTestCase

from certdesk.adapters.file_vault import FileVault
from certdesk.adapters.job_queue.queue import TableQueue
from certdesk.adapters.job_queue.workload import TableWorkload
from certdesk.adapters.letters import KeyFile, PadesSigner, PyhankoChecker, TypstTypesetter, create_rehearsal_keys
from certdesk.adapters.mail.maildir import MaildirMailbox
from certdesk.adapters.mail.parser import TolerantMailParser
from certdesk.adapters.notary import FolderShelf, rehearsal_notary
from certdesk.adapters.rehearsal import EmptyRegister
from certdesk.adapters.web_links import WebLinks
from certdesk.cases.accounts import create_account
from certdesk.cases.staff import Actor, actor_for
from certdesk.guide.load import load_guide
from certdesk.jobs.handlers import HANDLERS
from certdesk.jobs.worker import Tally, run_until_idle
from certdesk.ports.desk import Desk
from certdesk.ports.outbox import OutgoingMail
from certdesk.ports.reader import PictureReading, Reading, Unreadable
from certdesk.rules.permissions import Role
from certdesk.sealing.fields import desk_keys

hypothesis.settings.register_profile("desk", deadline=None)  # a busy machine proves nothing about a rule
hypothesis.settings.load_profile("desk")

MONDAY_MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # 09:30 in China, an ordinary working week


@dataclass
class SetClock:
    """A clock that stands until the test moves it."""

    moment: datetime = MONDAY_MORNING

    def now(self) -> datetime:
        return self.moment

    def advance(self, **by: int) -> None:
        self.moment += timedelta(**by)


@dataclass
class KeptMails:
    """An outbox that keeps what it is given, or raises what the test puts into ``trouble``."""

    sent: list[OutgoingMail] = field(default_factory=list)
    trouble: Exception | None = None

    def send(self, mail: OutgoingMail) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.sent.append(mail)


@dataclass
class CaptionReader:
    """Reads the files that tests write: ``kind|field=value|…`` as text. Anything else is unreadable.

    The real engine has tests of its own; these are about what the desk does with a reading.
    """

    def read(self, content: bytes) -> list[PictureReading]:
        kind, *pairs = content.decode(errors="replace").split("|")
        if not kind.isidentifier():
            raise Unreadable("看不出这是什么图片，请重新拍摄。")
        values = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
        look = {"likeness": values.pop("likeness")} if "likeness" in values else {}
        fields = {name: Reading(value, 0.99, sure=True) for name, value in values.items()}
        return [PictureReading(kind=kind, confidence=0.99, fields=fields, quality=look, engine="caption", version="1")]

    def screen_copy(self, content: bytes, watermark: str) -> bytes:
        self.read(content)
        return b"screen copy of " + content + watermark.encode()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def signing_keys(tmp_path_factory: pytest.TempPathFactory):
    return create_rehearsal_keys(tmp_path_factory.mktemp("signing"), at=MONDAY_MORNING, passphrase=b"rehearsal")


@pytest.fixture(scope="session")
def signer(signing_keys) -> PadesSigner:
    return PadesSigner(KeyFile(signing_keys.signer, b"rehearsal"), rehearsal=True)


@pytest.fixture(scope="session")
def checker(signing_keys) -> PyhankoChecker:
    return PyhankoChecker([signing_keys.root])


@pytest.fixture(scope="session")
def typesetter() -> TypstTypesetter:
    return TypstTypesetter()


@pytest.fixture
def outbox() -> KeptMails:
    return KeptMails()


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for part in ("new", "cur", "tmp"):
        (tmp_path / "mailbox" / part).mkdir(parents=True)
    return tmp_path / "mailbox"


@pytest.fixture
def desk(clock, maildir, outbox, tmp_path, signer, checker, typesetter) -> Desk:
    return Desk(
        guide=load_guide(),
        clock=clock,
        vault=FileVault(tmp_path / "vault", desk_keys),
        mailbox=MaildirMailbox(maildir),
        parser=TolerantMailParser(),
        outbox=outbox,
        reader=CaptionReader(),
        register=EmptyRegister(),
        typesetter=typesetter,
        signer=signer,
        checker=checker,
        shelf=FolderShelf(tmp_path / "checkpoints"),
        notary=rehearsal_notary(desk_keys, "desk.example"),
        queue=TableQueue(clock),
        links=WebLinks("https://desk.example"),
    )


@pytest.fixture
def work(desk: Desk, clock: SetClock) -> Callable[[], Tally]:
    """Run every job that is due now."""
    return lambda: run_until_idle(desk, TableWorkload(clock), HANDLERS)


def _staff(name: str, label: str, role: Role, office: str = "00") -> Actor:
    return actor_for(create_account(name, label, "a-long-test-password", office_code=office, role=role))


@pytest.fixture
def officer(db) -> Actor:
    return _staff("wang", "王经办", Role.OFFICER)


@pytest.fixture
def approver(db) -> Actor:
    return _staff("li", "李审批", Role.APPROVER)


@pytest.fixture
def head(db) -> Actor:
    return _staff("zhao", "赵主任", Role.HEAD)


@pytest.fixture
def administrator(db) -> Actor:
    return _staff("admin", "管理员", Role.ADMINISTRATOR)


@pytest.fixture
def stranger(db) -> Actor:
    """An officer of another office."""
    return _staff("dalian", "大连经办", Role.OFFICER, office="02")


@pytest.fixture(autouse=True, scope="session")
def _flush_may_empty_the_history() -> Iterator[None]:
    """Let a transactional test's clean-up delete what is append-only: on SQLite it goes row by row, past triggers."""
    clean_up = TransactionTestCase._fixture_teardown

    def unguarded(self: TransactionTestCase) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_no_delete'")
                guards = cursor.fetchall()
                for name, _statement in guards:
                    cursor.execute(f"DROP TRIGGER {name}")
                clean_up(self)
                for _name, statement in guards:
                    cursor.execute(statement)
        else:
            clean_up(self)

    TransactionTestCase._fixture_teardown = unguarded
    yield
    TransactionTestCase._fixture_teardown = clean_up


@pytest.fixture
def with_part(desk: Desk) -> Callable[..., Desk]:
    """Return the same desk with some of its parts exchanged."""
    return lambda **parts: replace(desk, **parts)
