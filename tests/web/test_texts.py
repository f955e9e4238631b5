"""The wording of letters on the desk: try it, propose it, see what changed, approve it."""

import pytest
from tests.web.conftest import text_of

from certdesk.stages.issue.models import LetterText

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(desk):
    return {f"block-{name}": text for name, text in desk.guide.letter_texts["proof"].texts.items()}


@pytest.fixture
def propose(at_desk, form):
    changed = form | {"block-closing": "特此证明，请予采信。", "why": "法规科要求"}
    return lambda **more: at_desk.post("/desk/texts/proof/", changed | more, follow=True)


def test_every_kind_of_letter_is_listed_with_its_version(at_desk):
    page = text_of(at_desk.get("/desk/texts/"))
    for words in ("书面证明", "补发证书页", "换发证书页", "原始文本"):
        assert words in page


def test_a_change_is_tried_on_a_specimen_without_being_proposed(propose):
    page = text_of(propose(preview="1"))
    assert "data:image/png;base64," in page
    assert "请予采信" in page
    assert "等待批准" not in page


def test_a_proposal_shows_what_is_taken_out_and_put_in(propose, sign_in, approver):
    page = text_of(propose())
    assert "<ins>，请予采信</ins>" in page
    assert "须由另一位同事批准" in page
    assert "批准使用" not in page
    page = text_of(sign_in(approver).get("/desk/texts/proof/"))
    assert "批准使用" in page


def test_another_person_approves_and_the_page_says_so(propose, sign_in, approver):
    propose()
    browser, version = sign_in(approver), f"/desk/texts/version/{LetterText.objects.get().pk}/"
    assert browser.get(f"{version}specimen.png")["Content-Type"] == "image/png"
    page = text_of(browser.post(f"{version}decide/", {"approve": "1"}, follow=True))
    assert "已批准" in page
    assert "使用中：第1版" in page
    assert "<ins>，请予采信</ins>" in text_of(browser.get(version))
    assert "特此证明。" in text_of(browser.get("/desk/texts/proof/?from=0"))


def test_a_mistake_keeps_everything_typed(propose):
    response = propose(**{"block-title": "", "block-opening": "经{nobody}查询"})
    page = text_of(response)
    assert response.status_code == 422
    assert "这一段不能空着" in page
    assert "不能使用{nobody}" in page
    assert "法规科要求" in page


def test_only_the_staff_of_this_office_see_them(sign_in, stranger, administrator, client):
    for actor in (stranger, administrator):
        assert sign_in(actor).get("/desk/texts/").status_code == 403
    assert client.get("/desk/texts/").status_code == 302


def test_what_does_not_exist_is_not_found(at_desk):
    assert at_desk.get("/desk/texts/nothing/").status_code == 404
    assert at_desk.get("/desk/texts/version/99/").status_code == 404
