"""Every mail to a holder: good as plain text, with what it is about, a way on, and no word left unfilled."""

import re

import pytest

from certdesk.journey import deciding, delivering, evidence
from certdesk.rules.business import DeliveryMethod
from certdesk.stages.delivery.hand_over import Parcel
from certdesk.stages.delivery.models import OutboxMail

pytestmark = pytest.mark.django_db
FRESH = iter(range(400001, 499999))


@pytest.fixture
def new(submit):
    """A new case with a certificate of its own."""
    return lambda **changes: submit(certificate_number=f"1507000000{next(FRESH)}", **changes)


@pytest.fixture
def all_mails(desk, new, issue, officer, clock) -> dict[str, OutboxMail]:
    """One mail of every kind, as the journeys write them."""
    deciding.decline(desk, new().pk, deciding.Refusal(clauses=["G-05"], reasons="两个网站都查不到。"), by=officer)
    deciding.refer(desk, new().pk, "18", "", by=officer)
    deciding.withdraw(desk, new().pk)
    posted = new()
    issue(posted)
    delivering.dispatch(desk, posted.pk, Parcel("示例快递", "SF0001"), by=officer)
    delivering.close(desk, posted.pk, by=officer)
    collected = new(method=DeliveryMethod.PICKUP)
    issue(collected)
    delivering.make_ready(desk, collected.pk, by=officer)
    waiting = new(files={}, address="")
    evidence.request_supplement(desk, waiting.pk, "请拍清楚。", by=officer)
    clock.advance(days=40)
    deciding.lapse_overdue(desk)
    return {mail.kind: mail for mail in OutboxMail.objects.order_by("-pk")}


KINDS = {
    "received", "supplement", "accepted", "declined", "referred", "withdrawn", "lapsed", "issued", "dispatched",
    "ready", "closed",
}  # fmt: skip


def test_every_mail_is_courteous_whole_and_leads_on(all_mails):
    assert set(all_mails) == KINDS
    for kind, mail in all_mails.items():
        reference = mail.case.reference
        for text in (mail.text, mail.html):
            assert "您好" in text, kind
            assert "https://desk.example/p/" in text, kind
            assert "024-22955229" in text, kind
            assert reference in text, kind
            assert not re.search(r"\{[{%]|None|—|&amp;amp;", text), kind
        assert reference in mail.subject
        assert "<" not in mail.text, kind
        assert "\n\n\n" not in mail.text, kind
        assert mail.html.startswith("<!doctype html>"), kind


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("received", ["编号是：", "2026年11月24日", "答复您是否受理", "个人信息说明", "敏感个人信息"]),
        ("supplement", ["一次补齐", "身份证人像面", "有效邮寄地址", "请拍清楚。", "2026年12月23日", "暂停计时"]),
        ("accepted", ["出具书面证明", "2026年11月26日"]),
        ("declined", ["不予受理", "两个网站都查不到。", "办事指南“二、办理说明”", "重新申请"]),
        ("referred", ["041-6655043", "区号可能不完整", "谁发证谁负责"]),
        ("withdrawn", ["撤回"]),
        ("lapsed", ["没有在期限内收到补充材料", "重新申请"]),
        ("issued", ["已经签发", "/v/", "样张"]),
        ("dispatched", ["示例快递", "SF0001", "到付"]),
        ("ready", ["取件码", "太原北街2号辽宁省人事考试中心B座", "先打电话", "024-22955269"]),
        ("closed", ["全部办完"]),
    ],
)
def test_each_says_what_it_is_for_in_text_and_in_html(all_mails, kind, words):
    for word in words:
        assert word in all_mails[kind].text
        assert word in all_mails[kind].html


def test_a_page_s_text_is_not_escaped_in_the_plain_mail(desk, new, officer):
    case = new()
    refusal = deciding.Refusal(clauses=["G-05"], reasons="“甲”与<乙>不符 & 查不到")
    deciding.decline(desk, case.pk, refusal, by=officer)
    mail = OutboxMail.objects.get(case=case, kind="declined")
    assert "“甲”与<乙>不符 & 查不到" in mail.text
    assert "&lt;乙&gt;" in mail.html
