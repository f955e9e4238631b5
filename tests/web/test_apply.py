"""The form: a mistake is said kindly, and nothing typed or uploaded is lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.conftest import HOLDER, NUMBER, picture, text_of

from certdesk.cases.models import Case

pytestmark = pytest.mark.django_db

GOOD = {
    **HOLDER,
    "certificate_number": NUMBER,
    "occupation": "电工",
    "level": "4",
    "method": "post",
    "telephone": "13900000001",
    "recipient": "林晓梅",
    "address": "辽宁省沈阳市和平区示例街1号",
    "email": "lin@example.com",
    "consent": "on",
}


def files(*names: str) -> dict[str, SimpleUploadedFile]:
    return {name: picture(f"{name}.jpg", f"{name}|a={name}".encode()) for name in names}


def all_three() -> dict[str, SimpleUploadedFile]:
    return files("id_portrait_side", "id_emblem_side", "lookup_screenshot")


def kept(page: str) -> str:
    return re.search(r'name="kept_files" value="([^"]*)"', page)[1]


def test_a_complete_form_becomes_a_case_with_its_files(client):
    response = client.post("/apply/lost/", GOOD | all_three())
    case = Case.objects.get()
    assert response.status_code == 302
    assert response.url.startswith("/submitted/")
    assert (case.business, case.certificate_number, case.level) == ("lost", NUMBER, 4)
    assert case.parties.get(role="holder").name == "林晓梅"
    assert sorted(case.files.values_list("claimed", flat=True)) == [
        "id_emblem_side",
        "id_portrait_side",
        "lookup_screenshot",
    ]


def test_the_receipt_shows_reference_deadline_and_link(client):
    response = client.post("/apply/lost/", GOOD | all_three(), follow=True)
    case = Case.objects.get()
    page = text_of(response)
    assert case.reference in page
    assert "2026年11月24日" in page  # received on a Monday: the next working day
    assert "当日不计入受理期限" in page
    assert "https://desk.example/p/" in page
    drawing = client.get(re.search(r'src="([^"]*qr\.svg)"', page)[1])
    assert drawing["Content-Type"] == "image/svg+xml"
    assert drawing.content.startswith(b"<svg")


def test_the_same_form_sent_twice_is_one_case(client):
    first = client.post("/apply/lost/", GOOD | all_three())
    second = client.post("/apply/lost/", GOOD | all_three())
    assert Case.objects.count() == 1
    assert first.url == second.url


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "请填写这一项。"),
        ("id_number", "210102198003070013", "末位校验不符"),
        ("id_number", "21010219800307", "不是18位或15位"),
        ("certificate_number", "15070000", "应为16位数字"),
        ("certificate_number", "1507020000412345", "0411-39997593"),  # another city's: whom to ring (G-19)
        ("certificate_number", "1508000000412345", "不是辽宁省的代码"),
        ("telephone", "139", "电话号码位数不够"),
        ("address", "", "选择邮寄时，请填写这一项"),
        ("email", "lin@", "电子邮箱写得不完整"),
        ("consent", "", "请阅读告知后勾选同意"),
        ("name", "林" * 201, "太长了"),
    ],
)
def test_a_mistake_is_named_and_everything_typed_and_uploaded_stays(client, field, value, words):
    response = client.post("/apply/lost/", GOOD | {field: value} | all_three())
    page = text_of(response)
    assert response.status_code == 422
    assert words in page
    assert "辽宁省沈阳市和平区示例街1号" in page or field == "address"
    assert "lookup_screenshot.jpg" in page
    assert not Case.objects.exists()
    again = client.post("/apply/lost/", GOOD | {"kept_files": kept(page)})
    assert again.status_code == 302
    assert Case.objects.get().files.count() == 3


def test_a_missing_material_is_asked_for_unless_it_comes_later(client):
    page = text_of(client.post("/apply/overseas/", GOOD | all_three()))
    assert "请上传证书原件照片" in page
    assert client.post("/apply/overseas/", GOOD | {"kept_files": kept(page), "later": "on"}).status_code == 302


def test_a_file_can_be_taken_out_again(client):
    page = text_of(client.post("/apply/lost/", GOOD | {"name": ""} | all_three()))
    remove = re.search(r'name="remove_file" value="(lookup_screenshot/[^"]*)"', page)[1]
    page = text_of(client.post("/apply/lost/", GOOD | {"kept_files": kept(page), "remove_file": remove}))
    assert "请上传查询结果截图" in page
    assert "lookup_screenshot.jpg" not in page


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("空.jpg", b""), "是空文件"),
        (SimpleUploadedFile("程序.exe", b"MZ"), "没有收下"),
        (SimpleUploadedFile("网页.html", b"<script>"), "没有收下"),
    ],
)
def test_a_file_that_cannot_be_evidence_is_refused_by_name(client, file, words):
    file.seek(0)
    page = text_of(client.post("/apply/lost/", GOOD | all_three() | {"lookup_screenshot": file}))
    assert file.name in page
    assert words in page
    assert "id_emblem_side.jpg" in page


def test_files_beyond_the_limit_are_refused_and_the_rest_is_kept(client, settings):
    settings.CERTDESK_MAX_UPLOAD_BYTES = 20_000
    big = all_three() | {"lookup_screenshot": picture("大图.jpg", b"x" * 19_990)}
    page = text_of(client.post("/apply/lost/", GOOD | big))
    assert "“大图.jpg”后，全部文件合计超过" in page
    assert "id_portrait_side.jpg" in page


def test_a_request_far_beyond_the_limit_is_refused_before_it_is_read(client, settings):
    settings.CERTDESK_MAX_UPLOAD_BYTES = 100
    response = client.post("/apply/lost/", GOOD | all_three())
    assert response.status_code == 413
    assert "上传的文件太大" in text_of(response)


def test_kept_files_of_another_browser_or_a_forger_count_as_none(client):
    token = kept(text_of(client.post("/apply/lost/", GOOD | {"name": ""} | all_three())))
    for browser, text in ((Client(), token), (client, token + "x"), (client, "nonsense")):
        page = text_of(browser.post("/apply/lost/", GOOD | {"kept_files": text}))
        assert "请上传查询结果截图" in page
    assert not Case.objects.exists()


def test_a_correction_says_what_is_wrong_and_what_is_right(client):
    """D-5."""
    pictures = all_three() | files("original_certificate")
    page = text_of(client.post("/apply/correction/", GOOD | pictures))
    assert "证书上现在写的内容" in page
    assert not Case.objects.exists()
    both = {"recorded_item": "姓名“林小梅”", "correct_item": "姓名“林晓梅”"}
    assert client.post("/apply/correction/", GOOD | both | {"kept_files": kept(page)}).status_code == 302
    assert Case.objects.get().correct_item == "姓名“林晓梅”"


def test_collection_needs_no_address(client):
    """G-18."""
    form = GOOD | {"method": "pickup", "recipient": "", "address": ""} | all_three()
    assert client.post("/apply/lost/", form).status_code == 302
    assert Case.objects.get().delivery_method == "pickup"


def test_a_number_that_is_not_known_may_be_left_out(client):
    assert client.post("/apply/lost/", GOOD | {"certificate_number": ""} | all_three()).status_code == 302


def test_a_travel_document_is_left_to_an_officer(client):
    assert client.post("/apply/lost/", GOOD | {"id_number": "H1234567801"} | all_three()).status_code == 302


def test_an_unknown_business_is_not_found(client):
    assert client.get("/apply/nothing/").status_code == 404


def test_a_form_without_its_token_is_refused_with_a_way_on():
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/apply/lost/", GOOD)
    assert response.status_code == 403
    assert "页面已过期" in text_of(response)
