"""A mail is a row: every try sends the same one, and its troubles are kept without personal data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.stages.delivery.models import MailState, OutboxMail
from certdesk.stages.delivery.outbox import MAX_ATTEMPTS, as_mail, mark_bounced, note_sent, note_trouble, try_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail(open_case, clock) -> OutboxMail:
    case = open_case()
    return OutboxMail.objects.create(
        case=case,
        kind="received",
        key=f"{case.reference}/received/first",
        message_id=f"<1.{case.reference}@desk.example>",
        recipient="lin@example.com",
        recipient_index="x",
        subject="已收到您的申请",
        text="您好",
        created_at=clock.now(),
    )


def test_every_try_sends_the_same_mail(mail):
    first = as_mail(mail)
    note_trouble(mail, "421", final=False)
    assert as_mail(mail) == first


def test_trouble_is_counted_until_it_is_given_up(mail):
    given_up = [note_trouble(mail, "421", final=False) for _ in range(MAX_ATTEMPTS)]
    assert given_up == [False] * (MAX_ATTEMPTS - 1) + [True]
    assert mail.state == MailState.FAILED


def test_a_final_refusal_is_given_up_at_once(mail):
    assert note_trouble(mail, "550", final=True)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.FAILED, 1)


def test_success_forgets_the_trouble(mail, clock):
    note_trouble(mail, "421", final=False)
    note_sent(mail, at=clock.now())
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error, mail.sent_at) == (MailState.SENT, 2, "", clock.now())


def test_only_a_failed_mail_is_put_back(mail, clock):
    assert not try_again(mail.pk)
    note_trouble(mail, "550", final=True)
    assert try_again(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.WAITING, 0)
    note_sent(mail, at=clock.now())
    assert not try_again(mail.pk)


def test_a_bounce_finds_its_mail_within_its_own_case_only(mail, open_case):
    assert mark_bounced(open_case(sender_email="he@example.com"), mail.message_id) is None
    assert mark_bounced(mail.case, mail.message_id) == mail
    assert mark_bounced(mail.case, "<unknown@desk.example>") is None


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("550 <lin@example.com> unknown", "550 <…> unknown"),
        ("mailbox lin@example.com full", "mailbox … full"),
        ("call 13900000001", "call …"),
        ("421 4.7.0 try later", "421 4.7.0 try later"),
    ],
)
def test_what_a_server_quotes_is_struck_out(mail, said, kept):
    note_trouble(mail, said, final=False)
    assert mail.last_error == kept


@given(
    st.from_regex(r"[a-z0-9.]{1,12}@[a-z0-9]{1,8}\.(com|cn)", fullmatch=True),
    st.text(max_size=400).map(lambda text: text.replace("\x00", "")),
)
def test_no_mail_address_gets_through_whatever_stands_around_it(address, around):
    row = OutboxMail()
    row.save = lambda **_: None
    note_trouble(row, f"{around} {address} {around}", final=False)
    assert address not in row.last_error
    assert len(row.last_error) <= 300
