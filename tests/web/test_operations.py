"""Parked messages, outgoing mail, the mailbox and the jobs: nothing fails where nobody sees it."""

import pytest
from tests.journeys.conftest import a_mail
from tests.web.conftest import text_of

from certdesk import wiring
from certdesk.adapters.job_queue.board import TableBoard
from certdesk.adapters.job_queue.models import Job
from certdesk.cases.models import Case
from certdesk.journey import receiving
from certdesk.stages.delivery.models import MailState, OutboxMail
from certdesk.stages.intake.models import MailboxReading, ReceivedMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(db, post, fetch) -> ReceivedMessage:
    """A mail that names no sender: nobody can be answered, so a person must look."""
    post(a_mail(sender=""))
    row = fetch()[-1]
    row.sender = "lin@example.com"
    row.save()
    return row


def settle(browser, message, **data):
    return browser.post(f"/desk/parked/{message.pk}/settle/", data)


def test_a_parked_message_says_why_and_from_whom_masked(at_desk, message):
    page = text_of(at_desk.get("/desk/parked/"))
    assert "没有发件人地址" in page
    assert "l***@example.com" in page
    assert "lin@example.com" not in page


def test_it_shows_the_cases_it_may_belong_to_and_they_show_it(at_desk, case, post, fetch):
    post(a_mail(sender="", body="我的证书编号1507000000412345，请问办好了吗？", files={}))
    row = fetch()[-1]
    assert row.bucket == "parked"
    assert case.reference in text_of(at_desk.get("/desk/parked/"))
    page = text_of(at_desk.get(f"/desk/case/{case.reference}/"))
    assert f"/desk/parked/#message-{row.pk}" in page


def test_a_message_about_nobody_known_shows_no_case(at_desk, case, post, fetch):
    post(a_mail(subject="请问", sender="", body="请问怎样办理？", files={}))
    fetch()
    assert case.reference not in text_of(at_desk.get("/desk/parked/"))
    assert "可能属于本件" not in text_of(at_desk.get(f"/desk/case/{case.reference}/"))


def test_its_bytes_can_be_had_as_a_download(at_desk, message, desk):
    response = at_desk.get(f"/desk/parked/{message.pk}/raw")
    assert response.content == desk.vault.get(message.raw_sha256)
    assert response["Content-Type"] == "application/octet-stream"
    assert at_desk.get("/desk/parked/999/raw").status_code == 404


def test_it_becomes_a_case(at_desk, message):
    response = settle(at_desk, message, how="open")
    case = Case.objects.get()
    assert response.url == f"/desk/case/{case.reference}/"
    assert case.certificate_number == "1507000000412345"


def test_it_joins_a_case_by_its_reference(at_desk, message, case):
    wrong = settle(at_desk, message, how="attach", reference="LN26-00-000001-0")
    assert wrong.status_code == 422
    assert "请核对编号" in text_of(wrong)
    assert 'value="LN26-00-000001-0"' in text_of(wrong)
    settle(at_desk, message, how="attach", reference=case.reference)
    message.refresh_from_db()
    assert message.case_id == case.pk


def test_it_is_put_aside_with_a_note_only(at_desk, message, officer):
    assert "请写明为什么" in text_of(settle(at_desk, message, how="note", note=" "))
    settle(at_desk, message, how="note", note="广告")
    message.refresh_from_db()
    assert (message.resolution, message.resolved_by_id) == ("广告", officer.user_id)
    assert "这封来件已经处理过了" in text_of(at_desk.post(f"/desk/parked/{message.pk}/settle/", follow=True))


def test_only_those_who_may_settle_see_them(sign_in, approver, administrator, stranger, message):
    for who in (approver, administrator, stranger):
        browser = sign_in(who)
        assert browser.get("/desk/parked/").status_code == 403
        assert browser.get(f"/desk/parked/{message.pk}/raw").status_code == 403
        assert settle(browser, message, how="open").status_code == 403
    assert not Case.objects.exists()


def test_a_failed_mail_can_be_sent_again(at_desk, case, work, outbox):
    mail = OutboxMail.objects.get(case=case)
    OutboxMail.objects.update(state=MailState.FAILED, last_error="对方邮箱不存在")
    page = text_of(at_desk.get("/desk/outbox/"))
    assert "对方邮箱不存在" in page
    assert "lin@example.com" not in page
    at_desk.post(f"/desk/outbox/{mail.pk}/resend/")
    work()
    mail.refresh_from_db()
    assert mail.state == MailState.SENT


def test_another_office_s_mail_cannot_be_sent(sign_in, stranger, case):
    mail = OutboxMail.objects.get(case=case)
    browser = sign_in(stranger)
    assert mail.subject not in text_of(browser.get("/desk/outbox/"))
    assert browser.post(f"/desk/outbox/{mail.pk}/resend/").status_code == 404
    assert browser.post("/desk/outbox/999/resend/").status_code == 404


def test_the_mailbox_shows_its_last_reading_and_every_bucket(at_desk, desk, message, clock):
    receiving.fetch_mail(desk)
    page = text_of(at_desk.get("/desk/mailbox/"))
    assert "正常" in page
    assert "待人工处理" in page
    clock.advance(hours=1)
    MailboxReading.objects.update(problem="服务器拒绝登录，请检查授权码。")
    page = text_of(at_desk.get("/desk/mailbox/"))
    assert "没有按时读取" in page
    assert "服务器拒绝登录" in page
    assert "没有读取成功" in text_of(at_desk.get("/desk/"))


@pytest.fixture
def failed_job(monkeypatch, clock, db) -> Job:
    monkeypatch.setattr(wiring, "job_board", lambda: TableBoard(clock))
    now = clock.now()
    return Job.objects.create(
        name="read_materials",
        payload={"case": 1},
        state="failed",
        attempts=5,
        created_at=now,
        last_error="磁盘已满",
    )


def test_a_failed_job_is_seen_and_can_run_again(at_desk, failed_job):
    assert "1项后台任务失败" in text_of(at_desk.get("/desk/"))
    page = text_of(at_desk.get("/desk/jobs/"))
    assert "识别材料" in page
    assert "磁盘已满" in page
    assert "已重新排队" in text_of(at_desk.post(f"/desk/jobs/{failed_job.pk}/retry/", follow=True))
    assert "不在失败列表里" in text_of(at_desk.post(f"/desk/jobs/{failed_job.pk}/retry/", follow=True))


def test_an_approver_sees_the_jobs_and_lets_them_be(sign_in, approver, failed_job):
    browser = sign_in(approver)
    assert browser.get("/desk/jobs/").status_code == 200
    assert browser.post(f"/desk/jobs/{failed_job.pk}/retry/").status_code == 403


def test_a_mail_that_kills_programs_is_not_opened_on_a_page_either(at_desk, desk, message, monkeypatch):
    ReceivedMessage.objects.update(attempts=receiving.ATTEMPTS)
    monkeypatch.setattr(type(desk.parser), "parse", lambda *_: pytest.fail("opened"))
    settle(at_desk, message, how="open")
    case = Case.objects.get()
    at_desk.post(f"/desk/case/{case.reference}/reveal/", follow=True)
    page = at_desk.get(f"/desk/message/{message.pk}/text")
    assert "请人工查看" in text_of(page)
