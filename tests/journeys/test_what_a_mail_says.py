"""G-13, G-14: which business, and where to send the letter, from what people really write."""

import pytest
from tests.journeys.conftest import BODY, a_mail, particulars_of

from certdesk.journey import deciding, evidence
from certdesk.rules.lifecycle import MoveNotAllowed, State
from certdesk.stages.decision.accept import CannotAccept
from certdesk.stages.evidence.queries import what_is_missing
from certdesk.stages.intake.models import Bucket

pytestmark = pytest.mark.django_db
NEUTRAL = BODY.replace("我的证书丢失了，申请补证明。", "请协助办理。")


def without(*labels: str) -> str:
    return "\n".join(line for line in BODY.splitlines() if not line.startswith(labels))


@pytest.mark.parametrize(
    ("subject", "business"),
    [
        ("证书丢失补证明", "lost"),
        ("出国换证补证明", "overseas"),
        ("证书错误信息更改补证明", "correction"),
        ("【申请】证书丢失 补证明-林晓梅", "lost"),
        ("转发：出国换证补证明", "overseas"),
    ],
)
def test_the_guides_own_subjects_state_the_business(post, fetch, subject, business):
    """G-13: also with blanks, brackets and a name around them."""
    post(a_mail(subject, NEUTRAL))
    assert fetch()[0].case.business == business


@pytest.mark.parametrize(
    ("subject", "text", "business"),
    [
        ("补办电工证", "职业资格证找不到了，想补办一个", "lost"),
        ("申请", "要去新加坡打工，中介说证书要换发", "overseas"),
        ("证书问题", "证书上名字印错了，想更正", "correction"),
    ],
)
def test_so_does_what_people_really_write(post, fetch, subject, text, business):
    """G-13: nobody is turned away for a subject line."""
    post(a_mail(subject, BODY.replace("我的证书丢失了，申请补证明。", text)))
    assert fetch()[0].case.business == business


def test_two_businesses_at_once_are_for_an_officer(desk, post, fetch, officer):
    """G-13: the case is opened, the question stays open, and nothing is accepted on a guess."""
    post(a_mail("证书丢失，出国换证", NEUTRAL))
    case = fetch()[0].case
    assert case.business == ""
    assert [item.code for item in what_is_missing(case, desk.guide)] == ["business"]
    with pytest.raises(CannotAccept, match="办理的业务"):
        deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)


def test_an_officer_sets_the_business(desk, post, fetch, officer, confirm):
    """G-13: and the case goes on; the history says which field was set."""
    post(a_mail("证书丢失，出国换证", NEUTRAL))
    case = fetch()[0].case
    evidence.correct_particulars(desk, case.pk, particulars_of(case, business="lost"), by=officer)
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    case.refresh_from_db()
    assert (case.business, case.state) == ("lost", State.ACCEPTED)
    assert case.events.get(kind="particulars_changed").data == {"fields": "业务"}


@pytest.mark.parametrize(
    ("left_out", "codes"),
    [
        (("地址",), ["address"]),
        (("电话",), ["telephone"]),
        (("电话", "地址"), ["telephone", "address"]),
        (("收件人", "姓名"), ["recipient"]),
    ],
)
def test_what_the_courier_needs_is_asked_for_when_it_is_not_there(desk, post, fetch, left_out, codes):
    """G-14: 有效邮寄地址、收件人姓名、联系电话."""
    post(a_mail(body=without(*left_out)))
    case = fetch()[0].case
    missing = what_is_missing(case, desk.guide)
    assert [item.code for item in missing] == codes
    assert {item.clause for item in missing} == {"G-14"}


def test_the_holder_receives_it_where_nobody_else_is_named(post, fetch):
    """G-14: a proposal the officer can see, not a question for the holder."""
    post(a_mail(body=without("收件人")))
    assert fetch()[0].case.parties.get(role="recipient").name == "林晓梅"


def test_somebody_else_may_receive_it(post, fetch):
    """G-14: recipient and holder are two people of the case."""
    post(a_mail(body=BODY.replace("收件人：林晓梅", "收件人：何建国")))
    case = fetch()[0].case
    assert [case.parties.get(role=role).name for role in ("holder", "recipient")] == ["林晓梅", "何建国"]


def test_what_was_missing_may_come_in_the_words_of_the_answer(desk, post, fetch, officer):
    """G-14, D-7: the answer gives the address; nobody types it off the mail."""
    post(a_mail(body=without("电话", "地址")))
    case = fetch()[0].case
    evidence.request_supplement(desk, case.pk, "", by=officer)
    answer = "电话：13900000001\n地址：辽宁省沈阳市和平区示例街1号2单元301室\n"
    post(a_mail(f"Re: 【{case.reference}】请补充材料", answer, files={}, message_id="<answer@example.com>"))
    row = fetch()[1]
    case.refresh_from_db()
    recipient = case.parties.get(role="recipient")
    assert (row.bucket, case.state) == (Bucket.SUPPLEMENT, State.RECEIVED)
    assert (recipient.telephone, recipient.address) == ("13900000001", "辽宁省沈阳市和平区示例街1号2单元301室")
    assert what_is_missing(case, desk.guide) == ()


def test_a_later_mail_fills_blanks_and_overwrites_nothing(desk, post, fetch, officer):
    """G-14: a change of address is a person's decision; the first one stands until an officer changes it."""
    post(a_mail(body=without("电话")))
    case = fetch()[0].case
    evidence.request_supplement(desk, case.pk, "", by=officer)
    answer = "电话：13900000001\n地址：辽宁省大连市中山区示例路9号\n"
    post(a_mail(subject=f"Re: 【{case.reference}】", body=answer, files={}, message_id="<answer@example.com>"))
    fetch()
    recipient = case.parties.get(role="recipient")
    assert (recipient.telephone, recipient.address) == ("13900000001", "辽宁省沈阳市和平区示例街1号2单元301室")


def test_an_officer_sets_particulars_right_before_the_decision_and_not_after(desk, accepted, officer, sign_off):
    """G-14: once the letter is signed, the case says what the letter says."""
    changed = evidence.correct_particulars(
        desk, accepted.pk, particulars_of(accepted, address="沈阳市示例路2号"), by=officer
    )
    assert changed == ["recipient.address"]
    sign_off(accepted)
    with pytest.raises(MoveNotAllowed):
        evidence.correct_particulars(desk, accepted.pk, particulars_of(accepted, holder_name="别人"), by=officer)
    assert accepted.parties.get(role="holder").name == "林晓梅"
