"""Which business a mail asks for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.guide.load import load_guide
from certdesk.rules.business import Business
from certdesk.rules.business_words import recognise_business

WORDS = {business: rule.words for business, rule in load_guide().businesses.items()}


def recognised(subject: str, body: str = "") -> Business | None:
    return recognise_business(subject, body, WORDS).business


@pytest.mark.parametrize(
    ("subject", "business"),
    [
        ("证书丢失补证明", Business.LOST),
        ("出国换证补证明", Business.OVERSEAS),
        ("证书错误信息更改补证明", Business.CORRECTION),
        ("【证书 丢失 补证明】张三", Business.LOST),
    ],
)
def test_the_guides_own_subjects_are_recognised(subject, business):
    """G-13."""
    assert recognised(subject) == business


@pytest.mark.parametrize(
    ("subject", "body", "business"),
    [
        ("补办证书", "", Business.LOST),
        ("证书弄丢了怎么办", "", Business.LOST),
        ("申请", "我的电工证找不到了，想开个证明", Business.LOST),
        ("申请", "因境外就业需要换发证书", Business.OVERSEAS),
        ("证书上名字写错了", "", Business.CORRECTION),
        ("身份证号有误", "", Business.CORRECTION),
    ],
)
def test_free_wording_is_recognised(subject, body, business):
    assert recognised(subject, body) == business


def test_the_subject_comes_before_the_text_and_the_official_words_before_free_ones():
    assert recognised("证书丢失补证明", "出国用") == Business.LOST
    assert recognised("出国换证补证明（原件没丢，信息无误）", "证书丢失补证明") == Business.OVERSEAS
    assert recognised("申请", "证书丢失补证明。出国使用") == Business.LOST


@pytest.mark.parametrize("subject", ["证书丢失，出国要用", "证书丢失补证明、出国换证补证明"])
def test_two_businesses_in_one_place_are_a_question(subject):
    finding = recognise_business(subject, "证书丢失补证明", WORDS)

    assert finding.business is None
    assert "不止一项" in str(finding.reason)


def test_misleading_words_do_not_count():
    assert recognised("出国换证，证书没丢") == Business.OVERSEAS
    assert recognised("身份证丢失") is None


def test_nothing_recognised_says_so():
    finding = recognise_business("你好", "附件请查收", WORDS)

    assert (finding.business, finding.clause) == (None, "G-13")
    assert str(finding.reason) == "主题和正文都没有写明办理哪项业务"


@given(st.text(max_size=60), st.text(max_size=120))
def test_no_text_whatever_raises(subject, body):
    assert str(recognise_business(subject, body, WORDS).reason)
