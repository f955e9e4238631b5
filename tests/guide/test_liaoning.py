"""The shipped guide says what the published one says."""

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime

import pytest

from certdesk.guide.load import load_guide
from certdesk.rules.business import Business
from certdesk.rules.certificate_number import read_number

GUIDE = load_guide()
ANNEXES = {  # annex 1 and annex 2, row by row
    "00": ("省本级", "辽宁省人事考试中心", "沈阳市和平区太原北街2号综合楼B座", ("024-22955229", "024-22955269")),
    "01": ("沈阳", "沈阳市就业和人才服务中心", "沈阳市大东区大北街48号劳动大厦", ("024-22899056",)),
    "02": ("大连", "大连市就业和人才服务中心", "大连市沙河口区联合路100号", ("0411-39997593",)),
    "03": ("鞍山", "鞍山市人力资源和就业服务中心", "鞍山市铁东区莘英路899号", ("0412-5517323",)),
    "04": ("抚顺", "抚顺市就业和人才服务中心", "抚顺市顺城区裕城路39号", ("024-58303002",)),
    "05": ("本溪", "本溪市人力资源服务中心", "本溪市明山区胜利路68号", ("024-47133169",)),
    "06": ("丹东", "丹东市人事考试服务中心", "丹东市振兴区滨江西路6号", ("0415-3105175",)),
    "07": ("锦州", "锦州市人力资源和社会保障服务中心", "锦州市太和区锦绣天第E区36-114号", ("0416-5055900",)),
    "08": (
        "营口",
        "营口市人事考试办公室",
        "营口市西市区青花大街西28号人力资源和社会保障局大楼",
        ("0417-2980365",),
    ),
    "09": ("阜新", "阜新市就业和人才服务中心", "阜新市细河区中华路79号", ("0418-2263396",)),
    "10": ("辽阳", "辽阳市就业和人才服务中心", "辽阳市白塔区南顺城街6号", ("0419-2128080",)),
    "11": ("铁岭", "铁岭市职业技能鉴定中心", "银州区南环路30号", ("024-74568967",)),
    "12": ("朝阳", "朝阳市职业技能鉴定中心", "朝阳市双塔区朝阳大街三段112号劳动大厦", ("0421-2638977",)),
    "13": ("盘锦", "盘锦市职业技能鉴定指导中心", "盘锦市兴隆台区石油大街176号", ("0427-2660558",)),
    "14": ("葫芦岛", "葫芦岛市就业分中心技能鉴定科", "葫芦岛市龙湾大街甲1号", ("0429-3156089",)),
    "18": (
        "营口自贸区",
        "中国（辽宁）自由贸易试验区营口片区管理委员会职业技能鉴定中心",
        "营口市西市区澄湖西路89号",
        ("041-6655043",),
    ),
}


def test_codes_and_offices_are_as_published():
    """G-20, G-22, D-3."""
    cities = GUIDE.rulebook.numbering.cities
    found = {
        code: (
            cities[code].name,
            GUIDE.offices[cities[code].office_code].name,
            GUIDE.offices[cities[code].office_code].address,
            GUIDE.offices[cities[code].office_code].telephones,
        )
        for code in cities
    }

    assert found == ANNEXES
    assert set(GUIDE.offices) == set(ANNEXES)


def test_what_is_doubtful_carries_a_note_and_is_not_mended():
    notes = {code: [note.code for note in office.notes] for code, office in GUIDE.offices.items() if office.notes}

    assert notes == {"00": ["D-1", "D-3"], "11": ["D-8"], "18": ["D-2"]}
    assert [note.code for note in GUIDE.notes] == [f"D-{number}" for number in range(1, 10)]


def test_limits_scope_and_addresses_are_as_published():
    assert (GUIDE.limits.accept_days, GUIDE.limits.issue_days) == (1, 3)
    assert GUIDE.rulebook.handwritten_before == 2000
    assert GUIDE.mailbox_address == "lnjnjd@163.com"
    assert [site.host for site in GUIDE.lookup_sites] == ["zscx.osta.org.cn", "ln.nvq.net.cn"]
    assert GUIDE.pickup.address == "沈阳市和平区太原北街2号辽宁省人事考试中心B座"
    assert GUIDE.pickup.telephones == ("024-22955229", "024-22955269")
    assert GUIDE.reference_prefix == "LN"


def test_the_three_subjects_are_as_published():
    """G-13."""
    assert {business: rule.subject for business, rule in GUIDE.businesses.items()} == {
        Business.LOST: "证书丢失补证明",
        Business.OVERSEAS: "出国换证补证明",
        Business.CORRECTION: "证书错误信息更改补证明",
    }


def test_article_five_is_no_basis_for_a_correction():
    """D-5."""
    bases = {basis.code: basis.businesses for basis in GUIDE.legal_basis}

    assert bases["notice-2018-42"] == (Business.LOST, Business.OVERSEAS)
    assert bases["service-guide"] == (Business.CORRECTION,)


def test_the_catalogue_has_its_seventy_two_qualifications():
    catalogue = GUIDE.rulebook.catalogue
    groups = {"专": 0, "技": 0}
    for entry in catalogue.entries:
        groups[entry.number[0]] += 1

    assert groups == {"专": 59, "技": 13}
    assert len({entry.name for entry in catalogue.entries}) == 72
    assert catalogue.effective_from == date(2021, 11, 23)


def test_only_the_provincial_centre_works_on_this_desk():
    assert [code for code, office in GUIDE.offices.items() if office.on_desk] == ["00"]


def test_the_office_of_a_number_is_the_one_that_issued_it_and_of_a_bad_one_nobody():
    """G-07, design rule 11."""
    scheme = GUIDE.rulebook.numbering

    assert GUIDE.office_of(read_number("1807020000103353", scheme, this_year=2026)).code == "02"
    assert GUIDE.office_of(read_number("1807990000103353", scheme, this_year=2026)) is None
    assert GUIDE.office_of(read_number("18", scheme, this_year=2026)) is None


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 2, 15, 59, 59, tzinfo=UTC), date(2026, 11, 2)),
        (datetime(2026, 11, 2, 16, 0, 0, tzinfo=UTC), date(2026, 11, 3)),
    ],
)
def test_a_day_begins_at_midnight_in_shanghai(moment, day):
    """D-6."""
    assert GUIDE.local_date(moment) == day


def test_the_guide_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        GUIDE.name = "别的指南"
    with pytest.raises(TypeError):
        GUIDE.offices["15"] = GUIDE.offices["00"]


def test_the_guide_is_read_once():
    assert load_guide() is GUIDE
