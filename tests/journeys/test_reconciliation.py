"""G-12: received is what the buckets add up to; whatever is on the server is stored, or somebody is told."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from tests.journeys.conftest import a_mail

from certdesk import wiring
from certdesk.adapters.mail.maildir import MaildirMailbox
from certdesk.cases.staff import Actor
from certdesk.cli import main
from certdesk.journey import receiving
from certdesk.ports.mailbox import MailboxUnreachable
from certdesk.stages.intake.models import Bucket, MailboxReading, ReceivedMessage
from certdesk.stages.intake.reconcile import Folder, Reconciliation, reconcile

pytestmark = pytest.mark.django_db
QUESTION = {"subject": "您好", "body": "几点上班？", "files": {}}


@pytest.fixture(autouse=True)
def _this_desk(monkeypatch, desk, clock) -> None:
    monkeypatch.setattr(wiring, "desk", lambda: desk)
    monkeypatch.setattr(wiring, "clock", lambda: clock)
    monkeypatch.setattr("certdesk.cli.desk.mailbox.clock", lambda: clock)


@pytest.fixture
def account(desk, clock):
    """Draw up the account of some days."""
    return lambda days=7: reconcile(desk.guide, clock.now(), days=days)


@pytest.fixture
def page(officer: Actor, django_user_model):
    """Return a page as the officer sees it."""
    browser = Client()
    user = django_user_model.objects.get(pk=officer.user_id)
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return lambda path: browser.get(path).content.decode()


class Leaky(MaildirMailbox):
    """A server that lists everything and hands out all but the first of what is new."""

    def arrivals(self, unknown):
        found = list(super().arrivals(unknown))
        yield from found[1:]


def leaky(desk) -> Leaky:
    return Leaky(desk.mailbox._path)


def test_what_was_received_is_what_the_buckets_add_up_to(post, fetch, account):
    """G-12: per local day of arrival, each mail in exactly one bucket."""
    post(a_mail())
    post(a_mail(message_id="<again@example.com>"))
    post(a_mail(**QUESTION | {"message_id": "<q@example.com>"}))
    post(a_mail(**QUESTION | {"message_id": "<v@example.com>", "Auto_Submitted": "auto-replied"}))
    fetch()
    (day,) = account().days
    assert (day.day.isoformat(), day.received, day.agrees) == ("2026-11-23", 4, True)
    assert day.buckets == {"application": 1, "duplicate": 1, "parked": 1, "automatic": 1}


def test_the_day_is_the_local_one(post, fetch, clock, account):
    """G-12, D-6: a mail of half past midnight in China is the new day's, whatever the day in London."""
    clock.advance(hours=13)  # 22:30
    post(a_mail())
    clock.advance(hours=2)  # 00:30 of the 24th
    post(a_mail(**QUESTION | {"message_id": "<q@example.com>"}))
    fetch()
    assert [(day.day.isoformat(), day.received) for day in account().days] == [("2026-11-24", 1), ("2026-11-23", 1)]
    assert [day.day.isoformat() for day in account(1).days] == ["2026-11-24"]


def test_what_is_stored_and_not_yet_sorted_is_counted_too(desk, post, account, monkeypatch, clock):
    """G-12: the sum agrees at every moment; after five minutes somebody is told."""
    monkeypatch.setattr(receiving, "sort_pending", lambda *_: 0)
    post(a_mail())
    receiving.fetch_mail(desk)
    (day,) = account().days
    assert (day.received, day.buckets, day.agrees) == (1, {"": 1}, True)
    assert (account().unsorted_late, account().ok) == (0, True)
    clock.advance(minutes=6)
    assert (account().unsorted_late, account().ok) == (1, False)


def test_a_form_is_no_mail(submit, account):
    """G-12: the account is the mailbox's."""
    submit()
    assert account().days == []


def test_a_bucket_nobody_knows_is_a_sum_that_disagrees(post, fetch, account):
    """G-12: a check that cannot fail would be none."""
    post(a_mail())
    fetch()
    ReceivedMessage.objects.update(bucket="lost")
    assert not account().days[0].agrees
    assert (account().disagreeing, account().ok) == (1, False)


def test_on_the_server_is_known_and_not_stored_by_folder(desk, maildir, post, fetch, account):
    """G-12: the junk folder has its own line."""
    junk = maildir / ".垃圾邮件" / "new"
    junk.mkdir(parents=True)
    (junk / "1.a").write_bytes(a_mail(**QUESTION))
    post(a_mail())
    fetch()
    (box,) = account().boxes
    assert box.folders == [Folder("INBOX", 1, 1, 0), Folder("垃圾邮件", 1, 1, 0)]
    assert (box.missed, box.silent, account().ok) == (0, False, True)


def test_a_mail_the_server_lists_and_does_not_hand_out_is_an_alarm_until_it_is_stored(
    desk, with_part, post, account, page
):
    """G-12: it stays counted as not stored; nothing is forgotten because a reading went well otherwise."""
    post(a_mail())
    post(a_mail(**QUESTION | {"message_id": "<q@example.com>"}))
    receiving.fetch_mail(with_part(mailbox=leaky(desk)))
    (box,) = account().boxes
    assert box.folders == [Folder("INBOX", 2, 1, 1)]
    assert box.folders[0].not_stored == 1
    assert (account().missed, account().ok) == (1, False)
    assert "1封邮件留在服务器上没有收下来" in page("/desk/")
    assert "服务器上2封，已收1封，未收1封" in page("/desk/mailbox/")
    receiving.fetch_mail(desk)
    assert account().boxes[0].folders == [Folder("INBOX", 2, 2, 0)]
    assert account().ok
    assert "没有收下来" not in page("/desk/")


def test_a_reading_that_breaks_off_says_what_is_still_out_there(desk, with_part, post, account):
    """G-12: the mails it did bring are counted, and so are the others."""

    class Breaks(MaildirMailbox):
        def arrivals(self, unknown):
            yield next(super().arrivals(unknown))
            raise MailboxUnreachable("连接中断")

    post(a_mail())
    post(a_mail(**QUESTION | {"message_id": "<q@example.com>"}))
    receiving.fetch_mail(with_part(mailbox=Breaks(desk.mailbox._path)))
    (box,) = account().boxes
    assert (box.problem, box.folders) == ("连接中断", [Folder("INBOX", 2, 1, 1)])


def test_a_mailbox_that_cannot_even_be_listed_keeps_its_last_account(desk, with_part, post, fetch, account, clock):
    """G-12: and after a quarter of an hour it is an alarm."""

    class Away(MaildirMailbox):
        def arrivals(self, _unknown):
            raise MailboxUnreachable("登录失败")
            yield

    post(a_mail())
    fetch()
    clock.advance(minutes=16)
    receiving.fetch_mail(with_part(mailbox=Away(desk.mailbox._path)))
    (box,) = account().boxes
    assert box.folders == [Folder("INBOX", 1, 1, 0)]
    assert (box.silent, account().ok) == (True, False)


def test_mails_that_left_the_server_are_no_alarm(maildir, post, fetch, account):
    """G-12: what is stored is ours, wherever the original went."""
    post(a_mail())
    fetch()
    for file in (maildir / "new").iterdir():
        file.unlink()
    fetch()
    assert account().boxes[0].folders == [Folder("INBOX", 0, 0, 0)]
    assert account().ok


def test_an_unsorted_mail_stands_on_the_worklist(post, fetch, clock, page):
    """G-12: after five minutes."""
    post(a_mail())
    fetch()
    ReceivedMessage.objects.update(bucket="", stored_at=clock.now() - timedelta(minutes=6))
    assert "1封来件超过5分钟没有归类" in page("/desk/")
    assert "1封来件超过5分钟没有归类" in page("/desk/mailbox/")


def test_the_page_shows_each_day_with_its_buckets(post, fetch, page):
    """G-12: for people."""
    post(a_mail())
    fetch()
    shown = page("/desk/mailbox/")
    assert "2026-11-23" in shown
    assert "合计不符" not in shown
    ReceivedMessage.objects.update(bucket="lost")
    assert "合计不符" in page("/desk/mailbox/")


def test_the_command_says_the_same_to_programs(post, fetch, capsys):
    """G-12: certdesk mailbox --json."""
    post(a_mail())
    fetch()
    assert main(["mailbox", "--json", "--days", "3"]) == 0
    said = json.loads(capsys.readouterr().out)
    (day,), (box,) = said["days"], said["mailboxes"]
    assert (said["ok"], day["day"], day["received"], day["agrees"]) == (True, "2026-11-23", 1, True)
    assert sum(day["buckets"].values()) == day["received"]
    assert set(day["buckets"]) == {*Bucket.values, "unsorted"}
    assert (box["on_server"], box["known"], box["not_stored"]) == (1, 1, 0)
    assert box["folders"]["INBOX"] == {"name": "INBOX", "on_server": 1, "known": 1, "missed": 0, "not_stored": 0}


def test_the_command_says_it_in_words_and_fails_when_something_is_wrong(desk, with_part, post, capsys, clock):
    """G-12: exit 1 for cron."""
    post(a_mail())
    receiving.fetch_mail(with_part(mailbox=leaky(desk)))
    ReceivedMessage.objects.update(bucket="", stored_at=clock.now() - timedelta(minutes=6))
    assert main(["mailbox"]) == 1
    said = capsys.readouterr().out
    assert "服务器上1封，已收0封，未收1封" in said
    assert "1封邮件读取后仍未收下" in said
    assert "有需要处理的情况" in said


def test_before_the_first_reading_the_command_says_so(capsys):
    """G-12: an empty desk is no fault."""
    assert main(["mailbox"]) == 0
    assert "还没有读取过邮箱" in capsys.readouterr().out
    assert Reconciliation([], [], 0).ok


@pytest.mark.parametrize("days", ["0", "many"])
def test_days_are_a_number_of_days(days, capsys):
    """G-12: wrong usage ends with 2 and says how."""
    with pytest.raises(SystemExit) as ended:
        main(["mailbox", "--days", days])
    assert ended.value.code == 2
    assert "天数" in capsys.readouterr().err


def test_a_silent_mailbox_is_said_with_what_to_do(post, fetch, clock, capsys):
    """G-12: a quarter of an hour."""
    post(a_mail())
    fetch()
    clock.advance(minutes=16)
    MailboxReading.objects.update(problem="服务器拒绝登录，请检查授权码。")
    assert main(["mailbox"]) == 1
    said = capsys.readouterr().out
    assert "超过15分钟没有读取成功" in said
    assert "请检查授权码" in said
