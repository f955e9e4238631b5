"""The form fills itself in while the holder is still there, and says what is still needed."""

import pytest
from tests.web.conftest import ID_NUMBER, NUMBER, picture, text_of
from tests.web.test_apply import GOOD, kept

from certdesk.cases.models import Case

pytestmark = pytest.mark.django_db
SHOT = (
    f"lookup_screenshot|name=林晓梅|id_number={ID_NUMBER}|certificate_number={NUMBER}|occupation=电工|level=4".encode()
)
PORTRAIT = f"id_portrait_side|name=林晓梅|id_number={ID_NUMBER}".encode()
EMBLEM = "id_emblem_side|authority=示例公安局".encode()


@pytest.fixture
def look(client, work):
    """Send files to the form's look-out, let them be read, and ask again."""

    def send(address: str = "/apply/lost/look/", token: str = "", **files: bytes) -> dict:
        uploads = {field: picture(f"{field}.jpg", content) for field, content in files.items()}
        first = client.post(address, {"kept_files": token, **uploads}).json()
        work()
        return client.post(address, {"kept_files": first["token"]}).json()

    return send


def said(answer: dict) -> dict[str, str]:
    return {file["field"]: file["words"] for file in answer["files"]}


def test_a_file_is_waited_for_until_it_is_read(client):
    answer = client.post("/apply/lost/look/", {"lookup_screenshot": picture("截图.png", SHOT)}).json()
    assert answer["waiting"]
    assert said(answer) == {"lookup_screenshot": "正在识别……"}
    assert answer["values"] == {}


def test_what_was_surely_read_fills_the_form(look):
    answer = look(lookup_screenshot=SHOT, id_portrait_side=PORTRAIT)
    assert not answer["waiting"]
    assert answer["values"] == {
        "name": "林晓梅",
        "id_number": ID_NUMBER,
        "certificate_number": NUMBER,
        "occupation": "电工",
        "level": "4",
    }
    assert said(answer)["lookup_screenshot"] == "已认出：查询结果截图。"


def test_the_other_side_of_the_card_is_named_while_the_holder_is_still_there(look):
    answer = look(id_portrait_side=EMBLEM)
    assert (
        said(answer)["id_portrait_side"]
        == "这是身份证国徽面，不是身份证人像面；已按身份证国徽面收下，请再上传身份证人像面。"
    )
    assert answer["notice"] == "还需要上传：身份证人像面、查询结果截图。"


def test_all_materials_in_any_field_are_enough(look):
    answer = look(other=PORTRAIT, id_portrait_side=EMBLEM, lookup_screenshot=SHOT)
    assert answer["notice"] == "材料已经齐全。"


def test_two_people_s_values_fill_nothing(look):
    answer = look(lookup_screenshot=SHOT, id_portrait_side=PORTRAIT.replace("林晓梅".encode(), "钱大海".encode()))
    assert "name" not in answer["values"]


def test_a_certificate_of_another_office_is_said_at_once(look):
    answer = look(lookup_screenshot=SHOT.replace(NUMBER.encode(), b"1507020000412345"))
    assert "大连" in answer["notice"]


def test_what_is_unreadable_says_what_to_do_better(look):
    answer = look(lookup_screenshot=b"\x00\x01")
    assert "请重新拍摄" in said(answer)["lookup_screenshot"]


def test_a_file_that_is_refused_says_why_and_the_others_stay(look, client):
    token = look(lookup_screenshot=SHOT)["token"]
    wrong = picture("病毒.exe", b"MZ")
    answer = client.post("/apply/lost/look/", {"kept_files": token, "other": wrong}).json()
    assert "没有收下" in answer["mistakes"][0]["words"]
    assert [file["field"] for file in answer["files"]] == ["lookup_screenshot"]


def test_the_form_sent_afterwards_needs_no_file_again(look, client, work):
    token = look(lookup_screenshot=SHOT, id_portrait_side=PORTRAIT, id_emblem_side=EMBLEM)["token"]
    assert client.post("/apply/lost/", GOOD | {"kept_files": token}).status_code == 302
    work()
    assert sorted(Case.objects.get().files.values_list("material", flat=True)) == [
        "id_emblem_side",
        "id_portrait_side",
        "lookup_screenshot",
    ]


def test_the_wrong_side_in_a_field_is_asked_for_again_at_sending(look, client):
    token = look(lookup_screenshot=SHOT, id_portrait_side=EMBLEM, id_emblem_side=EMBLEM)["token"]
    page = client.post("/apply/lost/", GOOD | {"kept_files": token})
    assert page.status_code == 422
    assert "这是身份证国徽面，不是身份证人像面" in text_of(page)
    assert not Case.objects.exists()


def test_another_session_learns_nothing_from_a_token(look, client):
    token = look(lookup_screenshot=SHOT)["token"]
    client.cookies.clear()
    answer = client.post("/apply/lost/look/", {"kept_files": token}).json()
    assert (answer["files"], answer["values"]) == ([], {})


def test_nothing_of_it_is_kept_by_a_cache(client):
    response = client.post("/apply/lost/look/", {})
    assert response["Cache-Control"] == "no-store, private"
    assert client.get("/apply/lost/look/").status_code == 405
    assert client.post("/apply/nothing/look/").status_code == 404


def test_what_is_added_later_is_looked_at_too(submit, progress_url, look, desk):
    case = submit({"id_portrait_side": PORTRAIT, "id_emblem_side": EMBLEM})
    answer = look(progress_url(case) + "supplement/look/", files=EMBLEM + b"|x=1")
    assert answer["notice"] == "还需要上传：查询结果截图。"
    answer = look(progress_url(case) + "supplement/look/", answer["token"], files=SHOT)
    assert answer["notice"] == "材料已经齐全。"


@pytest.fixture
def start_with(client, work):
    def send(content: bytes) -> str:
        response = client.post("/screenshot/", {"lookup_screenshot": picture("截图.png", content)})
        assert response.url == "/screenshot/"
        work()
        return text_of(client.get(response.url))

    return send


def test_one_screenshot_gives_number_office_outcome_and_materials(start_with, client):
    page = start_with(SHOT)
    for words in (
        "可以在这里网上办理",
        "1507 0000 0041 2345",
        "林＊＊",
        "电工",
        "四级（中级工）",
        "预计结果：出具书面证明",
        "身份证人像面",
    ):
        assert words in page
    form = text_of(client.get("/apply/lost/"))
    assert f'value="{NUMBER}"' in form
    assert 'value="林晓梅"' in form
    assert kept(form)
    assert "已认出：查询结果截图。" in form


def test_an_occupation_of_the_catalogue_promises_a_certificate(start_with):
    page = start_with(SHOT.replace("电工".encode(), "消防设施操作员".encode()))
    assert "预计结果：补发证书" in page
    assert "预计结果：换发证书" in page


def test_a_screenshot_of_another_city_leads_to_its_office(start_with):
    assert "大连市就业和人才服务中心" in start_with(SHOT.replace(NUMBER.encode(), b"1507020000412345"))


def test_the_page_waits_a_little_and_never_for_ever(client):
    client.post("/screenshot/", {"lookup_screenshot": picture("截图.png", SHOT)})
    first = client.get("/screenshot/")
    assert first["Refresh"] == "2; url=/screenshot/?n=1"
    late = client.get("/screenshot/?n=20")
    assert "Refresh" not in late
    assert "现在识别得比较慢" in text_of(late)
    assert "现在识别得比较慢" in text_of(client.get("/screenshot/?n=nonsense"))


def test_another_picture_says_what_it_is_and_leaves_the_box(start_with):
    page = start_with(PORTRAIT)
    assert "这是身份证人像面，不是查询结果截图" in page
    assert "没有看准证书编号" in page
    assert 'name="number"' in page


def test_without_a_screenshot_there_is_nothing_to_look_at(client):
    assert client.get("/screenshot/").url == "/"
    response = client.post("/screenshot/", {})
    assert response.status_code == 422
    assert "请选择查询结果的截图" in text_of(response)
