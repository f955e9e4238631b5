"""The letter's page: the very bytes, two people, and reasons in words (design rule 5)."""

import hashlib

import pytest
from tests.web.conftest import case_url, text_of

from certdesk.journey import deciding, issuing
from certdesk.stages.issue.models import Letter, LetterState

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(desk, case, confirm, officer) -> Letter:
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    return issuing.draft(desk, case.pk, by=officer)


def url(letter, rest=""):
    return f"/desk/letter/{letter.pk}/{rest}"


def test_the_preview_is_the_very_file_that_an_approval_binds_to(sign_in, approver, letter):
    browser = sign_in(approver)
    page = text_of(browser.get(url(letter)))
    pdf = browser.get(url(letter, "letter.pdf"))
    assert hashlib.sha256(pdf.content).hexdigest() == letter.pdf_sha256
    assert letter.pdf_sha256 in page
    assert pdf["Content-Type"] == "application/pdf"
    picture = browser.get(url(letter, "page.png"))
    assert picture.content.startswith(b"\x89PNG")


def test_looking_at_it_is_in_the_history_once_for_each_person(sign_in, approver, letter):
    browser = sign_in(approver)
    for _ in range(2):
        browser.get(url(letter, "page.png"))
    assert letter.case.events.filter(kind="previewed", actor_id=approver.user_id).count() == 1


def test_a_second_person_approves_and_it_is_signed(sign_in, approver, letter, work):
    response = sign_in(approver).post(url(letter, "approve/"), {"sha256": letter.pdf_sha256}, follow=True)
    assert "已审批，正在签发" in text_of(response)
    work()
    letter.refresh_from_db()
    assert letter.state == LetterState.SIGNED
    assert letter.approved_by_id == approver.user_id


def test_the_one_who_drafted_is_told_why_they_cannot_approve(sign_in, desk, case, confirm, head):
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=head)
    own = issuing.draft(desk, case.pk, by=head)
    browser = sign_in(head)
    page = text_of(browser.get(url(own)))
    assert "您不能审批自己拟的稿" in page
    assert "审批通过并签发" not in page
    response = browser.post(url(own, "approve/"), {"sha256": own.pdf_sha256})
    assert response.status_code == 422
    assert "不能审批自己拟的稿" in text_of(response)


def test_an_officer_reads_who_approves(at_desk, sign_in, head, desk, case, confirm):
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=head)
    other = issuing.draft(desk, case.pk, by=head)
    page = text_of(at_desk.get(url(other)))
    assert "您的岗位没有审批权限" in page
    assert at_desk.post(url(other, "approve/"), {"sha256": other.pdf_sha256}).status_code == 403


def test_other_bytes_than_those_seen_are_not_approved(sign_in, approver, letter):
    response = sign_in(approver).post(url(letter, "approve/"), {"sha256": "0" * 64})
    assert "与现在的不同" in text_of(response)


def test_returning_needs_a_reason_and_opens_the_way_to_a_new_draft(sign_in, at_desk, approver, letter, case):
    browser = sign_in(approver)
    assert "退回时请写明原因" in text_of(browser.post(url(letter, "return/"), {"reason": " "}))
    browser.post(url(letter, "return/"), {"reason": "等级有误"})
    letter.refresh_from_db()
    assert letter.state == LetterState.RETURNED
    page = text_of(at_desk.get(case_url(case)))
    assert "等级有误" in page
    assert 'id="draft" open' in page


def test_a_signed_letter_cannot_be_returned(sign_in, approver, case, issue):
    letter = issue(case)
    response = sign_in(approver).post(url(letter, "return/"), {"reason": "太晚"})
    assert response.status_code == 422
    assert "只能撤销" in text_of(response)


def test_approving_twice_is_said_in_words(sign_in, approver, letter):
    browser = sign_in(approver)
    browser.post(url(letter, "approve/"), {"sha256": letter.pdf_sha256})
    assert "已经处理" in text_of(browser.post(url(letter, "approve/"), {"sha256": letter.pdf_sha256}))


def test_another_office_s_letter_is_not_found(sign_in, stranger, letter):
    browser = sign_in(stranger)
    for rest in ("", "letter.pdf", "page.png"):
        assert browser.get(url(letter, rest)).status_code == 404
    for rest in ("approve/", "return/"):
        assert browser.post(url(letter, rest)).status_code == 404
    assert browser.get("/desk/letter/999/").status_code == 404


def test_a_signed_letter_leads_to_its_public_page(at_desk, case, issue):
    letter = issue(case)
    assert f"/v/{letter.code}" in text_of(at_desk.get(url(letter)))
    assert letter.case.events.filter(kind="signed").exists()
