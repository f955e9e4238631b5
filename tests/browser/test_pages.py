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
    expect(page.locator(".chosen >> nth=0")).to_have_text(re.compile("正面.jpg"))
    page.click("text=提交申请")
    expect(page.locator("#mistakes")).to_be_focused()
    expect(page.locator("#id_name")).to_have_value("林晓梅")
    expect(page.locator(".kept")).to_contain_text("正面.jpg")
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
