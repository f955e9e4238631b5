"""G-07, G-12 to G-16: within a minute whoever writes knows what was understood, and what is missing."""

import io
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import zxingcpp
from PIL import Image
from tests.journeys.conftest import ALL_THREE, BODY, ID_NUMBER, NUMBER, PORTRAIT, a_mail

from certdesk.adapters.job_queue.models import Job
from certdesk.adapters.mail.compose import finished
from certdesk.cases.models import Case
from certdesk.journey import delivering, evidence, receiving
from certdesk.ports.outbox import OutgoingMail, Refused
from certdesk.stages.delivery.models import MailState, OutboxMail
from certdesk.stages.intake.models import Bucket, ReceivedMessage

pytestmark = pytest.mark.django_db
CLOUD = "\n附件：https://mail.qq.com/cgi-bin/ftnExs_download?k=secret-key&code=1 身份证.zip\n"
QUESTION = {"subject": "您好", "body": "请问你们几点上班？", "files": {}}


def without(*labels: str) -> str:
    return "\n".join(line for line in BODY.splitlines() if not line.startswith(labels))


def answers(mail: OutgoingMail, *words: str) -> bool:
    """Whether both forms of a mail say all of this."""
    return all(word in text for word in words for text in (mail.text, mail.html))


@pytest.fixture
def answer(post, fetch, outbox):
    """Send a mail and return the answer to it."""

    def send(**mail: object) -> OutgoingMail:
        post(a_mail(**mail))
        fetch()
        return outbox.sent[-1]

    return send


def test_the_answer_repeats_masked_what_was_understood(answer):
    """G-13, G-14: the writer sees at a glance whether we read him right."""
    mail = answer()
    assert answers(mail, "证书丢失补证明", "林＊＊", "210***********0014", NUMBER, "电工", "四级", "139****0001")
    assert answers(mail, "身份证人像面照片", "网上查询到本人证书信息的截图", "材料已经齐全")
    for personal in ("林晓梅", ID_NUMBER, "13900000001", "示例街"):
        assert personal not in mail.text + mail.html


def test_it_gives_reference_office_deadline_link_and_privacy_notice(desk, answer):
    """G-12, G-15: who handles it, until when, how to follow it, and who keeps what for how long."""
    mail = answer()
    case = Case.objects.get()
    link = desk.links.progress(case.reference)
    assert answers(mail, case.reference, "辽宁省人事考试中心", "2026年11月24日", link, "024-22955229")
    assert answers(mail, "个人信息说明", "敏感个人信息", "按档案管理规定保存", "可以查询、更正")


def test_everything_missing_stands_in_one_list_with_the_way_to_send_it(answer):
    """G-09, G-10, G-14, D-7: one list, not one mail for each thing."""
    mail = answer(body=without("电话", "地址"), files={"正面.jpg": PORTRAIT})
    assert answers(mail, "身份证国徽面照片", "网上查询到本人证书信息的截图", "收件人联系电话", "有效邮寄地址")
    assert answers(mail, "直接回复本邮件", "普通附件", "一次性全部告诉您")
    assert "1. 本人身份证国徽面照片" in mail.text
    assert "4. 有效邮寄地址" in mail.text
    assert "材料已经齐全" not in mail.text


def test_a_picture_that_cannot_be_read_is_named_with_what_to_do(answer):
    """G-09: by its place in the mail, for its name may say who somebody is."""
    mail = answer(files=ALL_THREE | {"林晓梅反面.jpg": b"?? blurred"})
    assert answers(mail, "第4个附件看不清或打不开", "请重新拍摄")
    assert "林晓梅" not in mail.text


def test_a_doubtful_value_is_marked_for_the_writer_too(answer):
    """G-14: 请核对 stands beside it."""
    plain = BODY.replace(ID_NUMBER, "210199198003070120")
    assert "（请核对）" not in answer(body=plain).text
    mail = answer(body=BODY, message_id="<wrong-check-digit@example.com>")
    assert answers(mail, "（请核对）")
    assert "210***********0014（请核对）" in mail.text


def test_the_progress_link_is_also_a_code_to_scan(desk, answer):
    """G-12: inside the HTML, not as a file; the same at every try."""
    mail = answer()
    message = message_from_bytes(finished(mail, "desk@example.com", "服务台", desk.clock.now()), policy=default)
    pictures = [part for part in message.walk() if part.get_content_type() == "image/png"]
    (picture,) = pictures
    assert picture["Content-ID"] == "<progress-code>"
    assert picture.get_content_disposition() == "inline"
    assert 'src="cid:progress-code"' in message.get_body(("html",)).get_content()
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.get_content())))
    assert code.text == desk.links.progress(Case.objects.get().reference)


def test_the_answer_waits_for_the_pictures_and_never_longer_than_a_minute(desk, post, clock):
    """G-12, G-15: at opening nothing is sent yet, but its time is set."""
    post(a_mail())
    arrived = clock.now()
    clock.advance(seconds=20)
    receiving.fetch_mail(desk)
    assert OutboxMail.objects.count() == 0
    assert Job.objects.get(name="acknowledge").due_at == arrived + timedelta(seconds=50)
    evidence.read_materials(desk, Case.objects.get().pk)
    assert OutboxMail.objects.get().kind == "received"


def test_where_reading_takes_too_long_the_answer_goes_and_says_so(desk, post, clock, work, outbox):
    """G-12: honest about what nobody has looked at yet; it is not sent again when the pictures are read."""
    post(a_mail(body=without("地址")))
    receiving.fetch_mail(desk)
    waiting = Job.objects.get(name="read_materials")
    Job.objects.filter(pk=waiting.pk).update(due_at=clock.now() + timedelta(hours=1))  # the worker is busy elsewhere
    clock.advance(seconds=41)
    work()
    (mail,) = outbox.sent
    assert answers(mail, "附件还在识别", "有效邮寄地址")
    assert "国徽面" not in mail.text
    assert "材料已经齐全" not in mail.text
    clock.advance(hours=1)
    work()
    assert len(outbox.sent) == 1


def test_answers_go_before_pictures_that_have_waited_longer(desk, post, clock, work, outbox, monkeypatch):
    """G-12: a morning full of photographs keeps nobody waiting for his receipt."""
    for number in range(4):
        post(a_mail(sender=f"a{number}@example.com", message_id=f"<{number}@example.com>"))
    receiving.fetch_mail(desk)
    clock.advance(seconds=41)
    read = []
    monkeypatch.setattr(type(desk.reader), "read", lambda *_: read.append(len(outbox.sent)) or [])
    work()
    assert len(outbox.sent) == 4
    assert set(read) == {4}


def test_a_mail_without_files_is_answered_at_once(answer, clock):
    """G-12: there is nothing to wait for."""
    mail = answer(files={})
    assert answers(mail, "初步看，还缺下面的内容")
    assert OutboxMail.objects.get().created_at == clock.now()


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1507020000412345", ["大连市就业和人才服务中心", "经办人会再核对", "谁发证谁负责"]),
        ("1507120000412345", ["电话", "区号可能不完整", "经办人会再核对"]),
        ("1532000000412345", ["不是辽宁省的代码", "向证书上载明的发证机构", "以经办人核对为准"]),
        ("1507990000412345", ["不在市地代码对照表中", "以经办人核对为准"]),
        ("S000021010016221000001", ["职业技能等级证书", "评价机构", "以经办人核对为准"]),
    ],
)
def test_a_certificate_of_somebody_else_comes_with_whom_to_ask(desk, answer, number, words):
    """G-04, G-07, G-19 to G-22: that office's card with its notes, or the general advice; an officer confirms it."""
    if number[4:6] == "12":
        number = number[:4] + _code_of_a_noted_office(desk) + number[6:]
        words = [next(iter(_noted_office(desk).notes)).text, "经办人会再核对"]
    mail = answer(body=BODY.replace(NUMBER, number))
    assert answers(mail, *words)


def _noted_office(desk):
    home = desk.guide.rulebook.numbering.provincial_city_code
    return next(office for office in desk.guide.offices.values() if office.notes and office.code != home)


def _code_of_a_noted_office(desk) -> str:
    cities = desk.guide.rulebook.numbering.cities.values()
    return next(city.code for city in cities if city.office_code == _noted_office(desk).code)


def test_the_card_names_address_and_every_telephone(desk, answer):
    """G-22: as published."""
    mail = answer(body=BODY.replace(NUMBER, "1507020000412345"))
    office = desk.guide.offices["02"]
    assert answers(mail, office.address, *office.telephones)
    assert "还缺" not in mail.text


def test_large_attachments_left_in_the_cloud_are_missing_material(answer, caplog):
    """G-09: they never came with the mail; nobody follows the link, and it stands nowhere in the open."""
    mail = answer(body=BODY + CLOUD, files={})
    assert answers(mail, "超大附件", "1个文件", "我们没有收到", "普通附件")
    row = ReceivedMessage.objects.get()
    assert row.cloud_hosts == ["mail.qq.com"]
    assert "secret-key" not in mail.text + mail.html + caplog.text + str(vars(row))


def test_a_supplement_left_in_the_cloud_is_asked_for_again(desk, post, fetch, outbox, officer):
    """G-09, D-7: otherwise the holder waits for us and we for him."""
    post(a_mail(files={}))
    case = fetch()[0].case
    evidence.request_supplement(desk, case.pk, "", by=officer)
    post(a_mail(f"Re: 【{case.reference}】", "补充材料" + CLOUD, files={}, message_id="<more@example.com>"))
    row = fetch()[1]
    assert row.bucket == Bucket.SUPPLEMENT
    mail = outbox.sent[-1]
    assert answers(mail, "超大附件", "没有收到这些文件", desk.links.supplement(case.reference))
    assert mail.in_reply_to == "<more@example.com>"


def test_a_mail_that_is_no_application_is_received_courteously(desk, answer):
    """G-12 to G-14: an officer will look, and this is what an application needs."""
    mail = answer(**QUESTION)
    assert ReceivedMessage.objects.get().bucket == Bucket.PARKED
    assert mail.subject == "已收到您的来信"
    assert answers(mail, "您好", "工作人员会查看", "证书错误信息更改补证明", "身份证人像面照片", desk.links.start())
    assert "{" not in mail.text + mail.html
    assert "None" not in mail.text + mail.html
    (row,) = OutboxMail.objects.all()
    assert (row.case, row.state) == (None, MailState.SENT)


def test_its_writer_is_told_of_files_left_in_the_cloud(answer):
    """G-09: although nobody knows yet what they are for."""
    assert answers(answer(subject="材料", body="见附件" + CLOUD, files={}), "1个文件", "普通附件重新发送")


@pytest.mark.parametrize(
    "mail",
    [
        QUESTION | {"Auto_Submitted": "auto-generated"},
        {"subject": "", "body": "", "files": {}, "Auto_Submitted": "auto-replied"},
        QUESTION | {"List_Id": "<news.example.com>"},
        QUESTION | {"sender": "no-reply@example.com"},
        QUESTION | {"sender": ""},
        QUESTION | {"sender": "lnjnjd@163.com"},
        QUESTION | {"Authentication_Results": "mx; spf=fail smtp.mailfrom=example.com"},
        QUESTION | {"Authentication_Results": "mx; spf=pass; dmarc=fail"},
    ],
    ids=["automatic", "empty-automatic", "list", "robot", "nobody", "ourselves", "spf", "dmarc"],
)
def test_neither_machines_nor_forged_senders_are_answered(post, fetch, outbox, mail):
    """G-12: nor we ourselves; all are kept where a person can see them."""
    post(a_mail(**mail))
    assert fetch()[0].bucket in {Bucket.PARKED, Bucket.AUTOMATIC}
    assert (outbox.sent, OutboxMail.objects.count()) == ([], 0)


def test_something_that_is_no_mail_is_not_answered(post, fetch, outbox):
    """G-12: there is nobody to answer."""
    post(b"\x00\xff no mail")
    fetch()
    assert outbox.sent == []


def test_one_address_gets_at_most_three_automatic_answers_a_day(post, fetch, outbox, clock):
    """G-12: two machines never write to each other for ever; tomorrow is another day."""
    for number in range(5):
        post(a_mail(**QUESTION | {"body": f"第{number}个问题", "message_id": f"<{number}@example.com>"}))
    post(a_mail(**QUESTION | {"sender": "other@example.com", "message_id": "<o@example.com>"}))
    assert {row.bucket for row in fetch()} == {Bucket.PARKED}
    assert [mail.to for mail in outbox.sent].count("lin@example.com") == 3
    assert [mail.to for mail in outbox.sent].count("other@example.com") == 1
    clock.advance(hours=15)  # past midnight in China
    post(a_mail(**QUESTION | {"body": "再问一句", "message_id": "<next@example.com>"}))
    fetch()
    assert [mail.to for mail in outbox.sent].count("lin@example.com") == 4


def test_the_fourth_application_of_a_day_is_a_case_whose_answer_an_officer_sends(desk, apply, officer, outbox, work):
    """G-12: somebody who applies for many is not flooded, and nobody is forgotten."""
    numbers = [f"15070000004123{number}" for number in range(45, 49)]
    cases = [apply(number=number) for number in numbers]
    assert len(outbox.sent) == 3
    held = cases[3].outgoing.get()
    assert (held.state, held.attempts) == (MailState.FAILED, 0)
    assert "自动答复3次" in held.last_error
    assert cases[3].events.filter(kind="mail_failed").count() == 1
    delivering.resend(desk, held.pk, by=officer)
    work()
    assert cases[3].reference in outbox.sent[-1].subject


def test_an_answer_stands_in_the_thread_it_answers(desk, answer):
    """G-12: In-Reply-To and the whole References, so that every mail program shows one conversation."""
    mail = answer(References="<root@example.com> <second@example.com>", In_Reply_To="<second@example.com>")
    message = message_from_bytes(finished(mail, "desk@example.com", "", desk.clock.now()), policy=default)
    assert message["In-Reply-To"] == "<first@example.com>"
    assert message["References"].split() == ["<root@example.com>", "<second@example.com>", "<first@example.com>"]
    assert message["Auto-Submitted"] == "auto-replied"


def test_the_answer_to_a_question_stands_in_its_thread_too(desk, answer):
    """G-12: and says that a machine wrote it."""
    mail = answer(**QUESTION | {"References": "<root@example.com>"})
    message = message_from_bytes(finished(mail, "desk@example.com", "", desk.clock.now()), policy=default)
    assert message["References"].split() == ["<root@example.com>", "<first@example.com>"]
    assert message["Auto-Submitted"] == "auto-replied"


def test_later_mails_of_a_case_stand_under_the_first(desk, case, officer, outbox, work):
    """G-12: the holder finds the notice below the receipt."""
    first = outbox.sent[0]
    evidence.request_supplement(desk, case.pk, "请拍清楚。", by=officer)
    work()
    assert outbox.sent[-1].references == f"<first@example.com> {first.message_id}"
    assert outbox.sent[-1].in_reply_to == ""


def test_a_very_long_thread_is_cut_in_its_middle(answer):
    """G-12: the beginning and the end are what mail programs go by."""
    chain = [f"<{number}@example.com>" for number in range(40)]
    kept = answer(References=" ".join(chain)).references.split()
    assert len(kept) == 21
    assert (kept[0], kept[-2:]) == (chain[0], [chain[-1], "<first@example.com>"])


def test_an_answer_to_no_case_that_fails_is_seen_and_can_be_sent_again(desk, answer, outbox, officer, stranger, work):
    """G-12: it belongs to the office whose mailbox this is."""
    outbox.trouble = Refused("550 no such user")
    with pytest.raises(IndexError):
        answer(**QUESTION)
    row = OutboxMail.objects.get()
    assert (row.state, row.case) == (MailState.FAILED, None)
    outbox.trouble = None
    with pytest.raises(Exception, match="权限"):
        delivering.resend(desk, row.pk, by=stranger)
    delivering.resend(desk, row.pk, by=officer)
    work()
    assert [mail.to for mail in outbox.sent] == ["lin@example.com"]


def test_a_bounce_of_such_an_answer_marks_it(post, fetch, answer):
    """G-12: by the Message-ID that nobody else knows."""
    answer(**QUESTION)
    row = OutboxMail.objects.get()
    report = a_mail(
        "系统退信", f"无法送达\n\nMessage-ID: {row.message_id}\n", {}, "MAILER-DAEMON@163.com", "<b@163.com>",
        In_Reply_To=row.message_id,
    )  # fmt: skip
    post(report)
    assert fetch()[-1].bucket == Bucket.BOUNCE
    row.refresh_from_db()
    assert (row.state, row.last_error) == (MailState.FAILED, "对方邮箱退信")
