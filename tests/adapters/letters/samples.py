"""Letters of fictional holders, for these tests and the contract tests."""

from dataclasses import replace
from datetime import UTC, date, datetime

from certdesk.guide.load import load_guide
from certdesk.ports.typesetter import LetterKind, LetterRecord
from certdesk.stages.issue.wording import Wording, worded

AT = datetime(2026, 9, 30, 2, 0, tzinfo=UTC)
PASSPHRASE = b"for tests only"


def with_words(record: LetterRecord) -> LetterRecord:
    """The record with the shipped wording."""
    form = load_guide().letter_texts[record.kind.value]
    return worded(record, Wording(form=form, version=0, texts=form.texts))


def changed(record: LetterRecord, **values: object) -> LetterRecord:
    """Another letter, worded for what it is."""
    return with_words(replace(record, **values))


LOST = LetterRecord(
    kind=LetterKind.PROOF,
    letter_number="辽鉴证〔2026〕0001号",
    office_name="辽宁省人事考试中心",
    office_telephones=("024-22955229", "024-22955269"),
    holder_name="王小明",
    holder_sex="男",
    id_number="210102197803071234",
    certificate_number="1807000000303353",
    occupation="维修电工",
    direction="",
    level=3,
    certificate_issued_on=date(2018, 7, 1),
    body="辽宁省职业技能鉴定中心",
    theory_score="82",
    practice_score="79.5",
    result="合格",
    business="lost",
    lookup_site="技能人才评价证书全国联网查询（zscx.osta.org.cn）",
    lookup_site_english="the national online look-up of skills certificates (zscx.osta.org.cn)",
    looked_up_on=date(2026, 9, 29),
    basis=(
        "《国家职业资格目录（2021年版）》",
        "《人力资源社会保障部办公厅关于进一步做好技能人员职业资格证书发放管理有关工作的通知》（人社厅发〔2018〕42号）第五条",
    ),
    issued_on=date(2026, 9, 30),
    verify_url="https://certdesk.example.cn/v/7K3QF-9XW2M-PD84R-ABCDE-12345",
    verify_code="7K3QF-9XW2M-PD84R-ABCDE-12345",
    qr_text="HTTPS://CERTDESK.EXAMPLE.CN/V/" + "AEAU6QUYMQTF6D2M" * 12,
    specimen=True,
)
LOST = with_words(LOST)

OVERSEAS = changed(
    LOST,
    business="overseas",
    holder_name="买买提·艾力江·吐尔逊",
    holder_sex="女",
    occupation="社会体育指导员（游泳救生及公共水域安全管理与应急处置综合服务方向）",
    direction="水上救生与应急救护（含开放水域、游泳场馆及水上乐园）",
    level=1,
    theory_score="",
    practice_score="",
    result="",
)

CORRECTION = changed(
    LOST,
    business="correction",
    recorded_item="姓名：王小朋",
    correct_item="姓名：王小明",
    evidence="户口簿、居民身份证",
)

REISSUE = changed(
    LOST, kind=LetterKind.REISSUE, occupation="焊工", remark="原证书遗失，于2026年9月30日补发，使用原证书编号。"
)

EXCHANGE = changed(
    OVERSEAS,
    kind=LetterKind.EXCHANGE,
    occupation="焊工",
    direction="",
    remark="因境外就业，于2026年9月30日换发，使用原证书编号。",
)

# As much as a letter can be asked to hold.
FULL = changed(
    OVERSEAS,
    business="correction",
    recorded_item="职业（工种）：社会体育指导员（游泳救生），发证日期：2018年7月1日",
    correct_item="职业（工种）：社会体育指导员（游泳），发证日期：2018年7月11日",
    evidence="职业技能鉴定申报表、鉴定考务管理系统的记录",
    theory_score="82",
    practice_score="79.5",
    result="合格",
    office_name="中国（辽宁）自由贸易试验区营口片区管理委员会职业技能鉴定中心",
    body="中国（辽宁）自由贸易试验区营口片区管理委员会职业技能鉴定中心",
)

# Only what no letter can do without.
BARE = changed(
    LOST,
    holder_sex="",
    id_number="",
    level=None,
    certificate_issued_on=None,
    body="",
    theory_score="",
    practice_score="",
    result="",
    lookup_site="",
    lookup_site_english="",
    looked_up_on=None,
    basis=(),
    specimen=False,
)

OF_EACH_KIND = {"proof": LOST, "reissue": REISSUE, "exchange": EXCHANGE}
ALL = OF_EACH_KIND | {"overseas": OVERSEAS, "correction": CORRECTION, "full": FULL, "bare": BARE}
