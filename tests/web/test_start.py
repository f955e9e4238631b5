"""The first page tells whose certificate it is, and never ends in nothing (G-07, G-19 to G-21)."""

import pytest
from tests.web.conftest import text_of

pytestmark = pytest.mark.django_db


def ask(client, number):
    return text_of(client.post("/", {"number": number}))


def test_the_page_asks_for_a_number_and_names_what_to_send(client):
    page = text_of(client.get("/"))
    for words in (
        "证书编号",
        "身份证人像面",
        "查询结果截图",
        "1个工作日",
        "3个工作日",
        "lnjnjd@163.com",
        "024-22955269",
    ):
        assert words in page


def test_a_provincial_number_can_be_handled_here_and_fills_the_form(client):
    page = ask(client, "１８０７ 0000-0010 3353")
    assert "可以在这里网上办理" in page
    assert "2018年" in page
    assert 'value="1807000000103353"' in text_of(client.get("/apply/lost/"))


def test_a_city_s_number_gets_that_office_s_contact_card(client):
    page = ask(client, "1807020000103353")
    assert "大连市就业和人才服务中心" in page
    assert 'href="tel:041139997593"' in page
    assert "可以在这里网上办理" not in page


def test_a_doubtful_telephone_is_shown_as_published_with_its_note(client):
    """D-2."""
    page = ask(client, "1807180000103353")
    assert "041-6655043" in page
    assert "区号可能不完整" in page


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("1808000000103353", "这本证书不在这里办理"),
        ("Y000021070000210000001", "这不是职业资格证书"),
        ("180707", "应为16位数字"),
        ("1807990000103353", "024-22955229"),  # G-21: no default office, but a telephone
        ("", "请填写证书编号"),
    ],
)
def test_every_other_number_gets_a_way_on(client, number, words):
    assert words in ask(client, number)


def test_the_number_stands_in_no_address(client):
    response = client.post("/", {"number": "1807000000103353"})
    assert response.status_code == 200
    assert 'action="/"' in text_of(response)


def test_all_sixteen_offices_are_listed(client):
    assert text_of(client.get("/offices/")).count('class="card office"') == 16


def test_the_privacy_notice_names_who_why_and_which_rights(client):
    page = text_of(client.get("/privacy/"))
    for words in ("辽宁省人事考试中心", "敏感个人信息", "您的权利", "个人信息保护法"):
        assert words in page
