"""The cross-check on a case's page: where documents differ, and the piece of the picture beside it."""

import io

import pytest
from PIL import Image
from tests.web.conftest import ID_NUMBER, NUMBER, case_url, text_of
from tests.web.test_case_page import jpeg

from certdesk.rules.business import Business
from certdesk.stages.evidence.models import EvidenceFile

pytestmark = pytest.mark.django_db
OTHER = "1507000000412346"


def set_value(case, kind: str, name: str, value: str, **more: object) -> EvidenceFile:
    file = case.files.get(material=kind)
    reading = file.readings.get()
    reading.fields = {**reading.fields, name: {"value": value, "confidence": 0.97, "sure": True, "box": None, **more}}
    reading.save()
    return file


def matrix_of(page: str) -> str:
    return page.partition('id="matrix"')[2].partition("</section>")[0]


def test_everything_that_agrees_says_so(at_desk, case):
    assert "各处一致" in matrix_of(text_of(at_desk.get(case_url(case))))


def test_a_different_digit_is_named_and_counted(at_desk, case):
    set_value(case, "lookup_screenshot", "certificate_number", OTHER)
    page = matrix_of(text_of(at_desk.get(case_url(case))))
    assert "1项不一致" in page
    assert "第16位不同" in page


def test_a_homophone_is_pointed_out_without_showing_the_name(at_desk, case):
    set_value(case, "id_portrait_side", "name", "林小梅")
    page = matrix_of(text_of(at_desk.get(case_url(case))))
    assert "同音不同字" in page
    assert "林小梅" not in page
    assert "林晓梅" not in page
    assert "林小梅" in matrix_of(text_of(at_desk.post(case_url(case, "reveal/"), follow=True)))


def test_the_case_s_own_correction_is_no_unexplained_difference(at_desk, submit):  # D-5
    from_form = submit(business=Business.CORRECTION, recorded_item="姓名“林小梅”", correct_item="姓名“林晓梅”")
    set_value(from_form, "lookup_screenshot", "name", "林小梅")
    page = matrix_of(text_of(at_desk.get(case_url(from_form))))
    assert "申请更正的内容" in page
    assert "项不一致" not in page


def test_a_card_that_has_expired_is_pointed_out(at_desk, case):
    set_value(case, "id_emblem_side", "valid_to", "2020-01-01")
    assert "过期" in matrix_of(text_of(at_desk.get(case_url(case))))


def test_the_crop_opens_only_after_revealing_and_only_where_something_was_read(at_desk, case, desk):
    file = set_value(case, "lookup_screenshot", "certificate_number", OTHER, box=[0.25, 0.5, 0.75, 0.6])
    file.screen_sha256 = desk.vault.put(jpeg())
    file.save()
    address = f"/desk/file/{file.pk}/crop/0/certificate_number.jpg"
    assert at_desk.get(address).status_code == 403
    assert address not in text_of(at_desk.get(case_url(case)))
    assert address in text_of(at_desk.post(case_url(case, "reveal/"), follow=True))
    piece = Image.open(io.BytesIO(at_desk.get(address).content))
    assert (piece.width, piece.height) == (460, 110)  # 400 × 50 and six tenths of its height around
    for missing in ("crop/0/name.jpg", "crop/7/certificate_number.jpg"):
        assert at_desk.get(f"/desk/file/{file.pk}/{missing}").status_code == 404


def test_another_office_gets_no_crop(sign_in, stranger, case, desk):
    file = set_value(case, "lookup_screenshot", "certificate_number", NUMBER, box=[0.1, 0.1, 0.2, 0.2])
    file.screen_sha256 = desk.vault.put(jpeg())
    file.save()
    assert sign_in(stranger).get(f"/desk/file/{file.pk}/crop/0/certificate_number.jpg").status_code == 404


def test_an_officer_s_own_look_up_stands_beside_the_rest(at_desk, case, confirm):
    confirm(case)
    page = matrix_of(text_of(at_desk.get(case_url(case))))
    assert "查询确认" in page
    assert ID_NUMBER not in page


def test_a_name_that_may_be_read_two_ways_is_shown_in_both(at_desk, case):
    set_value(case, "id_portrait_side", "name", "林小梅", sure=False, confidence=0.8, also=["林晓梅"])
    assert "或 林晓梅" not in text_of(at_desk.get(case_url(case)))
    page = text_of(at_desk.post(case_url(case, "reveal/"), follow=True))
    assert "或 林晓梅" in matrix_of(page)
    assert "另一种读法与此相符" in matrix_of(page)
    assert "与登记不一致" not in page.partition("林小梅")[2].partition("</tr>")[0]
