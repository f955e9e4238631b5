"""One case on one page: masked until somebody asks on the record, and everything needed to decide."""

import io

import pytest
from PIL import Image
from tests.journeys.conftest import FORM_FILES, ORIGINAL
from tests.web.conftest import NUMBER, case_url, text_of

from certdesk.cases.models import Event
from certdesk.journey import deciding, issuing
from certdesk.rules.business import Business, Outcome
from certdesk.stages.evidence.models import EvidenceFile

pytestmark = pytest.mark.django_db
SECRETS = ("林晓梅", "210199198003070014", "13900000001", "示例街1号", "lin@example.com")


def jpeg() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (800, 500), "#aabbcc").save(content, "JPEG")
    return content.getvalue()


@pytest.fixture
def file(case, desk) -> EvidenceFile:
    """A file whose screen copy is a real picture."""
    row = case.files.first()
    row.screen_sha256 = desk.vault.put(jpeg())
    row.save()
    return row


def test_nothing_personal_is_shown_unasked(at_desk, case):
    page = text_of(at_desk.get(case_url(case)))
    assert not [secret for secret in SECRETS if secret in page]
    for words in ("林＊＊", "210***********0014", "139****0001", "辽宁省沈阳市和平区＊＊＊", "l***@example.com"):
        assert words in page


def test_revealing_is_an_event_and_lasts_for_one_view(at_desk, case, officer):
    page = text_of(at_desk.post(case_url(case, "reveal/"), follow=True))
    assert all(secret in page for secret in SECRETS)
    event = Event.objects.get(case=case, kind="revealed")
    assert event.actor_id == officer.user_id
    assert "林晓梅" not in text_of(at_desk.get(case_url(case)))


def test_revealing_cannot_be_done_by_a_link(at_desk, case):
    assert at_desk.get(case_url(case, "reveal/")).status_code == 405


def test_it_shows_the_rules_answer_its_clauses_and_what_is_still_open(at_desk, case):
    page = text_of(at_desk.get(case_url(case)))
    for words in ("出具书面证明", "G-03", "G-05", "能否在", "材料齐全", "身份证人像面", "99%", "当日不计入受理期限"):
        assert words in page


def test_what_the_officer_answered_at_the_acceptance_is_asked_no_more(at_desk, submit, confirm, desk, officer):  # D-5
    items = {"recorded_item": "姓名：林小梅", "correct_item": "姓名：林晓梅"}
    case = submit({**FORM_FILES, "original_certificate": ORIGINAL}, business=Business.CORRECTION, **items)
    assert "需要您回答" in text_of(at_desk.get(case_url(case)))
    confirm(case)
    deciding.accept(desk, case.pk, chosen=Outcome.PROOF, reasons="申报表与身份证一致", by=officer)
    assert "需要您回答" not in text_of(at_desk.get(case_url(case)))


def test_a_reading_that_differs_from_the_record_is_marked(at_desk, case):
    case.certificate_number = "1507000000499999"
    case.save()
    assert "与登记不一致" in text_of(at_desk.get(case_url(case)))


def test_another_office_s_case_is_not_found(sign_in, stranger, case, file):
    browser = sign_in(stranger)
    for address in (
        case_url(case),
        f"/desk/file/{file.pk}/thumb.jpg",
        f"/desk/file/{file.pk}/screen.jpg",
        f"/desk/file/{file.pk}/original",
    ):
        assert browser.get(address).status_code == 404
    for address in (
        case_url(case, "reveal/"),
        case_url(case, "do/withdraw/"),
        f"/desk/file/{file.pk}/classify/",
        f"/desk/file/{file.pk}/again/",
    ):
        assert browser.post(address).status_code == 404
    case.refresh_from_db()
    assert case.state == "received"


def test_a_case_that_does_not_exist_is_not_found(at_desk):
    assert at_desk.get("/desk/case/LN26-00-000999-9/").status_code == 404
    assert at_desk.get("/desk/file/999/original").status_code == 404
    assert at_desk.get("/desk/lookup/999/screenshot").status_code == 404


def test_a_thumbnail_is_too_small_to_read_from(at_desk, file):
    response = at_desk.get(f"/desk/file/{file.pk}/thumb.jpg")
    assert response["Content-Type"] == "image/jpeg"
    assert max(Image.open(io.BytesIO(response.content)).size) <= 180


def test_the_full_picture_opens_only_after_revealing(at_desk, case, file, clock):
    for address in (f"/desk/file/{file.pk}/screen.jpg", f"/desk/file/{file.pk}/original"):
        assert at_desk.get(address).status_code == 403
    at_desk.post(case_url(case, "reveal/"))
    assert at_desk.get(f"/desk/file/{file.pk}/screen.jpg").content == jpeg()
    clock.advance(minutes=31)
    assert at_desk.get(f"/desk/file/{file.pk}/screen.jpg").status_code == 403


def test_an_original_is_a_download_and_never_a_page(at_desk, case, file, desk):
    at_desk.post(case_url(case, "reveal/"))
    response = at_desk.get(f"/desk/file/{file.pk}/original")
    assert response.content == desk.vault.get(file.sha256)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == f'attachment; filename="{case.reference}-{file.pk}.jpg"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_somebody_else_s_reveal_opens_nothing(sign_in, at_desk, head, case, file):
    at_desk.post(case_url(case, "reveal/"))
    assert sign_in(head).get(f"/desk/file/{file.pk}/screen.jpg").status_code == 403


def test_a_file_without_a_screen_copy_has_no_picture(at_desk, case):
    EvidenceFile.objects.update(screen_sha256="")
    file = case.files.first()
    assert at_desk.get(f"/desk/file/{file.pk}/thumb.jpg").status_code == 404
    at_desk.post(case_url(case, "reveal/"))
    assert at_desk.get(f"/desk/file/{file.pk}/screen.jpg").status_code == 404


def test_an_officer_says_what_a_file_is(at_desk, case, file):
    page = text_of(at_desk.post(f"/desk/file/{file.pk}/classify/", {"material": "original_certificate"}, follow=True))
    file.refresh_from_db()
    assert file.material == "original_certificate"
    assert "材料归类为“证书原件照片”" in page
    assert "请选择材料种类" in text_of(at_desk.post(f"/desk/file/{file.pk}/classify/", {"material": "x"}, follow=True))


def test_a_file_can_be_read_again(at_desk, case, file):
    assert at_desk.post(f"/desk/file/{file.pk}/again/").status_code == 302
    file.refresh_from_db()
    assert file.reading_state == "waiting"


def test_every_answer_of_the_desk_is_kept_by_no_cache(at_desk, case):
    response = at_desk.get(case_url(case))
    assert response["Cache-Control"] == "no-store, private"
    assert NUMBER in text_of(response)


def test_another_case_of_the_same_person_is_shown_on_both(at_desk, case, submit):
    other = submit(id_number="210199198003070014", certificate_number="1507000000499999")
    assert other.reference in text_of(at_desk.get(case_url(case)))
    assert case.reference in text_of(at_desk.get(case_url(other)))


def test_an_approved_letter_that_waits_for_the_key_promises_no_seconds(
    at_desk, desk, case, officer, approver, confirm, clock
):
    """G-16: nobody sits and waits for a signature that does not come."""
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    letter = issuing.draft(desk, case.pk, by=officer)
    issuing.approve(desk, letter.pk, letter.pdf_sha256, by=approver)
    address = f"/desk/case/{case.reference}/"
    assert "通常几秒钟完成" in text_of(at_desk.get(address))
    clock.advance(minutes=2)
    page = text_of(at_desk.get(address))
    assert "通常几秒钟完成" not in page
    assert "恢复后自动签发" in page
