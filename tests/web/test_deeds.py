"""What an officer does to a case: only what state and role allow, every refusal in words, everything typed kept."""

import pytest
from tests.web.conftest import case_url, picture, text_of

from certdesk.cases.models import Case
from certdesk.journey import deciding, evidence
from certdesk.rules.business import DeliveryMethod
from certdesk.web.desk.deeds import DEEDS

pytestmark = pytest.mark.django_db

SEEN = {
    "site": "zscx",
    "at": "2026-11-23T09:00",
    "found": "yes",
    "name": "林晓梅",
    "id_number": "210199198003070014",
    "certificate_number": "1507000000412345",
    "occupation": "电工",
    "level": "4",
    "issued_on": "2015-07-01",
    "result": "合格",
}


def offered(browser, case: Case) -> set[str]:
    page = text_of(browser.get(case_url(case)))
    return {deed.name for deed in DEEDS if f'id="{deed.name}"' in page}


def test_only_what_the_state_allows_is_offered(at_desk, case, do, issue):
    assert offered(at_desk, case) == {"lookup", "accept", "supplement", "particulars", "refer", "decline", "withdraw"}
    issue(case)
    assert offered(at_desk, case) == {"dispatch", "ready"}


def test_only_what_the_role_allows_is_offered(sign_in, approver, head, case):
    assert offered(sign_in(approver), case) == {"void"}
    assert "void" in offered(sign_in(head), case)


def test_a_deed_beyond_one_s_role_is_refused(sign_in, approver, case, do):
    response = do(case, "accept", browser=sign_in(approver), chosen="", reasons="")
    assert response.status_code == 403
    assert "您没有查看这里的权限" in text_of(response)


def test_a_deed_the_state_has_left_behind_is_said_in_words(case, do):
    response = do(case, "dispatch", carrier="示例快递", tracking="SF1")
    assert response.status_code == 422
    assert "本件现在是“已收件”，不能“登记寄出" in text_of(response)


def test_an_unknown_deed_is_not_found(case, do):
    assert do(case, "nothing").status_code == 404


def test_the_next_step_of_the_guide_stands_open(at_desk, case, confirm):
    assert 'id="lookup" open' in text_of(at_desk.get(case_url(case)))
    confirm(case)
    assert 'id="accept" open' in text_of(at_desk.get(case_url(case)))


def test_a_look_up_is_recorded_with_what_it_showed_and_its_screenshot(at_desk, case, do, desk):
    do(case, "lookup", **SEEN, screenshot=picture("查询.png", b"screenshot"))
    row = case.lookups.get()
    assert row.entry["name"] == "林晓梅"
    assert row.entry["issued_on"] == "2015-07-01"
    assert desk.vault.get(row.screenshot_sha256) == b"screenshot"
    assert at_desk.get(f"/desk/lookup/{row.pk}/screenshot").status_code == 403
    at_desk.post(case_url(case, "reveal/"))
    assert at_desk.get(f"/desk/lookup/{row.pk}/screenshot").content == b"screenshot"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"occupation": ""}, "请完整填写姓名、证书编号和职业"),
        ({"found": ""}, "请选择是否查到"),
        ({"at": "昨天"}, "查询时间写法不对"),
        ({"at": "2026-11-24T09:00"}, "查询时间不能晚于现在"),
        ({"issued_on": "2015年"}, "日期写法不对"),
    ],
)
def test_a_look_up_that_is_not_whole_keeps_what_was_typed(case, do, change, words):
    response = do(case, "lookup", **SEEN | change)
    page = text_of(response)
    assert response.status_code == 422
    assert words in page
    assert 'value="1507000000412345"' in page
    assert "open" in page.split('id="lookup"')[1][:8]
    assert not case.lookups.exists()


def test_accepting_needs_everything(at_desk, submit, do):
    case = submit(files={})
    page = text_of(do(case, "accept", chosen="", reasons=""))
    assert "还缺少：本人身份证人像面照片" in page


def test_accepting_by_one_s_own_judgement_needs_reasons(case, do, confirm):
    confirm(case)
    response = do(case, "accept", chosen="reissue", reasons="")
    assert "请写明理由" in text_of(response)
    do(case, "accept", chosen="reissue", reasons="职业在目录内。")
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("accepted", "reissue")


def test_one_notice_lists_everything_missing(at_desk, submit, do):
    """D-7."""
    case = submit(files={}, address="")
    page = text_of(at_desk.get(case_url(case)))
    assert "将告知申请人补充" in page
    do(case, "supplement", words="请拍清楚。")
    assert [item["code"] for item in case.notices.get().items] == [
        "id_portrait_side",
        "id_emblem_side",
        "lookup_screenshot",
        "address",
    ]


def test_a_notice_of_nothing_is_refused(case, do):
    assert "没有需要补正的内容" in text_of(do(case, "supplement", words=" "))


def test_a_refusal_needs_clause_and_reasons(case, do):
    assert "请选择所依据的条款" in text_of(do(case, "decline", reasons="查不到"))
    page = text_of(do(case, "decline", clauses=["G-05"], reasons=""))
    assert "请写明理由" in page
    assert "checked" in page.split('value="G-05"')[1][:120]
    do(case, "decline", clauses=["G-05"], reasons="两个网站都查不到。")
    case.refresh_from_db()
    assert case.closure == "declined"


def test_the_rules_refusal_is_prefilled_with_its_clause(at_desk, submit, do):
    case = submit(certificate_number="1508000000412345")
    page = text_of(at_desk.get(case_url(case)))
    assert "checked" in page.split('value="G-04"')[1][:120]
    assert "不是辽宁省的代码" in page


def test_a_referral_begins_with_the_number_s_office(at_desk, submit, do):
    """G-19."""
    case = submit(certificate_number="1507020000412345")
    assert '<option value="02" selected>' in text_of(at_desk.get(case_url(case)))
    assert "请选择要转往的单位" in text_of(do(case, "refer", office="", reasons=""))
    do(case, "refer", office="02", reasons="")
    case.refresh_from_db()
    assert case.closure == "referred"


def test_the_particulars_are_filled_in_only_when_revealed(at_desk, case, do):
    assert "particulars-id_number" not in text_of(at_desk.get(case_url(case)))
    page = text_of(at_desk.post(case_url(case, "reveal/"), follow=True))
    assert 'name="particulars-id_number" value="210199198003070014"' in page


def test_particulars_are_set_right_and_the_history_names_fields_only(at_desk, case, do):
    form = {
        "business": "lost", "holder_name": "林晓梅", "id_number": "210199198003070014", "method": "pickup",
        "certificate_number": "1507 0000 0041 2345", "occupation": "焊工", "level": "4", "direction": "",
        "recorded_item": "", "correct_item": "", "recipient": "林晓梅", "telephone": "13900000001", "address": "",
    }  # fmt: skip
    page = text_of(at_desk.post(case_url(case, "do/particulars/"), {f"particulars-{k}": v for k, v in form.items()},
                                follow=True))  # fmt: skip
    case.refresh_from_db()
    assert (case.occupation, case.delivery_method) == ("焊工", DeliveryMethod.PICKUP)
    assert "更正登记信息：职业（工种）、领取方式、地址" in page


PARTICULARS = {
    "business": "lost", "holder_name": "林晓梅", "id_number": "210199198003070014", "method": "post",
    "certificate_number": "1507000000412345", "occupation": "电工", "level": "4", "direction": "",
    "recorded_item": "", "correct_item": "", "recipient": "林晓梅", "telephone": "13900000001",
    "address": "辽宁省沈阳市和平区示例街1号2单元301室",
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("id_number", "210199198003070015", "末位校验不符"),
        ("telephone", "139", "电话号码位数不够"),
        ("certificate_number", "15070000004123", "16位"),
    ],
)
def test_what_an_officer_types_must_be_possible_and_stays_on_the_form(case, do, field, typed, words):
    response = do(case, "particulars", **PARTICULARS | {field: typed})
    assert response.status_code == 422
    assert words in text_of(response)
    assert f'value="{typed}"' in text_of(response)
    case.refresh_from_db()
    assert case.certificate_number == "1507000000412345"


def test_what_the_holder_wrote_wrong_does_not_keep_an_officer_from_the_rest(case, do):
    recipient = case.parties.get(role="recipient")
    recipient.telephone = "139"
    recipient.save()
    do(case, "particulars", **PARTICULARS | {"telephone": "139", "occupation": "焊工"})
    case.refresh_from_db()
    assert case.occupation == "焊工"


def test_a_look_up_that_shows_somebody_else_is_recorded_with_the_reason_only(at_desk, case, do):
    shown = {
        "site": "zscx", "at": "2026-11-23T09:00", "found": "yes", "name": "林小梅", "occupation": "电工",
        "certificate_number": "1507000000412345", "explanation": "",
    }  # fmt: skip
    refused = do(case, "lookup", **shown)
    assert refused.status_code == 422
    assert "查询结果与本件登记的不一致：姓名" in text_of(refused)
    assert not case.lookups.exists()
    do(case, "lookup", **shown | {"explanation": "曾用名，户口本已核对"})
    assert "与登记不一致（姓名）：曾用名，户口本已核对" in text_of(at_desk.get(case_url(case)))


def test_a_draft_that_cannot_be_written_says_why(case, do, desk, confirm, officer):
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    evidence.record_lookup(
        desk, case.pk, evidence.LookUpReport(site="zscx", at=desk.clock.now(), found=False), None, by=officer
    )
    assert "未经查实不能拟稿" in text_of(do(case, "draft"))


def test_the_whole_way_from_acceptance_to_the_archive(at_desk, sign_in, approver, case, do, confirm, work):
    confirm(case)
    do(case, "accept", chosen="", reasons="")
    do(case, "draft")
    assert "draft" not in offered(at_desk, case)
    letter = case.letters.get()
    sign_in(approver).post(f"/desk/letter/{letter.pk}/approve/", {"sha256": letter.pdf_sha256})
    work()
    assert "请填写快递公司和运单号" in text_of(do(case, "dispatch", carrier="示例快递", tracking=""))
    do(case, "dispatch", carrier="示例快递", tracking="SF0001")
    do(case, "close")
    do(case, "archive")
    case.refresh_from_db()
    assert case.state == "archived"


def test_collection_at_the_counter_checks_code_and_identity(at_desk, submit, issue, do):
    """G-18."""
    case = submit(method=DeliveryMethod.PICKUP)
    issue(case)
    do(case, "ready")
    code = case.handovers.get().pickup_code
    assert code not in text_of(at_desk.get(case_url(case)))
    assert "取件码不对" in text_of(do(case, "collect", code="XXXXXX", collector="林晓梅", identity_checked="on"))
    assert "请核对领取人身份证件" in text_of(do(case, "collect", code=code, collector="林晓梅"))
    do(case, "collect", code=code.lower(), collector="林晓梅", identity_checked="on")
    assert case.handovers.get().collected_at is not None


def test_voiding_takes_reasons_and_an_approver(sign_in, approver, case, do):
    browser = sign_in(approver)
    assert "请写明理由" in text_of(do(case, "void", browser=browser, reasons=""))
    do(case, "void", browser=browser, reasons="重复立件")
    case.refresh_from_db()
    assert case.closure == "voided"


def test_an_officer_notes_a_withdrawal(case, do):
    do(case, "withdraw")
    case.refresh_from_db()
    assert case.closure == "withdrawn"
