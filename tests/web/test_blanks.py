"""Printing onto blanks: a layout is measured on a grid and kept, a certificate printed, every blank noted."""

import pytest
from tests.web.conftest import text_of

from certdesk.rules.blank_layout import FIELDS, START
from certdesk.rules.business import Outcome
from certdesk.stages.delivery.models import Blank, BlankSetup

pytestmark = pytest.mark.django_db


def typed(**changes):
    places = {
        f"{place.field}-{number}": str(getattr(place, number))
        for place in START.places
        for number in ("x", "y", "width", "size")
    }
    return {"name": "一号打印机", "width": "210", "height": "148", "dx": "-1.5", "dy": "0.5", **places, **changes}


@pytest.fixture
def setup(at_desk):
    at_desk.post("/desk/blanks/new/00/", typed())
    return BlankSetup.objects.get()


@pytest.fixture
def reissued(case, issue):
    return issue(case, chosen=Outcome.REISSUE, reasons="经核对在目录内")


def test_a_layout_begins_with_every_field_and_says_that_it_is_only_a_beginning(at_desk):
    page = text_of(at_desk.get("/desk/blanks/new/00/"))
    for label in FIELDS.values():
        assert label in page
    assert "初始数值只是起点" in page


def test_a_layout_is_tried_on_a_grid_without_being_kept(at_desk):
    page = text_of(at_desk.post("/desk/blanks/new/00/", typed(preview="1")))
    assert "data:image/png;base64," in page
    assert 'value="-1.5"' in page
    assert not BlankSetup.objects.exists()


def test_a_layout_is_kept_listed_and_changed(at_desk, setup):
    assert (setup.office_code, setup.layout["dx"], len(setup.layout["places"])) == ("00", -1.5, len(FIELDS))
    assert "一号打印机" in text_of(at_desk.get("/desk/blanks/"))
    changed = typed(dx="2", **{"direction-x": "", "direction-y": ""})
    page = text_of(at_desk.post(f"/desk/blanks/{setup.pk}/", changed, follow=True))
    setup.refresh_from_db()
    assert "已保存" in page
    assert setup.layout["dx"] == 2
    assert "direction" not in {place["field"] for place in setup.layout["places"]}
    response = at_desk.get(f"/desk/blanks/{setup.pk}/test.pdf")
    assert response.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"dx": "21"}, "偏移应在正负20毫米之内"),
        ({"width": "900"}, "宽和高应在50至420毫米之间"),
        ({"remark-x": "200"}, "“备注”的位置超出了空白证书"),
        ({"level-size": "3"}, "“等级”的字号应在6至36磅之间"),
        ({"level-width": "abc"}, "“等级”里有不是数字的内容"),
        ({"dy": "inf"}, "“尺寸与偏移”里有不是数字的内容"),
        ({"name": " "}, "请给这份设置起个名字"),
    ],
)
def test_what_cannot_be_is_said_and_everything_typed_stays(at_desk, wrong, words):
    response = at_desk.post("/desk/blanks/new/00/", typed(**wrong))
    assert response.status_code == 422
    assert words in text_of(response)
    assert 'value="-1.5"' in text_of(response) or "dx" in wrong


def test_a_name_is_given_once(at_desk, setup):
    assert "已有同名的设置" in text_of(at_desk.post("/desk/blanks/new/00/", typed()))


def test_only_officers_of_the_office_set_it_up(sign_in, setup, stranger, administrator, approver):
    for actor in (stranger, administrator, approver):
        assert sign_in(actor).get(f"/desk/blanks/{setup.pk}/").status_code == 404
        assert sign_in(actor).get("/desk/blanks/new/00/").status_code == 404
    assert sign_in(administrator).get("/desk/blanks/").status_code == 403


def test_a_signed_certificate_page_is_printed_and_its_blank_noted(at_desk, setup, reissued):
    """G-02."""
    address = f"/desk/letter/{reissued.pk}/"
    assert f"{address}blank/{setup.pk}.pdf" in text_of(at_desk.get(address))
    assert at_desk.get(f"{address}blank/{setup.pk}.pdf").content.startswith(b"%PDF")
    page = text_of(at_desk.post(f"{address}blank/", {"serial": "21 000001", "used": "1"}, follow=True))
    assert "21000001" in page
    assert "已使用" in page
    page = text_of(at_desk.post(f"{address}blank/", {"serial": "21000002", "used": "1"}, follow=True))
    assert "已经登记过一张空白证书" in page
    blank = Blank.objects.get()
    page = text_of(at_desk.post(f"/desk/letter/blank/{blank.pk}/spoil/", {"reason": "卡纸"}, follow=True))
    assert "已作废" in page
    assert "卡纸" in page


def test_the_office_sees_every_blank_and_the_ones_nobody_noted(at_desk, reissued):
    """G-02: one account of used, spoiled and missing."""
    assert "还没有登记过" in text_of(at_desk.get("/desk/blanks/"))
    address = f"/desk/letter/{reissued.pk}/blank/"
    at_desk.post(address, {"serial": "21000001", "reason": "卡纸", "spoiled": "1"})
    at_desk.post(address, {"serial": "21000004", "used": "1"})
    page = text_of(at_desk.get("/desk/blanks/"))
    assert "已使用1张，已作废1张" in page
    assert "有2张没有登记去向：" in page
    assert "21000002、21000003" in page
    assert "卡纸" in page


def test_the_blank_of_a_revoked_certificate_is_called_back_and_noted_as_spoiled(at_desk, reissued, revoke):
    """G-02: the letter has ended, its blank is still somewhere."""
    at_desk.post(f"/desk/letter/{reissued.pk}/blank/", {"serial": "21000001", "used": "1"})
    revoke(reissued)
    page = text_of(at_desk.get(f"/desk/letter/{reissued.pk}/"))
    assert "请收回这张证书" in page
    blank = Blank.objects.get()
    assert f"/desk/letter/blank/{blank.pk}/spoil/" in page
    at_desk.post(f"/desk/letter/blank/{blank.pk}/spoil/", {"reason": "已收回"})
    blank.refresh_from_db()
    assert blank.fate == "spoiled"


def test_a_proof_goes_onto_no_blank(at_desk, setup, case, issue):
    """G-03."""
    letter = issue(case)
    address = f"/desk/letter/{letter.pk}/"
    assert 'id="blanks"' not in text_of(at_desk.get(address))
    page = text_of(at_desk.get(f"{address}blank/{setup.pk}.pdf", follow=True))
    assert "只有已签发的补发、换发证书" in page


def test_what_does_not_exist_is_not_found(at_desk, reissued):
    assert at_desk.get("/desk/blanks/99/").status_code == 404
    assert at_desk.get(f"/desk/letter/{reissued.pk}/blank/99.pdf").status_code == 404
    assert at_desk.post("/desk/letter/99/blank/", {"serial": "1"}).status_code == 404
    assert at_desk.post("/desk/letter/blank/99/spoil/", {"reason": "x"}).status_code == 404
