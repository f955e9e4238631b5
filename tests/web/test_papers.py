"""Notices, cards and slips on the pages: the officer's after a recorded look, the holder's by the signed link."""

import pytest
from tests.web.conftest import case_url, text_of

from certdesk.journey import deciding, delivering
from certdesk.rules.business import DeliveryMethod
from certdesk.stages.delivery.models import Paper, PaperState
from certdesk.stages.issue.models import LetterText

pytestmark = pytest.mark.django_db


def test_the_officer_opens_a_paper_only_after_a_recorded_look(at_desk, case):
    paper = case.papers.get()
    address = f"/desk/paper/{paper.pk}/paper.pdf"
    page = text_of(at_desk.get(case_url(case)))
    assert "收件回执" in page
    assert address not in page
    assert at_desk.get(address).status_code == 403
    assert address in text_of(at_desk.post(case_url(case, "reveal/"), follow=True))
    response = at_desk.get(address)
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert "no-store" in response["Cache-Control"]


def test_other_offices_and_strangers_see_none(sign_in, stranger, administrator, client, case):
    paper = case.papers.get()
    for actor in (stranger, administrator):
        assert sign_in(actor).get(f"/desk/paper/{paper.pk}/paper.pdf").status_code == 404
        assert sign_in(actor).post(f"/desk/paper/{paper.pk}/again/").status_code == 404
    assert client.get(f"/desk/paper/{paper.pk}/paper.pdf").status_code == 302


def test_the_holder_downloads_what_is_addressed_to_them(client, case, progress_url):
    paper = case.papers.get()
    page = text_of(client.get(progress_url(case)))
    assert "收件回执" in page
    response = client.get(f"{progress_url(case)}paper/{paper.pk}.pdf")
    assert response.content.startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment")


@pytest.fixture
def to_collect(desk, submit, issue, officer, work):
    """A case whose letter lies at the counter."""
    case = submit(method=DeliveryMethod.PICKUP, address="")
    issue(case)
    delivering.make_ready(desk, case.pk, by=officer)
    work()
    return case


def test_the_office_does_not_see_the_holders_code(at_desk, to_collect, client, progress_url):
    """G-18: the slip is the holder's."""
    case = to_collect
    paper = case.papers.get(kind="collection")
    address = f"/desk/paper/{paper.pk}/paper.pdf"
    assert address not in text_of(at_desk.post(case_url(case, "reveal/"), follow=True))
    assert at_desk.get(address).status_code == 404
    assert client.get(f"{progress_url(case)}paper/{paper.pk}.pdf").status_code == 200


def test_the_offices_own_papers_are_not_the_holders(desk, client, case, issue, work, progress_url):
    issue(case)
    work()
    for paper in case.papers.filter(kind__in=["courier", "envelope"]):
        assert client.get(f"{progress_url(case)}paper/{paper.pk}.pdf").status_code == 404


def test_a_link_opens_no_other_cases_papers(client, case, submit, progress_url):
    other = submit(id_number="", certificate_number="1507000000499999", sender_email="mei@example.com")
    assert client.get(f"{progress_url(case)}paper/{other.papers.get().pk}.pdf").status_code == 404
    assert client.get(f"/p/nonsense/paper/{other.papers.get().pk}.pdf").status_code == 404


def test_a_paper_that_could_not_be_set_says_why_and_is_tried_again(at_desk, case, work, client, progress_url):
    Paper.objects.update(state=PaperState.FAILED, sha256="", problem="字体中没有“某”")
    paper = case.papers.get()
    page = text_of(at_desk.get(case_url(case)))
    assert "字体中没有“某”" in page
    assert "没有生成" in page
    assert "收件回执" not in text_of(client.get(progress_url(case)))
    assert at_desk.get(f"/desk/paper/{paper.pk}/paper.pdf").status_code == 404
    at_desk.post(f"/desk/paper/{paper.pk}/again/")
    work()
    paper.refresh_from_db()
    assert paper.state == PaperState.SET


def test_the_words_of_papers_are_edited_like_those_of_letters(at_desk, sign_in, approver, desk, case, confirm, officer):
    page = text_of(at_desk.get("/desk/texts/"))
    for form in desk.guide.letter_texts.values():
        assert form.label in page
    form = {f"block-{name}": text for name, text in desk.guide.letter_texts["acceptance"].texts.items()}
    changed = form | {"block-closing": "特此通知，请留意查收。", "why": "办公室要求"}
    assert "data:image/png;base64," in text_of(at_desk.post("/desk/texts/acceptance/", changed | {"preview": "1"}))
    at_desk.post("/desk/texts/acceptance/", changed)
    sign_in(approver).post(f"/desk/texts/version/{LetterText.objects.get().pk}/decide/", {"approve": "1"})
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    paper = case.papers.get(kind="acceptance")
    assert (paper.text_version, dict(paper.record["texts"])["closing"]) == (1, "特此通知，请留意查收。")


def test_every_wording_of_a_paper_has_its_specimen(at_desk, desk):
    for kind, form in desk.guide.letter_texts.items():
        texts = {f"block-{name}": text for name, text in form.texts.items()}
        response = at_desk.post(f"/desk/texts/{kind}/", texts | {"preview": "1"})
        assert "data:image/png;base64," in text_of(response), kind
