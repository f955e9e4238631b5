"""G-12, G-13: every mail becomes a case or a visible exception; nothing is lost, nothing is twice."""

import pytest
from tests.journeys.conftest import BODY, ID_NUMBER, NUMBER, a_mail

from certdesk.adapters.mail.maildir import MaildirMailbox
from certdesk.cases.models import Case
from certdesk.journey import receiving
from certdesk.ports.mailbox import MailboxUnreachable
from certdesk.rules.lifecycle import State
from certdesk.stages.intake import queries
from certdesk.stages.intake.models import Bucket, ReceivedMessage

pytestmark = pytest.mark.django_db


def buckets(rows: list[ReceivedMessage]) -> list[str]:
    return [row.bucket for row in rows]


def test_a_complete_mail_becomes_a_case_with_its_particulars_read_from_the_text(post, fetch):
    post(a_mail())
    case = fetch()[0].case
    holder = case.parties.get(role="holder")
    recipient = case.parties.get(role="recipient")
    assert (case.business, case.certificate_number, case.office_code) == ("lost", NUMBER, "00")
    assert (holder.name, holder.id_number) == ("林晓梅", ID_NUMBER)
    assert (recipient.name, recipient.telephone) == ("林晓梅", "13900000001")
    assert recipient.address == "辽宁省沈阳市和平区示例街1号2单元301室"
    assert case.files.count() == 3


def test_the_bytes_received_are_kept_whole(desk, post, fetch):
    raw = a_mail()
    post(raw)
    assert desk.vault.get(fetch()[0].raw_sha256) == raw


def test_reading_the_mailbox_again_finds_nothing_new(desk, post, fetch):
    post(a_mail())
    fetch()
    assert receiving.fetch_mail(desk).stored == 0
    assert Case.objects.count() == 1


def test_the_same_content_under_another_message_id_is_one_case(post, fetch):
    post(a_mail())
    post(a_mail(message_id="<again@example.com>"))
    rows = fetch()
    assert buckets(rows) == [Bucket.APPLICATION, Bucket.DUPLICATE]
    assert rows[0].case == rows[1].case
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "不是一封可以识别的邮件"),
        (b"\x00\xff\xfe not a mail at all", "不是一封可以识别的邮件"),
        (a_mail(subject="", body="", files={}), "空邮件"),
        (a_mail().replace(b"From: lin@example.com\n", b""), "没有发件人"),
        (a_mail(subject="您好", body="请问你们几点上班？", files={}), "看不出要办理哪项业务"),
    ],
)
def test_a_mail_that_cannot_become_a_case_is_parked_with_a_plain_reason(post, fetch, raw, reason):
    post(raw)
    (row,) = fetch()
    assert row.bucket == Bucket.PARKED
    assert reason in row.reason
    assert queries.parked() == [row]


def test_a_large_mail_becomes_a_case_like_any_other(post, fetch):
    post(a_mail(files={"照片.jpg": b"id_portrait_side|" + b"x" * 50_000_000}))
    (row,) = fetch()
    assert row.bucket == Bucket.APPLICATION
    assert row.size > 50_000_000


def test_an_automatic_reply_is_not_answered(post, fetch, outbox):
    post(a_mail(Auto_Submitted="auto-replied"))
    (row,) = fetch()
    assert (row.bucket, row.case, outbox.sent) == (Bucket.AUTOMATIC, None, [])


def test_one_mail_that_breaks_everything_never_stops_the_next(desk, post, fetch, monkeypatch):
    """A fault of ours parks the one mail; its bytes are safe."""
    parse = type(desk.parser).parse

    def fails_on_the_first(self, raw):
        if b"<first@example.com>" in raw:
            raise RuntimeError("a bug of ours")
        return parse(self, raw)

    monkeypatch.setattr(type(desk.parser), "parse", fails_on_the_first)
    post(a_mail())
    post(a_mail(message_id="<second@example.com>"))
    assert buckets(fetch()) == [Bucket.PARKED, Bucket.APPLICATION]


def test_a_certificate_of_a_city_begins_with_the_receiving_office_and_names_the_other(desk, post, fetch):
    """G-07, G-19: the officer refers it; nothing is routed by default."""
    post(a_mail(body=BODY.replace(NUMBER, "1507020000412345")))
    assert fetch()[0].case.office_code == "00"


def test_the_applicant_is_told_at_once_with_reference_deadline_and_progress_link(desk, post, fetch, outbox):
    post(a_mail())
    case = fetch()[0].case
    (mail,) = outbox.sent
    assert mail.to == "lin@example.com"
    assert case.reference in mail.subject
    assert mail.in_reply_to == "<first@example.com>"
    assert mail.automatic
    assert desk.links.progress(case.reference) in mail.text
    assert "11月24日" in mail.text
    assert ID_NUMBER not in mail.text + mail.html


def test_a_reply_that_names_the_reference_is_added_to_its_case(post, fetch):
    post(a_mail())
    case = fetch()[0].case
    post(
        a_mail(
            subject=f"Re: 【{case.reference}】",
            body="补一张照片",
            files={"新.jpg": b"id_emblem_side|"},
            message_id="<r@x>",
        )
    )
    rows = fetch()
    assert (rows[1].bucket, rows[1].case) == (Bucket.REPLY, case)
    assert case.files.count() == 4


def test_a_stranger_who_names_a_reference_is_parked_and_adds_nothing(post, fetch):
    post(a_mail())
    case = fetch()[0].case
    post(a_mail(subject=f"【{case.reference}】", body="补", sender="someone@else.example", message_id="<s@x>"))
    rows = fetch()
    assert (rows[1].bucket, rows[1].case) == (Bucket.PARKED, case)
    assert case.files.count() == 3


def test_a_mailbox_that_cannot_be_read_is_an_alarm_and_loses_nothing(desk, with_part, clock):
    class Away(MaildirMailbox):
        def arrivals(self, _unknown):
            raise MailboxUnreachable("登录失败，请检查授权码")
            yield

    done = receiving.fetch_mail(with_part(mailbox=Away(desk.mailbox._path)))
    assert done.problem == "登录失败，请检查授权码"
    (reading,) = queries.silent(clock.now())
    assert reading.problem == "登录失败，请检查授权码"


def test_a_mailbox_not_read_for_a_quarter_of_an_hour_is_an_alarm(fetch, clock):
    fetch()
    assert queries.silent(clock.now()) == []
    clock.advance(minutes=16)
    assert len(queries.silent(clock.now())) == 1


def test_arrival_in_the_mailbox_starts_the_clock_and_never_the_senders_date(post, fetch):
    """D-6: the day the message entered the mailbox, whatever its Date header claims."""
    post(a_mail(Date="Mon, 01 Jan 2029 00:00:00 +0800"))
    case = fetch()[0].case
    assert case.received_at <= Case.objects.get(pk=case.pk).events.first().at
    assert case.state == State.RECEIVED


def test_two_applicants_in_one_mail_are_for_an_officer(post, fetch):
    other = (
        BODY.replace("林晓梅", "何建国").replace(ID_NUMBER, "210199197512120037").replace(NUMBER, "1207000000454321")
    )
    post(a_mail(body=BODY + "\n\n" + other))
    (row,) = fetch()
    assert row.bucket == Bucket.PARKED
    assert "2位申请人" in row.reason
