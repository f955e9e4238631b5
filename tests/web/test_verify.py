"""The public page: one clear answer in two languages, never more of a person than a masked name."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from tests.web.conftest import text_of

from certdesk.journey import verifying
from certdesk.rules.grounds import PUBLIC_GROUNDS, with_ground
from certdesk.stages.issue.models import Letter, LetterState, SigningCertificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(case, issue) -> Letter:
    return issue(case)


@pytest.fixture
def pdf(desk, letter) -> bytes:
    return desk.vault.get(letter.signed_sha256)


def upload(client, content: bytes, query: str = ""):
    return client.post(f"/v/{query}", {"file": SimpleUploadedFile("letter.pdf", content)})


def test_a_rehearsal_s_letter_is_on_record_but_only_a_specimen(client, letter):
    page = text_of(client.get(f"/v/{letter.code}"))
    for words in ("登记相符，但这是样张", "林＊＊", letter.signed_sha256, "辽宁省人事考试中心", "四级（中级工）"):
        assert words in page
    assert "林晓梅" not in page
    assert "真实有效" not in page


def test_an_office_s_own_letter_is_genuine(client, letter):
    Letter.objects.update(specimen=False)
    assert "真实有效" in text_of(client.get(f"/v/{letter.code}"))
    assert "Genuine and valid" in text_of(client.get(f"/v/{letter.code}?lang=en"))


def test_a_code_is_understood_however_it_is_typed(client, letter):
    typed = " ".join(letter.code[start : start + 4] for start in range(0, 26, 4)).lower()
    response = client.post("/v/?lang=en", {"code": typed})
    assert response.url == f"/v/{letter.code}?lang=en"


def test_an_unknown_code_is_not_ours(client):
    page = text_of(client.get("/v/AAAAAAAAAAAAAAAAAAAAAAAAAA"))
    assert "不是本系统签发的" in page
    assert "请核对是否输入有误" in page


@pytest.mark.parametrize("code", ["", "   ", "ABC", "A" * 60])
def test_a_code_that_cannot_be_one_is_said_in_words(client, code):
    response = client.post("/v/", {"code": code})
    assert response.status_code == 422
    assert "核验码是26位字母和数字" in text_of(response)


def test_a_revoked_letter_says_since_when_and_why(client, letter, revoke):
    revoke(letter, "证书信息有误，已重新出具")
    page = text_of(client.get(f"/v/{letter.code}"))
    assert "已撤销，不再有效" in page
    assert "证书信息有误" in page
    assert "Revoked: no longer valid" in text_of(client.get(f"/v/{letter.code}?lang=en"))


@pytest.mark.parametrize("ground", PUBLIC_GROUNDS)
def test_a_ground_of_the_list_is_read_in_english(client, letter, revoke, ground):
    revoke(letter, with_ground(ground, "细节"))
    why = text_of(client.get(f"/v/{letter.code}?lang=en")).partition("Reason:")[2][:40]
    assert re.match(r" [A-Z][a-z ,]+", why)
    assert ground in text_of(client.get(f"/v/{letter.code}?lang=zh"))


def test_no_reason_is_taken_for_markup(client, letter, revoke):
    revoke(letter, "<b>登记有误</b> & 2026-11-20 起收回")
    page = text_of(client.get(f"/v/{letter.code}"))
    assert '&lt;b&gt;登记有误&lt;/b&gt; &amp; <span class="nowrap">2026-11-20</span> 起收回' in page


def test_a_superseded_letter_names_its_successor(client, letter, clock):
    Letter.objects.update(state=LetterState.SUPERSEDED, ended_at=clock.now(), successor=letter)
    page = text_of(client.get(f"/v/{letter.code}?lang=en"))
    assert "Superseded by a newer document" in page
    assert f'<span class="nowrap">{letter.series}-{letter.serial:05d}</span>' in page


def test_the_file_itself_is_recognised(client, pdf):
    page = text_of(upload(client, pdf))
    assert "登记相符" in page
    assert "签名后内容未被改动" in page


def test_a_changed_file_is_not_what_was_issued(client, pdf):
    page = text_of(upload(client, pdf + b"\n% one more line"))
    assert "与签发的文件不一致" in page
    assert "签名所覆盖的部分未被改动" in page
    assert "签名后内容未被改动" not in page
    page = text_of(upload(client, pdf + b"\n% one more line", "?lang=en"))
    assert "Not the file that was issued" in page


@pytest.mark.parametrize("content", [b"%PDF-1.7 not much of it", b"hello", b"\x00" * 1000])
def test_any_other_file_is_not_ours(client, content):
    assert "不是本系统签发的" in text_of(upload(client, content))


def test_no_file_and_one_too_large_are_said_in_words(client):
    assert "请选择要核验的PDF文件" in text_of(client.post("/v/", {}))
    response = upload(client, b"x" * (4 * 1024 * 1024 + 1))
    assert response.status_code == 422
    assert "文件超过4.0" in text_of(response)


def test_an_outage_is_never_shown_as_a_no(client, letter, monkeypatch, caplog):
    def away(*_args, **_more):
        raise DatabaseError

    monkeypatch.setattr(verifying, "examine_code", away)
    response = client.get(f"/v/{letter.code}")
    page = text_of(response)
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert "暂时无法核验" in page
    assert "这不表示文书无效" in page
    assert "不是本系统签发" not in page


def test_an_answer_is_not_kept_by_any_cache(client, letter):
    response = client.get(f"/v/{letter.code}")
    assert response["Cache-Control"] == "no-store"
    assert "Accept-Language" in response["Vary"]


def test_what_becomes_of_a_letter_shows_at_the_very_next_request(client, letter, clock):
    """Nothing that a verdict rests on may be remembered from the request before."""

    def shown() -> str:
        return re.search(r'<h1 id="verdict">(.*?)</h1>', text_of(client.get(f"/v/{letter.code}")))[1]

    of_this_letter = Letter.objects.filter(pk=letter.pk)
    of_its_key = SigningCertificate.objects.filter(fingerprint=letter.signer_fingerprint)
    assert shown() == "登记相符，但这是样张"
    of_its_key.update(revoked_at=letter.signed_at, reason="密钥遗失")
    assert shown() == "已撤销，不再有效"
    of_its_key.update(revoked_at=letter.signed_at + timedelta(seconds=1))
    assert shown() == "登记相符，但这是样张"
    of_this_letter.update(state=LetterState.SUPERSEDED, ended_at=clock.now(), successor=letter)
    assert shown() == "已被新文书替代"
    of_this_letter.update(state=LetterState.REVOKED)
    assert shown() == "已撤销，不再有效"
    of_this_letter.update(code="A" * 26)
    assert shown() == "不是本系统签发的"


def test_an_answer_asks_the_register_once(client, desk, letter, django_assert_num_queries):
    """One question is of one moment, and the page answers hundreds of visitors a second."""
    with django_assert_num_queries(1):
        assert verifying.verify_code(desk, letter.code).document.letter_number == letter.number
    with django_assert_num_queries(1):
        assert verifying.verify_code(desk, "A" * 26).document is None


def test_a_browser_is_told_all_of_this_with_an_answer(client, letter):
    response = client.get(f"/v/{letter.code}", HTTP_ACCEPT_LANGUAGE="zh")
    told = dict(response.items())
    policy = told.pop("Content-Security-Policy")
    assert told.pop("Content-Length") == str(len(response.content))
    assert told == {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "SAMEORIGIN",
        "Content-Language": "zh-CN",
        "Vary": "Accept-Language",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    assert sorted(policy.split("; ")) == [
        "base-uri 'none'", "default-src 'self'", "form-action 'self'", "frame-ancestors 'self'", "frame-src 'self'",
        "img-src 'self' data:", "object-src 'none'",
    ]  # fmt: skip


def test_no_session_is_opened_for_a_visitor(client, letter):
    assert not client.get(f"/v/{letter.code}").cookies


def test_an_address_that_was_not_copied_whole_says_so_in_the_reader_s_language(client):
    response = client.get("/v/ABC/DEF?lang=en")
    page = text_of(response)
    assert response.status_code == 404
    assert "This page was not found" in page
    assert "does not mean that the document is invalid" in page
    assert "没有找到这个页面" in text_of(client.get("/V/ABC/DEF"))


def test_the_capital_address_without_a_code_leads_to_the_form(client):
    assert client.get("/V/?lang=en").url == "/v/?lang=en"


def test_a_file_far_too_large_is_said_in_the_reader_s_language(client):
    response = client.post("/v/?lang=en", headers={"content-length": str(10**9)})
    assert response.status_code == 413
    assert "The file is too large" in text_of(response)


def test_a_scanned_code_that_is_not_ours_is_not_called_mistyped(client):
    page = text_of(client.get("/V/" + "A" * 180))
    assert "登记簿中没有印着这个二维码的文书" in page
    assert "输入有误" not in page
