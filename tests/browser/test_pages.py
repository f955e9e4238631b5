"""Every main page in a real browser: no barrier that axe can find, nothing wider than a phone, no complaint."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from certdesk.journey import deciding, issuing


def sound(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


OPEN_PAGES = (
    "/",
    "/apply/correction/",
    "/privacy/",
    "/offices/",
    "/v/",
    "/v/?lang=en",
    "/v/AAAAAAAAAAAA",
    "/accounts/login/",
)


def test_the_open_pages_have_no_barrier(page, transactional_db):
    for address in OPEN_PAGES:
        page.goto(address)
        sound(page)


def test_a_holder_finds_the_way_from_the_number_to_the_form(page, transactional_db):
    page.goto("/")
    page.fill("#id_number", "1807020000103353")
    page.click("text=查一查归哪里办")
    expect(page.locator("#answer")).to_contain_text("大连市就业和人才服务中心")
    sound(page)
    page.fill("#id_number", "1807000000103353")
    page.click("text=查一查归哪里办")
    page.click(".ways >> text=证书丢了")
    expect(page.locator("#id_certificate_number")).to_have_value("1807000000103353")


def test_a_mistake_in_the_form_comes_into_view_and_keeps_the_files(page, transactional_db):
    page.goto("/apply/lost/")
    page.fill("#id_name", "林晓梅")
    picture = {"name": "正面.jpg", "mimeType": "image/jpeg", "buffer": b"id_portrait_side|name=x"}
    page.set_input_files("#id_id_portrait_side", picture)
    expect(page.locator("[data-field=id_portrait_side]")).to_contain_text("正面.jpg")
    page.click("text=提交申请")
    expect(page.locator("#mistakes")).to_be_focused()
    expect(page.locator("#id_name")).to_have_value("林晓梅")
    expect(page.locator("[data-field=id_portrait_side] .kept")).to_contain_text("正面.jpg")
    sound(page)


def test_collection_hides_what_only_post_needs(page, transactional_db):
    page.goto("/apply/lost/")
    expect(page.locator("#id_address")).to_be_visible()
    page.check("input[name=method][value=pickup]")
    expect(page.locator("#id_address")).to_be_hidden()
    expect(page.get_by_text("自取地址：")).to_be_visible()


def test_the_progress_page_has_no_barrier(page, desk, case, issue):
    page.goto(desk.links.progress(case.reference))
    sound(page)
    page.goto(desk.links.progress(case.reference).replace("/p/", "/submitted/"))
    sound(page)
    letter = issue(case)
    page.goto(desk.links.progress(case.reference))
    sound(page)
    page.goto(f"/v/{letter.code}")
    sound(page)


def test_the_desk_has_no_barrier(page, sign_in, officer, case):
    sign_in("wang")
    for address in ("/desk/", "/desk/parked/", "/desk/outbox/", "/desk/mailbox/", "/desk/jobs/", "/accounts/2fa/"):
        page.goto(address)
        sound(page)
    page.goto(f"/desk/case/{case.reference}/")
    sound(page)
    page.click("text=显示完整信息")
    expect(page.locator("main")).to_contain_text("林晓梅")
    sound(page)


def test_an_approver_sees_the_page_itself(page, sign_in, desk, officer, approver, case, confirm):
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    letter = issuing.draft(desk, case.pk, by=officer)
    sign_in("li")
    page.goto(f"/desk/letter/{letter.pk}/")
    sound(page)
    assert page.locator("img.page").evaluate("picture => picture.naturalWidth") > 500
    page.click("text=审批通过并签发")
    expect(page.locator("main")).to_contain_text("已审批，正在签发")


def test_every_page_works_without_scripts(chromium, live_server, transactional_db):
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/apply/lost/")
    expect(page.locator("#id_lookup_screenshot")).to_be_visible()
    expect(page.locator("#id_address")).to_be_visible()
    page.click("text=提交申请")
    expect(page.locator("#mistakes")).to_be_visible()
    context.close()


def test_photos_fill_the_form_while_it_is_open(page, transactional_db, desk, work):
    page.goto("/apply/lost/")
    page.check("#id_consent")
    shot = b"lookup_screenshot|certificate_number=1507000000412345|" + "name=林晓梅|occupation=电工|level=4".encode()
    page.set_input_files("#id_lookup_screenshot", {"name": "截图.png", "mimeType": "image/png", "buffer": shot})
    expect(page.locator("[data-field=lookup_screenshot] .kept")).to_contain_text(re.compile("截图.png.*正在识别"))
    page.wait_for_load_state("networkidle")
    work()
    expect(page.locator("#id_name")).to_have_value("林晓梅")
    expect(page.locator("#id_level")).to_have_value("4")
    expect(page.locator(".looked")).to_contain_text("还需要上传：身份证人像面、身份证国徽面")
    emblem = {"name": "反面.jpg", "mimeType": "image/jpeg", "buffer": b"id_emblem_side|authority=x"}
    page.set_input_files("#id_id_portrait_side", emblem)
    expect(page.locator("[data-field=id_portrait_side]")).to_contain_text("正在识别")
    work()
    expect(page.locator("[data-field=id_portrait_side]")).to_contain_text("这是身份证国徽面，不是身份证人像面")
    sound(page)


def test_one_screenshot_is_enough_to_begin(page, transactional_db, desk, work):
    page.goto("/")
    shot = b"lookup_screenshot|certificate_number=1507000000412345|" + "name=林晓梅|occupation=电工|level=4".encode()
    page.set_input_files("#id_lookup_screenshot", {"name": "截图.png", "mimeType": "image/png", "buffer": shot})
    page.wait_for_url("**/screenshot/*")
    sound(page)
    work()
    expect(page.locator("#answer")).to_contain_text("可以在这里网上办理", timeout=10000)
    sound(page)


def test_nothing_goes_up_before_its_owner_has_agreed(page, transactional_db, desk):
    page.goto("/apply/lost/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.set_input_files("#id_other", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"id_emblem_side|x=1"})
    expect(page.locator(".looked")).to_contain_text("请先勾选")
    assert asked == []
    page.check("#id_consent")
    expect(page.locator("[data-field=other] .kept")).to_contain_text("a.jpg")
