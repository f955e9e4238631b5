"""The progress page: opened by its signed link alone, masked, and good for everything a holder still has to do."""

import pytest
from tests.web.conftest import picture, text_of

from certdesk.journey import deciding, delivering, evidence
from certdesk.rules.business import DeliveryMethod
from certdesk.rules.lifecycle import Closure, State
from certdesk.stages.delivery.hand_over import Parcel

pytestmark = pytest.mark.django_db


def test_a_wrong_link_gets_a_friendly_page(client, case, progress_url):
    for address in ("/p/nonsense/", f"/p/{case.reference}/", progress_url(case)[:-3] + "x/", "/submitted/nonsense/"):
        response = client.get(address)
        assert response.status_code == 404
        assert "这个进度链接打不开" in text_of(response)


def test_it_shows_the_six_steps_the_deadline_and_nothing_in_full(client, case, progress_url):
    page = text_of(client.get(progress_url(case)))
    for words in (
        "收到申请",
        "核对材料",
        "受理",
        "审批",
        "签发",
        "送达办结",
        "2026年11月24日",
        "林＊＊",
        "139****0001",
    ):
        assert words in page
    for secret in ("林晓梅", "13900000001", "示例街", case.parties.get(role="holder").id_number):
        assert secret not in page


def test_it_is_kept_by_no_cache_and_found_by_no_search_engine(client, case, progress_url):
    response = client.get(progress_url(case))
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "same-origin"


def test_what_is_missing_can_be_sent_and_starts_the_clock_again(client, desk, submit, officer, progress_url):
    """D-7."""
    case = submit(files={"id_portrait_side": b"id_portrait_side|name=x"}, telephone="")
    evidence.request_supplement(desk, case.pk, "照片请拍清楚。", by=officer)
    page = text_of(client.get(progress_url(case)))
    for words in ("请补充材料", "身份证国徽面", "收件人联系电话", "照片请拍清楚。", "2026年12月23日", "暂停计时"):
        assert words in page
    response = client.post(
        progress_url(case) + "supplement/",
        {"files": [picture("a.jpg", b"id_emblem_side|"), picture("b.pdf", b"x")], "telephone": "13900000002"},
    )
    case.refresh_from_db()
    assert response.status_code == 302
    assert case.state == State.RECEIVED
    assert case.files.count() == 3
    assert case.parties.get(role="recipient").telephone == "13900000002"
    assert "已收到您补充的材料，继续计时" in text_of(client.get(progress_url(case)))


def test_nothing_chosen_and_a_bad_file_are_said_in_words(client, case, progress_url):
    response = client.post(progress_url(case) + "supplement/", {})
    assert response.status_code == 422
    assert "请选择要补充的文件" in text_of(response)
    response = client.post(progress_url(case) + "supplement/", {"files": picture("程序.exe")})
    assert "没有收下" in text_of(response)
    assert case.files.count() == 3


def test_a_holder_never_overwrites_what_stands(client, case, progress_url):
    client.post(progress_url(case) + "supplement/", {"files": picture(), "telephone": "13900000009"})
    assert case.parties.get(role="recipient").telephone == "13900000001"


def test_withdrawing_asks_first(client, case, progress_url):
    response = client.post(progress_url(case) + "withdraw/", {})
    assert "请先勾选" in text_of(response)
    client.post(progress_url(case) + "withdraw/", {"confirm": "1"})
    case.refresh_from_db()
    assert case.closure == Closure.WITHDRAWN
    assert "申请人撤回" in text_of(client.get(progress_url(case)))


def test_withdrawing_too_late_is_said_in_words(client, desk, case, issue, progress_url):
    issue(case)
    response = client.post(progress_url(case) + "withdraw/", {"confirm": "1"})
    assert response.status_code == 422
    assert "不能再撤回" in text_of(response)


def test_the_signed_letter_can_be_downloaded(client, desk, case, issue, progress_url):
    assert client.get(progress_url(case) + "letter.pdf").status_code == 404
    letter = issue(case)
    page = text_of(client.get(progress_url(case)))
    assert "书面证明已签发" in page
    response = client.get(progress_url(case) + "letter.pdf")
    assert response.content == desk.vault.get(letter.signed_sha256)
    assert response["Content-Disposition"].startswith("attachment")


def test_a_parcel_shows_its_number_and_a_collection_its_code(client, desk, submit, issue, officer, progress_url):
    posted = submit()
    issue(posted)
    delivering.dispatch(desk, posted.pk, Parcel("示例快递", "SF0001"), by=officer)
    assert "SF0001" in text_of(client.get(progress_url(posted)))
    collected = submit(method=DeliveryMethod.PICKUP, certificate_number="1507000000412346")
    issue(collected)
    delivering.make_ready(desk, collected.pk, by=officer)
    page = text_of(client.get(progress_url(collected)))
    assert collected.handovers.get().pickup_code in page
    assert "太原北街2号辽宁省人事考试中心B座" in page  # D-1: the main text's address


def test_a_referral_shows_the_other_office_s_card(client, desk, case, officer, progress_url):
    """G-19."""
    deciding.refer(desk, case.pk, "02", "", by=officer)
    page = text_of(client.get(progress_url(case)))
    assert "大连市就业和人才服务中心" in page
    assert "0411-39997593" in page


def test_a_refusal_shows_its_reasons(client, desk, case, officer, progress_url):
    deciding.decline(desk, case.pk, deciding.Refusal(clauses=["G-05"], reasons="两个网站都没有查到。"), by=officer)
    assert "两个网站都没有查到。" in text_of(client.get(progress_url(case)))


@pytest.mark.parametrize("rest", ["supplement/", "withdraw/", "letter.pdf", "qr.svg"])
def test_nothing_behind_a_wrong_link_opens(client, case, rest):
    method = client.post if rest.endswith("/") else client.get
    assert method(f"/p/nonsense/{rest}").status_code == 404
