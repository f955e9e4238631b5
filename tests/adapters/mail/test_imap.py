"""IMAP as 163.com does it: ID first, junk too, numbers that change, connections that break."""

import shutil
import socket
import ssl

import pytest
from imapclient.exceptions import IMAPClientError, LoginError
from tests.adapters.mail.dovecot import PASSWORD
from tests.adapters.mail.strict_proxy import strict_proxy

from certdesk.adapters.mail.imap import ImapMailbox
from certdesk.adapters.mail.imap_trouble import in_plain_words
from certdesk.ports.mailbox import MailboxUnreachable

pytestmark = pytest.mark.dovecot

LONG = b"Subject: long\r\nFrom: a@qq.com\r\n\r\n" + b"x" * 70 + b"\r\n" + b"0123456789" * 300 + b"\r\n"
SHORT = b"Subject: short\r\nFrom: a@qq.com\r\n\r\nhi\r\n"


def everything(keys):
    return keys


@pytest.fixture
def relay(dovecot):
    with strict_proxy(dovecot.port) as proxy:
        yield proxy


def mailbox_at(port, user, **options):
    return ImapMailbox("127.0.0.1", port, user, PASSWORD, tls=False, timeout=10, **options)


def test_id_is_sent_before_any_folder_is_opened(dovecot, relay, user):
    dovecot.deliver(user, SHORT)
    assert [arrival.raw for arrival in mailbox_at(relay.port, user).arrivals(everything)] == [SHORT]
    assert relay.commands.index("ID") < relay.commands.index("EXAMINE")
    assert "SELECT" not in relay.commands
    assert "IDLE" not in relay.commands
    assert "STORE" not in relay.commands


def test_the_relay_refuses_whoever_does_not_say_who_he_is(dovecot, relay, user, monkeypatch):
    monkeypatch.setattr("imapclient.IMAPClient.id_", lambda *_: None)
    with pytest.raises(MailboxUnreachable, match="Unsafe Login"):
        list(mailbox_at(relay.port, user).arrivals(everything))


def test_the_junk_folder_is_read_by_its_flag_and_by_its_chinese_name(dovecot, user):
    list(mailbox_at(dovecot.port, user).arrivals(everything))  # the first visit makes the folders
    dovecot.deliver(user, SHORT)
    dovecot.deliver(user, LONG, folder="Junk-by-flag")
    dovecot.deliver(user, LONG, folder="&V4NXPpCuTvY-")  # 垃圾邮件 in modified UTF-7
    dovecot.deliver(user, LONG, folder="&g0l6P3ux-")  # 草稿箱
    found = [(arrival.folder, arrival.raw) for arrival in mailbox_at(dovecot.port, user).arrivals(everything)]
    assert found[0] == ("INBOX", SHORT)
    assert sorted(found[1:]) == [("Junk-by-flag", LONG), ("垃圾邮件", LONG)]


def test_configured_folders_are_read_instead(dovecot, user):
    mailbox = mailbox_at(dovecot.port, user, folders=["草稿箱"])
    list(mailbox.arrivals(everything))
    dovecot.deliver(user, SHORT, folder="&g0l6P3ux-")
    assert [arrival.folder for arrival in mailbox.arrivals(everything)] == ["草稿箱"]
    with pytest.raises(MailboxUnreachable, match="文件夹"):
        list(mailbox_at(dovecot.port, user, folders=["没有这个"]).arrivals(everything))


@pytest.mark.parametrize("cuts", [1, 2])
def test_a_connection_cut_in_the_middle_of_a_mail_is_made_again(dovecot, relay, user, cuts):
    dovecot.deliver(user, LONG)
    dovecot.deliver(user, SHORT)
    relay.cuts_left = cuts
    assert [arrival.raw for arrival in mailbox_at(relay.port, user).arrivals(everything)] == [LONG, SHORT]
    assert relay.cuts_left == 0
    assert relay.identified == 1 + cuts


def test_a_mail_that_always_breaks_the_connection_does_not_hold_up_the_others(dovecot, relay, user):
    dovecot.deliver(user, LONG)
    dovecot.deliver(user, SHORT)
    relay.cuts_left = 1000
    arrivals = mailbox_at(relay.port, user).arrivals(everything)
    assert next(arrivals).raw == SHORT
    with pytest.raises(MailboxUnreachable, match="1封"):
        next(arrivals)


def test_a_new_uidvalidity_gives_new_keys(dovecot, user):
    dovecot.deliver(user, SHORT)
    mailbox = mailbox_at(dovecot.port, user)
    (before,) = mailbox.arrivals(everything)
    for index in dovecot.maildir(user).glob("dovecot*"):
        index.unlink() if index.is_file() else shutil.rmtree(index)
    uid_list = dovecot.maildir(user) / "dovecot-uidlist"
    uid_list.write_text("3 V1 N2 G00000000000000000000000000000001\n1 :" + next(
        file.name for part in ("new", "cur") for file in (dovecot.maildir(user) / part).iterdir()
    ) + "\n")  # fmt: skip
    dovecot._hand_over(dovecot.maildir(user))
    (after,) = mailbox.arrivals(everything)
    assert before.key.split(";")[2] == after.key.split(";")[2] == "1"
    assert before.key != after.key
    assert before.raw == after.raw


def test_a_server_that_restarts_is_found_again(dovecot, user):
    dovecot.deliver(user, SHORT)
    mailbox = mailbox_at(dovecot.port, user)
    assert len(list(mailbox.arrivals(everything))) == 1
    dovecot.stop()
    try:
        with pytest.raises(MailboxUnreachable, match="拒绝连接"):
            list(mailbox.arrivals(everything))
    finally:
        dovecot.start()
    assert len(list(mailbox.arrivals(everything))) == 1


def test_two_thousand_mails_come_once_each(dovecot, user):
    list(mailbox_at(dovecot.port, user).arrivals(everything))
    inbox = dovecot.maildir(user) / "new"
    inbox.mkdir(parents=True, exist_ok=True)
    for number in range(2000):
        (inbox / f"1790000000.N{number:05d}.host").write_bytes(b"Subject: %d\r\n\r\nhi\r\n" % number)
    dovecot._hand_over(inbox)
    keys = [arrival.key for arrival in mailbox_at(dovecot.port, user).arrivals(everything)]
    assert len(keys) == len(set(keys)) == 2000


def test_a_wrong_password_says_authorisation_code(dovecot, user):
    mailbox = ImapMailbox("127.0.0.1", dovecot.port, user, "wrong", tls=False)
    with pytest.raises(MailboxUnreachable, match="授权码"):
        mailbox.census()


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (IMAPClientError("select failed: SELECT Unsafe Login. Please contact kefu@188.com for help"), "kefu@188.com"),
        (LoginError("LOGIN Login error or password error"), "授权码"),
        (LoginError("IMAP service is not enabled"), "开启IMAP服务"),
        (IMAPClientError("Too many simultaneous connections"), "登录次数或连接数"),
        (IMAPClientError("Mailbox doesn't exist: 没有"), "文件夹"),
        (socket.gaierror(-2, "Name or service not known"), "服务器地址"),
        (ssl.SSLError("wrong version number"), "加密连接"),
        (ConnectionRefusedError(), "端口"),
        (TimeoutError(), "超时"),
        (EOFError(), "连接中断"),
    ],
)
def test_every_trouble_is_said_in_plain_words_with_what_to_do(trouble, said):
    text = in_plain_words(trouble, "imap.163.com", 993)
    assert said in text
    assert "请" in text
