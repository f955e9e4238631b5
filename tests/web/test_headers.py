"""What a browser is told on every page, and what it may not do."""

import pytest
from django.test import Client
from tests.web.conftest import case_url, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/", "/apply/lost/", "/v/", "/accounts/login/", "/privacy/", "/nothing/"])
def test_only_our_own_files_run(client, address):
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("address", ["/", "/apply/correction/", "/v/", "/accounts/login/", "/privacy/", "/offices/"])
def test_no_page_needs_what_the_policy_forbids(client, address):
    page = text_of(client.get(address))
    assert "style=" not in page
    assert "<style" not in page
    assert "onclick" not in page
    assert page.count("<script") == page.count("<script src=")


def test_the_desk_needs_nothing_forbidden_either(at_desk, case):
    for address in ("/desk/", case_url(case), "/desk/jobs/", "/desk/outbox/", "/accounts/2fa/"):
        page = text_of(at_desk.get(address))
        assert "style=" not in page
        assert page.count("<script") == page.count("<script src=")


def test_every_writing_address_refuses_a_link(at_desk, case):
    for rest in ("reveal/", "do/withdraw/"):
        assert at_desk.get(case_url(case, rest)).status_code == 405
    case.refresh_from_db()
    assert case.state == "received"


def test_a_form_of_the_desk_needs_its_token(case, officer, django_user_model):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(
        django_user_model.objects.get(pk=officer.user_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert browser.post(case_url(case, "do/withdraw/")).status_code == 403
    case.refresh_from_db()
    assert case.state == "received"


def test_an_unknown_address_has_a_way_on(client):
    response = client.get("/nothing/")
    assert response.status_code == 404
    assert "没有找到这个页面" in text_of(response)


def test_our_own_failure_says_that_nothing_is_lost(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("certdesk.web.portal.start._ways", lambda: 1 / 0)
    response = client.get("/")
    assert response.status_code == 500
    assert "保存完好" in text_of(response)


def test_signing_in_fails_in_words_and_locks_after_six_times(client, officer):
    for _ in range(5):
        page = text_of(client.post("/accounts/login/", {"login": "wang", "password": "wrong"}))
        assert "不正确" in page
    response = client.post("/accounts/login/", {"login": "wang", "password": "wrong"})
    assert response.status_code == 429
    assert "暂时锁定" in text_of(response)


def test_signing_in_leads_to_the_worklist(client, officer):
    response = client.post("/accounts/login/", {"login": "wang", "password": "a-long-test-password"})
    assert (response.status_code, response.url) == (302, "/desk/")


def test_nobody_signs_up(client):
    response = client.post("/accounts/signup/", {"username": "x", "password1": "a" * 12, "password2": "a" * 12})
    assert (response.status_code, response.url) == (302, "/accounts/login/")


def test_a_new_password_comes_from_an_administrator_only(client, at_desk):
    assert client.get("/accounts/password/reset/").status_code == 404
    assert "忘记密码？" not in text_of(at_desk.get("/accounts/password/change/"))


def test_one_changes_one_s_own_password_and_signs_out(at_desk):
    new = "another-long-password"
    form = {"oldpassword": "a-long-test-password", "password1": new, "password2": new}
    assert at_desk.post("/accounts/password/change/", form).status_code == 302
    assert at_desk.get("/desk/").status_code == 200
    assert at_desk.post("/accounts/logout/").url == "/"
    assert at_desk.get("/desk/").status_code == 302


def test_a_second_factor_can_be_set_up(at_desk):
    at_desk.post("/accounts/reauthenticate/", {"password": "a-long-test-password"})
    page = text_of(at_desk.get("/accounts/2fa/totp/activate/"))
    assert "data:image/svg+xml" in page
    assert "style=" not in page
