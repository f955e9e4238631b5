"""G-07, G-08, G-19, G-22, D-1, D-2, D-3, D-8: who issued it handles it; everybody else gets a contact card."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from tests.journeys.conftest import BODY, NUMBER, a_mail, entry_of

from certdesk.cases.models import Case
from certdesk.cases.staff import NotPermitted
from certdesk.journey import deciding, evidence, receiving
from certdesk.ports.desk import Desk
from certdesk.rules.lifecycle import Closure, State
from certdesk.stages.decision.accept import CannotAccept
from certdesk.stages.decision.decide import DecisionIncomplete

pytestmark = pytest.mark.django_db

#: Annex 2 as published, by the city code of annex 1.
ANNEX_2 = [
    ("01", "沈阳市就业和人才服务中心", "沈阳市大东区大北街48号劳动大厦", "024-22899056"),
    ("02", "大连市就业和人才服务中心", "大连市沙河口区联合路100号", "0411-39997593"),
    ("03", "鞍山市人力资源和就业服务中心", "鞍山市铁东区莘英路899号", "0412-5517323"),
    ("04", "抚顺市就业和人才服务中心", "抚顺市顺城区裕城路39号", "024-58303002"),
    ("05", "本溪市人力资源服务中心", "本溪市明山区胜利路68号", "024-47133169"),
    ("06", "丹东市人事考试服务中心", "丹东市振兴区滨江西路6号", "0415-3105175"),
    ("07", "锦州市人力资源和社会保障服务中心", "锦州市太和区锦绣天第E区36-114号", "0416-5055900"),
    ("08", "营口市人事考试办公室", "营口市西市区青花大街西28号人力资源和社会保障局大楼", "0417-2980365"),
    ("09", "阜新市就业和人才服务中心", "阜新市细河区中华路79号", "0418-2263396"),
    ("10", "辽阳市就业和人才服务中心", "辽阳市白塔区南顺城街6号", "0419-2128080"),
    ("11", "铁岭市职业技能鉴定中心", "银州区南环路30号", "024-74568967"),
    ("12", "朝阳市职业技能鉴定中心", "朝阳市双塔区朝阳大街三段112号劳动大厦", "0421-2638977"),
    ("13", "盘锦市职业技能鉴定指导中心", "盘锦市兴隆台区石油大街176号", "0427-2660558"),
    ("14", "葫芦岛市就业分中心技能鉴定科", "葫芦岛市龙湾大街甲1号", "0429-3156089"),
    (
        "18",
        "中国（辽宁）自由贸易试验区营口片区管理委员会职业技能鉴定中心",
        "营口市西市区澄湖西路89号",
        "041-6655043",
    ),
]


def number_of(city: str) -> str:
    return f"1507{city}0000412345"


@pytest.fixture
def dalian_works_here(desk: Desk) -> Desk:
    """The same desk, with Dalian's office working its own cases on it."""
    offices = {code: replace(office, on_desk=code in {"00", "02"}) for code, office in desk.guide.offices.items()}
    return replace(desk, guide=replace(desk.guide, offices=MappingProxyType(offices)))


def test_a_certificate_of_the_provincial_centre_is_the_centres(apply, issue):
    """G-08: digits 5 and 6 are 00."""
    case = apply(number="1507000000412345")
    assert case.office_code == "00"
    assert case.reference.startswith("LN26-00-")
    assert issue(case).series == "LN2026-00"


def test_a_certificate_of_a_city_cannot_be_accepted_by_the_centre(desk, apply, officer, confirm):
    """G-07: 谁发证谁负责; the officer reads whose it is."""
    case = apply(number=number_of("02"))
    confirm(case, entry_of(case))
    with pytest.raises(CannotAccept, match="大连市就业和人才服务中心颁发，请转由该单位办理"):
        deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)


@pytest.mark.parametrize("row", ANNEX_2, ids=lambda row: row[0])
def test_a_referred_holder_gets_the_contact_card_of_annex_2(desk, apply, officer, outbox, work, row):
    """G-19, G-22: never a dead end; name, address and telephone as published."""
    city, name, address, telephone = row
    case = apply(number=number_of(city))
    deciding.refer(desk, case.pk, city, "证书编号第5、6位所示", by=officer)
    work()
    case.refresh_from_db()
    assert (case.state, case.closure) == (State.CLOSED, Closure.REFERRED)
    assert outbox.sent[-1].subject == f"【{case.reference}】请联系{name}"
    for stated in (name, address, telephone):
        assert stated in outbox.sent[-1].text


def test_a_referral_says_where_to_and_on_which_clauses(desk, apply, officer):
    """G-07, G-19: in the decision and in the history."""
    case = apply(number=number_of("02"))
    deciding.refer(desk, case.pk, "02", "大连市颁发", by=officer)
    decision = case.decisions.get()
    assert (decision.referred_to, decision.clauses) == ("02", ["G-07", "G-19"])
    assert case.events.get(kind="referred").data == {"office": "大连市就业和人才服务中心", "office_code": "02"}


@pytest.mark.parametrize("nowhere", ["00", "15", "", "99"])
def test_a_case_is_referred_to_another_office_of_the_directory_or_not_at_all(desk, apply, officer, nowhere):
    """G-19, G-22: its own office and unknown codes are no destination."""
    case = apply(number=number_of("02"))
    with pytest.raises(DecisionIncomplete, match="请选择要转往的单位"):
        deciding.refer(desk, case.pk, nowhere, "", by=officer)
    case.refresh_from_db()
    assert case.state == State.RECEIVED


def test_the_free_trade_zones_telephone_is_given_as_published_with_a_word_of_doubt(desk, apply, officer, outbox, work):
    """D-2: 041 is no area code; it is neither mended nor passed over in silence."""
    case = apply(number=number_of("18"))
    deciding.refer(desk, case.pk, "18", "", by=officer)
    work()
    text = outbox.sent[-1].text
    assert "041-6655043" in text
    assert "0417-6655043" not in text
    assert "电话按原文公布，区号可能不完整。" in text


def test_tielings_address_is_given_as_published_with_a_word_of_doubt(desk, apply, officer, outbox, work):
    """D-8: the city's name is missing in the published address."""
    case = apply(number=number_of("11"))
    deciding.refer(desk, case.pk, "11", "", by=officer)
    work()
    assert "公布的地址没有写城市名，按原文显示。" in outbox.sent[-1].text
    assert "铁岭市银州区" not in outbox.sent[-1].text


def test_the_letter_of_the_centre_names_both_its_telephones(apply, issue, read_letter):
    """D-3: one stands in annex 2, both in the text."""
    assert "024-22955229、024-22955269" in read_letter(issue(apply()))


def test_an_office_on_the_desk_works_its_own_cases(dalian_works_here, post, maildir, stranger, officer, work):
    """G-19: a Dalian certificate begins in Dalian's worklist; the centre's officer has no part in it."""
    case = _received(dalian_works_here, post, number_of("02"))
    assert case.office_code == "02"
    assert case.reference.startswith("LN26-02-000001-")
    with pytest.raises(NotPermitted):
        deciding.accept(dalian_works_here, case.pk, chosen=None, reasons="", by=officer)
    with pytest.raises(NotPermitted):
        evidence.reveal(dalian_works_here, case.pk, "姓名", by=officer)
    evidence.reveal(dalian_works_here, case.pk, "姓名", by=stranger)


def test_the_directory_gives_the_centres_address_of_annex_2_with_a_note_on_the_other(
    dalian_works_here, post, stranger, outbox, work
):
    """D-1, D-3: a referral from a city to the centre shows 综合楼B座, both telephones and the note."""
    case = _received(dalian_works_here, post, number_of("02"))
    deciding.refer(dalian_works_here, case.pk, "00", "编号抄错，实为省本级证书", by=stranger)
    work()
    text = outbox.sent[-1].text
    for stated in ("辽宁省人事考试中心", "沈阳市和平区太原北街2号综合楼B座", "024-22955229", "024-22955269"):
        assert stated in text
    assert "正文的自取地址是“辽宁省人事考试中心B座”" in text


def _received(desk: Desk, post, number: str):
    post(a_mail(body=BODY.replace(NUMBER, number)))
    receiving.fetch_mail(desk)
    return Case.objects.get()
