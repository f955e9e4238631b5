"""Batch approval: every letter is seen, and each is approved by its own bytes; endings wait there too."""

from dataclasses import replace

import pytest
from tests.journeys.conftest import ENTRY
from tests.web.conftest import text_of

from certdesk.cases.models import Case
from certdesk.journey import deciding, issuing
from certdesk.rules.grounds import PUBLIC_GROUNDS
from certdesk.stages.issue.models import EndKind, EndProposal, Letter
from certdesk.stages.issue.revoke import public_reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafts(desk, submit, confirm, officer) -> list[Letter]:
    found = []
    for number in ("1507000000412345", "1507000000499999"):
        case = submit(certificate_number=number)
        confirm(case, replace(ENTRY, certificate_number=number))
        deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
        found.append(issuing.draft(desk, case.pk, by=officer))
    return found


def ticks(*letters: Letter) -> dict[str, list[str]]:
    return {"letter": [f"{letter.pk}:{letter.pdf_sha256}" for letter in letters]}


def test_every_letter_is_shown_with_its_picture_and_its_hash(sign_in, approver, drafts):
    page = text_of(sign_in(approver).get("/desk/approvals/"))
    for letter in drafts:
        assert f"/desk/letter/{letter.pk}/page.png" in page
        assert letter.pdf_sha256 in page


def test_what_was_ticked_is_approved_and_nothing_else(sign_in, approver, drafts, work):
    first, second = drafts
    page = text_of(sign_in(approver).post("/desk/approvals/approve/", ticks(first), follow=True))
    assert "已审批1份" in page
    work()
    assert [Letter.objects.get(pk=letter.pk).state for letter in drafts] == ["signed", "drafted"]
    assert second.number in page


def test_several_are_approved_at_once_each_bound_to_its_own_bytes(sign_in, approver, drafts, work):
    sign_in(approver).post("/desk/approvals/approve/", ticks(*drafts))
    work()
    for letter in Letter.objects.all():
        assert (letter.state, letter.approved_sha256) == ("signed", letter.pdf_sha256)


def test_one_that_changed_since_is_refused_by_name_and_the_others_go_on(sign_in, approver, drafts):
    first, second = drafts
    chosen = ticks(first, second)
    chosen["letter"][0] = f"{first.pk}:{'0' * 64}"
    response = sign_in(approver).post("/desk/approvals/approve/", chosen)
    page = text_of(response)
    assert response.status_code == 422
    assert f"{first.case.reference}：您看到的稿件与现在的不同" in page
    assert Letter.objects.get(pk=second.pk).state == "approved"


def test_nothing_ticked_approves_nothing(sign_in, approver, drafts):
    page = text_of(sign_in(approver).post("/desk/approvals/approve/", {"letter": ["x:y"]}))
    assert "请先看过文书" in page


def test_an_officer_sees_and_cannot_approve(at_desk, drafts):
    page = text_of(at_desk.get("/desk/approvals/"))
    assert "由您拟稿" in page
    response = at_desk.post("/desk/approvals/approve/", ticks(*drafts))
    assert response.status_code == 422
    assert {letter.state for letter in Letter.objects.all()} == {"drafted"}


def test_another_office_sees_none_of_it(sign_in, stranger, drafts):
    browser = sign_in(stranger)
    assert drafts[0].pdf_sha256 not in text_of(browser.get("/desk/approvals/"))
    assert "没有这份文书" in text_of(browser.post("/desk/approvals/approve/", ticks(drafts[0])))


@pytest.fixture
def letter(case, issue) -> Letter:
    return issue(case)


def ask(browser, letter, **data):
    form = {"kind": "correct", "reason": "等级登记有误"} | data
    return browser.post(f"/desk/letter/{letter.pk}/end/", form, follow=True)


def test_a_letter_is_ended_by_two_people_on_its_page(at_desk, sign_in, approver, letter):
    assert "批准前文书仍然有效" in text_of(ask(at_desk, letter))
    proposal = EndProposal.objects.get()
    address = f"/desk/end/{proposal.pk}/decide/"
    assert "不能批准自己提出的申请" not in text_of(at_desk.get(f"/desk/letter/{letter.pk}/"))
    assert "批准，文书失效" not in text_of(at_desk.get(f"/desk/letter/{letter.pk}/"))
    browser = sign_in(approver)
    assert letter.number in text_of(browser.get("/desk/approvals/"))
    assert "1个撤销或更正文书的申请" in text_of(browser.get("/desk/"))
    assert "文书即时失效" in text_of(browser.post(address, {"approve": "1"}, follow=True))
    assert Case.objects.get().state == "accepted"
    assert Letter.objects.get().state == "revoked"


def test_a_ground_of_the_list_is_the_public_line_and_the_details_are_not(at_desk, letter):
    ask(at_desk, letter, ground=PUBLIC_GROUNDS[0], reason="等级登记有误")
    assert EndProposal.objects.get().reason == f"{PUBLIC_GROUNDS[0]}\n等级登记有误"


def test_a_ground_of_the_list_needs_no_details(at_desk, letter):
    ask(at_desk, letter, ground=PUBLIC_GROUNDS[5], reason="")
    assert public_reason(EndProposal.objects.get().reason) == PUBLIC_GROUNDS[5]


def test_a_ground_that_is_not_listed_says_nothing(at_desk, letter):
    ask(at_desk, letter, ground="王小明要求", reason="等级登记有误")
    assert EndProposal.objects.get().reason == "等级登记有误"


def test_a_request_is_taken_back_by_whoever_made_it(at_desk, letter):
    ask(at_desk, letter)
    page = text_of(at_desk.post(f"/desk/end/{EndProposal.objects.get().pk}/decide/", {"withdraw": "1"}, follow=True))
    assert "文书继续有效" in page
    assert Letter.objects.get().state == "signed"


def test_a_mistake_keeps_the_reason(at_desk, letter):
    response = ask(at_desk, letter, kind="")
    assert response.status_code == 422
    page = text_of(response)
    assert "请选择撤销" in page
    assert "等级登记有误" in page


def test_a_mistake_keeps_the_ground(at_desk, letter):
    response = ask(at_desk, letter, kind="", ground=PUBLIC_GROUNDS[4])
    assert f"<option selected>{PUBLIC_GROUNDS[4]}</option>" in response.content.decode()


def test_lineage_is_shown_on_both_letters(desk, at_desk, case, letter, revoke, issue):
    revoke(letter, "等级登记有误", EndKind.CORRECT)
    case.refresh_from_db()
    right = issue(case)
    assert right.number in text_of(at_desk.get(f"/desk/letter/{letter.pk}/"))
    assert letter.number in text_of(at_desk.get(f"/desk/letter/{right.pk}/"))


def test_requests_of_another_office_do_not_exist(at_desk, sign_in, stranger, letter):
    ask(at_desk, letter)
    proposal = EndProposal.objects.get()
    assert sign_in(stranger).post(f"/desk/end/{proposal.pk}/decide/", {"approve": "1"}).status_code == 404
    assert at_desk.post("/desk/end/999/decide/").status_code == 404
