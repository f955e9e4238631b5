"""What every mailbox promises: read by difference, arrival times of the server, nothing changed."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.adapters.mail.conftest import dovecot, user  # noqa: F401 - fixtures
from tests.adapters.mail.dovecot import PASSWORD, free_port

from certdesk.adapters.mail.imap import ImapMailbox
from certdesk.adapters.mail.maildir import MaildirMailbox
from certdesk.ports.mailbox import Mailbox, MailboxUnreachable

MAILS = [f"Subject: {number}\r\nFrom: a@qq.com\r\n\r\n{number}\r\n".encode() for number in range(5)]
FIRST_MOMENT = 1_790_000_000


@dataclass
class Place:
    """A mailbox and the means to put mail into it."""

    mailbox: Mailbox
    deliver: Callable[..., str]
    folder: Path
    nowhere: Mailbox


def maildir_place(request: pytest.FixtureRequest) -> Place:
    path = request.getfixturevalue("tmp_path") / "mail"
    (path / "new").mkdir(parents=True)
    (path / "cur").mkdir()

    def deliver(raw: bytes, at: float) -> str:
        count = len(list((path / "new").iterdir())) + len(list((path / "cur").iterdir()))
        file = path / "new" / f"{int(at)}.M{count:06d}.host"
        file.write_bytes(raw)
        os.utime(file, (at, at))
        return file.name

    return Place(MaildirMailbox(path, "test"), deliver, path, MaildirMailbox(path / "missing", "test"))


def imap_place(request: pytest.FixtureRequest) -> Place:
    server, account = request.getfixturevalue("dovecot"), request.getfixturevalue("user")
    mailbox = ImapMailbox("127.0.0.1", server.port, account, PASSWORD, tls=False)
    nowhere = ImapMailbox("127.0.0.1", free_port(), account, PASSWORD, tls=False, timeout=3)
    return Place(mailbox, lambda raw, at: server.deliver(account, raw, at=at), server.maildir(account), nowhere)


@pytest.fixture(params=[pytest.param(maildir_place, id="maildir"),
                        pytest.param(imap_place, id="imap", marks=pytest.mark.dovecot)])  # fmt: skip
def place(request: pytest.FixtureRequest) -> Place:
    return request.param(request)


def everything(keys):
    return keys


def nothing(keys):
    return []


def test_an_empty_mailbox_yields_nothing(place):
    assert list(place.mailbox.arrivals(everything)) == []
    assert sum(place.mailbox.census().values()) == 0


def test_every_mail_comes_whole_and_oldest_first(place):
    for number, raw in enumerate(MAILS):
        place.deliver(raw, FIRST_MOMENT + number)
    assert [arrival.raw for arrival in place.mailbox.arrivals(everything)] == MAILS


def test_the_arrival_time_is_the_servers_and_in_utc(place):
    place.deliver(MAILS[0], FIRST_MOMENT)
    (arrival,) = place.mailbox.arrivals(everything)
    assert arrival.arrived_at == datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)
    assert arrival.arrived_at.tzinfo is UTC


def test_only_what_the_desk_does_not_know_is_fetched(place):
    for number, raw in enumerate(MAILS):
        place.deliver(raw, FIRST_MOMENT + number)
    known = {arrival.key for arrival in list(place.mailbox.arrivals(everything))[:3]}
    rest = place.mailbox.arrivals(lambda keys: [key for key in keys if key not in known])
    assert [arrival.raw for arrival in rest] == MAILS[3:]
    assert list(place.mailbox.arrivals(nothing)) == []


def test_keys_stay_the_same_when_a_mail_is_read_elsewhere(place):
    place.deliver(MAILS[0], FIRST_MOMENT)
    before = [arrival.key for arrival in place.mailbox.arrivals(everything)]
    for file in list((place.folder / "new").iterdir()) + list((place.folder / "cur").iterdir()):
        file.rename(place.folder / "cur" / (file.name.partition(":")[0] + ":2,S"))
    assert [arrival.key for arrival in place.mailbox.arrivals(everything)] == before


def test_reading_changes_nothing_and_keys_are_different_from_each_other(place):
    for number, raw in enumerate(MAILS):
        place.deliver(raw, FIRST_MOMENT + number)
    keys = [arrival.key for arrival in place.mailbox.arrivals(everything)]
    assert len(set(keys)) == 5
    assert [arrival.key for arrival in place.mailbox.arrivals(everything)] == keys
    flags = {file.name.partition(":2,")[2] for part in ("new", "cur") for file in (place.folder / part).iterdir()}
    assert flags == {""}  # nobody has seen, answered or deleted anything


def test_the_census_counts_what_is_there(place):
    for number, raw in enumerate(MAILS):
        place.deliver(raw, FIRST_MOMENT + number)
    assert place.mailbox.census()["INBOX"] == 5


def test_the_source_is_stable_and_holds_no_password(place):
    assert place.mailbox.source == place.mailbox.source
    assert PASSWORD not in place.mailbox.source


def test_a_mailbox_that_is_away_says_in_chinese_what_to_do(place):
    with pytest.raises(MailboxUnreachable, match="请"):
        list(place.nowhere.arrivals(everything))
    with pytest.raises(MailboxUnreachable, match="请"):
        place.nowhere.census()
