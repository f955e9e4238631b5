"""G-12, G-14, G-19: every mail to a holder is a row that somebody sees, whatever the mail server does."""

from email.message import EmailMessage

import pytest

from certdesk.cases.models import Case
from certdesk.cases.staff import NotPermitted
from certdesk.journey import deciding, delivering
from certdesk.ports.outbox import Refused, TryAgain
from certdesk.rules.lifecycle import State
from certdesk.stages.delivery.models import MailState, OutboxMail
from certdesk.stages.intake.models import Bucket

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(apply, outbox) -> OutboxMail:
    """A first mail that the server refused for good."""
    outbox.trouble = Refused("550 5.1.1 <lin@example.com>: Recipient address rejected, call 13900000001")
    return apply().outgoing.get()


def events_of(case: Case, kind: str) -> list[dict]:
    return [event.data for event in case.events.filter(kind=kind).order_by("seq")]


def test_a_mail_is_written_with_what_causes_it_and_sent_once(case, outbox, work):
    """G-12: the receipt; working on does not send it again."""
    (row,) = case.outgoing.all()
    work()
    assert (row.state, row.attempts, row.key) == (MailState.SENT, 1, f"{case.reference}/received/first")
    assert len(outbox.sent) == 1
    assert row.message_id == outbox.sent[0].message_id
    assert case.reference in row.message_id


def test_a_step_that_fails_writes_no_mail(desk, case, officer):
    """G-12: the row stands in the same transaction as what it tells of."""
    with pytest.raises(deciding.DecisionIncomplete):
        deciding.decline(desk, case.pk, deciding.Refusal(clauses=[], reasons=""), by=officer)
    assert [row.kind for row in case.outgoing.all()] == ["received"]


def test_a_server_that_is_away_is_tried_again_with_the_same_message_id(apply, outbox, work, clock):
    """G-12: the mail waits in the outbox and goes when the server is back."""
    outbox.trouble = TryAgain("421 try again later")
    case = apply()
    row = case.outgoing.get()
    assert (row.state, row.attempts, row.last_error) == (MailState.WAITING, 1, "421 try again later")
    outbox.trouble = None
    clock.advance(minutes=1)
    work()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error, row.sent_at) == (MailState.SENT, 2, "", clock.now())
    assert [mail.message_id for mail in outbox.sent] == [row.message_id]


def test_a_server_that_stays_away_is_given_up_for_a_person_to_see(apply, outbox, work, clock):
    """G-12: after twelve tries; the history says so, and the case itself goes on."""
    outbox.trouble = TryAgain("421 try again later")
    case = apply()
    for _ in range(14):
        clock.advance(hours=2)
        work()
    row = case.outgoing.get()
    assert (row.state, row.attempts) == (MailState.FAILED, 12)
    assert events_of(case, "mail_failed") == [{"subject": row.subject}]
    assert outbox.sent == []


def test_a_refused_mail_is_not_tried_again_by_itself(refused, work, clock):
    """G-12: 5xx is final; the history says so."""
    clock.advance(hours=5)
    work()
    refused.refresh_from_db()
    assert (refused.state, refused.attempts) == (MailState.FAILED, 1)
    assert events_of(refused.case, "mail_failed") == [{"subject": refused.subject}]


def test_the_servers_words_are_kept_without_the_address_they_quote(refused):
    """G-14: nothing personal stands in the clear, not even in an error."""
    assert refused.last_error == "550 5.1.1 <…>: Recipient address rejected, call …"


def test_an_officer_sends_it_again(desk, refused, officer, outbox, work):
    """G-12: as the same mail, so that a receiver can tell a repeat."""
    outbox.trouble = None
    delivering.resend(desk, refused.pk, by=officer)
    work()
    refused.refresh_from_db()
    assert refused.state == MailState.SENT
    assert [mail.message_id for mail in outbox.sent] == [refused.message_id]


def test_what_was_sent_is_not_sent_again_by_a_second_press(desk, case, officer, outbox, work):
    """G-12: only a failed mail is."""
    delivering.resend(desk, case.outgoing.get().pk, by=officer)
    work()
    assert len(outbox.sent) == 1


def test_sending_again_belongs_to_the_office(desk, refused, approver, stranger):
    """G-12: not to everybody."""
    for actor in (approver, stranger):
        with pytest.raises(NotPermitted):
            delivering.resend(desk, refused.pk, by=actor)


def bounce_of(message_id: str) -> bytes:
    report = EmailMessage()
    report["From"], report["To"], report["Subject"] = "MAILER-DAEMON@163.com", "lnjnjd@163.com", "系统退信"
    report["Message-ID"] = "<bounce@163.com>"
    report.set_content("您的邮件无法送达。")
    original = EmailMessage()
    original["Message-ID"], original["To"], original["Subject"] = message_id, "lin@example.com", "已收到您的申请"
    original.set_content("正文")
    report.add_attachment(original)
    report.replace_header("Content-Type", 'multipart/report; report-type="delivery-status"; boundary="b0"')
    return report.as_bytes()


def test_a_bounce_marks_the_mail_that_came_back(case, post, fetch):
    """G-12, G-14: found by our own Message-ID; the officer sees that the holder was not reached."""
    row = case.outgoing.get()
    post(bounce_of(row.message_id))
    bounce = fetch()[-1]
    row.refresh_from_db()
    case.refresh_from_db()
    assert (bounce.bucket, bounce.case) == (Bucket.BOUNCE, case)
    assert (row.state, row.last_error) == (MailState.FAILED, "对方邮箱退信")
    assert events_of(case, "mail_failed") == [{"subject": row.subject}]
    assert case.state == State.RECEIVED


def test_a_bounce_is_never_answered(case, post, fetch, outbox):
    """G-12: no machine answers a machine."""
    post(bounce_of(case.outgoing.get().message_id))
    fetch()
    assert len(outbox.sent) == 1


def test_a_bounce_of_nothing_we_sent_is_kept_and_marks_nothing(case, post, fetch):
    """G-12: a forged report cannot touch a case it does not know."""
    post(bounce_of("<somebody-elses@example.com>"))
    bounce = fetch()[-1]
    assert (bounce.bucket, bounce.case) == (Bucket.BOUNCE, None)
    assert case.outgoing.get().state == MailState.SENT


def test_a_whole_journey_tells_the_holder_each_step_once(desk, accepted, sign_off, officer, outbox, work):
    """G-12, G-16, G-17: in order, all to the address that wrote, all in the thread's language."""
    sign_off(accepted)
    delivering.dispatch(desk, accepted.pk, delivering.handing.Parcel("顺丰", "SF0001"), by=officer)
    delivering.close(desk, accepted.pk, by=officer)
    work()
    assert [row.kind for row in accepted.outgoing.order_by("pk")] == [
        "received", "accepted", "issued", "dispatched", "closed",
    ]  # fmt: skip
    assert {mail.to for mail in outbox.sent} == {"lin@example.com"}
    assert all(mail.subject.startswith(f"【{accepted.reference}】") for mail in outbox.sent)
    assert all(mail.automatic for mail in outbox.sent)
    assert all(desk.links.progress(accepted.reference) in mail.text for mail in outbox.sent)
