"""``certdesk doctor --mailbox``: a real Dovecot and a real SMTP server, right settings and wrong ones."""

from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from tests.adapters.mail.dovecot import PASSWORD, free_port
from tests.adapters.mail.strict_proxy import strict_proxy
from tests.adapters.mail.test_smtp import Answer

from certdesk.cli import main
from certdesk.guide.load import load_guide
from certdesk.journey.checking_mail import Finding, check_mailbox, check_outbox
from certdesk.wiring import mailbox, outbox

pytestmark = pytest.mark.dovecot
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MAIL = b"Subject: hello\r\nFrom: a@example.com\r\n\r\nhello\r\n"


@pytest.fixture
def sink():
    handler = Answer()
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture
def account(settings, dovecot, user, sink):
    """Set up the right account; a test may spoil it."""
    name = user.replace("@", "%40")

    def at(*, password: str = PASSWORD, port: int = dovecot.port, smtp: int = sink.port) -> None:
        settings.CERTDESK_MAILBOX = f"imap://{name}:{password}@127.0.0.1:{port}"
        settings.CERTDESK_OUTBOX = f"smtp://desk%40example.invalid@127.0.0.1:{smtp}"

    at()
    return at


def ago(**time: int) -> float:
    return (NOW - timedelta(**time)).timestamp()


def said() -> str:
    return "\n".join(finding.text for finding in check_mailbox(mailbox, load_guide(), NOW))


def test_a_good_account_is_described_folder_by_folder(account, dovecot, user):
    dovecot.deliver(user, MAIL, at=ago(days=100))
    dovecot.deliver(user, MAIL, at=ago(days=2))
    dovecot.deliver(user, MAIL, folder="Junk-by-flag", at=ago(days=1))
    words = said()
    assert f"可以登录 imap:{user}@127.0.0.1，服务器支持ID命令" in words
    assert "文件夹“INBOX”有2封，最早2026-08-15，最近2026-11-21" in words
    assert "文件夹“Junk-by-flag”有1封，最早2026-11-22" in words
    assert "文件夹“垃圾邮件”是空的" in words
    assert "收取全部邮件" not in words


def test_it_introduces_itself_before_it_looks(account, dovecot, user):
    with strict_proxy(dovecot.port) as proxy:
        account(port=proxy.port)
        assert "可以登录" in said()
        assert proxy.commands.index("ID") < proxy.commands.index("EXAMINE")


def test_nothing_is_fetched_and_nothing_is_changed(account, dovecot, user):
    dovecot.deliver(user, MAIL, at=ago(days=1))
    before = sorted(path.name for path in dovecot.maildir(user).rglob("1*"))
    with strict_proxy(dovecot.port) as proxy:
        account(port=proxy.port)
        said()
        assert "STORE" not in proxy.commands
        assert "SELECT" not in proxy.commands
    after = sorted(path.name for path in dovecot.maildir(user).rglob("1*"))
    assert [name.partition(":")[0] for name in after] == [name.partition(":")[0] for name in before]


@pytest.mark.parametrize(("days", "warned"), [(27, False), (28, True), (30, True), (31, True), (32, False), (3, False)])
def test_a_mailbox_that_ends_thirty_days_ago_may_be_shortened(account, dovecot, user, days, warned):
    dovecot.deliver(user, MAIL, at=ago(days=days))
    dovecot.deliver(user, MAIL, at=ago(days=1))
    assert ("收取全部邮件" in said()) is warned


def test_an_empty_mailbox_asks_for_a_trial(account):
    assert "请向它发一封测试邮件" in said()


def test_a_wrong_password_says_what_to_enter(account):
    account(password="wrong")
    (finding,) = check_mailbox(mailbox, load_guide(), NOW)
    assert finding.failed
    assert "授权码" in finding.text


def test_a_server_that_is_not_there_says_what_to_check(account):
    account(port=free_port())
    (finding,) = check_mailbox(mailbox, load_guide(), NOW)
    assert finding.failed
    assert "拒绝连接" in finding.text


def test_a_setting_that_cannot_be_read_is_said_without_its_password(settings):
    settings.CERTDESK_MAILBOX = settings.CERTDESK_OUTBOX = "pop3://user:secret@host"
    findings = [*check_mailbox(mailbox, load_guide(), NOW), *check_outbox(outbox)]
    assert [finding.failed for finding in findings] == [True, True]
    assert "imaps://" in findings[0].text
    assert "smtps://" in findings[1].text
    assert not any("secret" in finding.text for finding in findings)


def test_sending_is_tried_without_sending(account, sink):
    assert list(check_outbox(outbox)) == [Finding("发信：可以登录，发件人地址被接受（没有发出任何邮件）。")]
    assert sink.handler.received == 0


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("553 Mail from must equal authorized user", "授权码"),
        ("550 not you", "对方服务器拒收：550"),
        ("451 busy", "稍后再试"),
    ],
)
def test_a_refused_sender_is_said(account, sink, answer, words):
    sink.handler.sender = answer
    (finding,) = check_outbox(outbox)
    assert finding.failed
    assert words in finding.text


def test_an_outbox_that_is_not_there_is_said(account):
    account(smtp=free_port())
    (finding,) = check_outbox(outbox)
    assert finding.failed
    assert "暂时无法使用" in finding.text


def test_a_rehearsal_folder_is_checked_like_an_account(settings, tmp_path):
    for part in ("new", "cur"):
        (tmp_path / "in" / part).mkdir(parents=True)
    settings.CERTDESK_MAILBOX = f"maildir:{tmp_path / 'in'}"
    settings.CERTDESK_OUTBOX = f"maildir:{tmp_path / 'out'}"
    findings = [*check_mailbox(mailbox, load_guide(), NOW), *check_outbox(outbox)]
    assert [finding.text for finding in findings if finding.failed] == []
    assert list((tmp_path / "out").iterdir()) == []
    (tmp_path / "file").write_text("no folder")
    settings.CERTDESK_OUTBOX = f"maildir:{tmp_path / 'file'}"
    assert [finding.failed for finding in check_outbox(outbox)] == [True]


@pytest.mark.django_db  # it says, too, how the signing key fares
def test_the_command_says_all_of_it_and_fails_when_an_account_fails(account, dovecot, user, capsys):
    dovecot.deliver(user, MAIL)
    assert main(["doctor", "--mailbox"]) == 0
    words = capsys.readouterr().out
    assert "收信：可以登录" in words
    assert "发信：可以登录" in words
    account(password="wrong")
    assert main(["doctor", "--mailbox", "--json"]) == 1
    assert '"ok": false' in capsys.readouterr().out
