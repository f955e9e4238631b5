"""Papers of fictional cases, for these tests."""

from dataclasses import replace
from datetime import UTC, date, datetime

from certdesk.guide.load import load_guide
from certdesk.ports.paper import Card, Fact, Item, PaperKind, PaperRecord
from certdesk.rules.letter_text import fill_texts

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LINK = "https://desk.example/p/LN26-00-000123-4:pYxQzR0G3bqkI3XtBzF0xZt1yq0b8x0s5sXo6yM9vQ4/"
OFFICE = load_guide().offices["00"]
REFERENCE = "LN26-00-000123-4"


def paper(kind: PaperKind, said: dict[str, str], **values: object) -> PaperRecord:
    """A paper in the shipped wording."""
    form = load_guide().letter_texts[kind.value]
    return PaperRecord(
        kind=kind,
        reference=REFERENCE,
        office_name=OFFICE.name,
        office_address=OFFICE.address,
        office_telephones=OFFICE.telephones,
        issued_on=date(2026, 11, 23),
        specimen=False,
        texts=tuple(fill_texts(form, form.texts, {"reference": REFERENCE, **said}).items()),
        text_version=0,
        **values,
    )


APPLICATION = {"application": "“证书丢失补证明”申请", "received_on": "2026年11月20日"}
RECEIPT = paper(
    PaperKind.RECEIPT,
    {"received_at": "2026年11月20日16时05分", "channel": "邮件", "due_on": "2026年11月23日"},
    addressee="林＊＊",
    facts=(
        Fact(label="办理业务", value="证书丢失补证明"),
        Fact(label="持证人", value="林＊＊"),
        Fact(label="居民身份证号码", value="210***********0014"),
        Fact(label="证书编号", value="1507000000412345"),
        Fact(label="职业（工种）", value="电工"),
        Fact(label="等级", value="四级"),
        Fact(label="领取方式", value="邮寄（邮费到付）"),
        Fact(
            label="收到的材料",
            value="本人身份证人像面照片、本人身份证国徽面照片、网上查询到本人证书信息的截图（共3个文件）",
        ),
    ),
    link=LINK,
)
OTHER = load_guide().offices["02"]
RECEIPT_ELSEWHERE = paper(
    PaperKind.RECEIPT,
    {
        "received_at": "2026年11月20日16时05分",
        "channel": "网上申请",
        "due_on": "2026年11月23日",
        "issuing_office": OTHER.name,
        "issuing_telephones": "、".join(OTHER.telephones),
    },
    facts=RECEIPT.facts,
    link=LINK,
)
ACCEPTANCE = paper(
    PaperKind.ACCEPTANCE,
    APPLICATION
    | {
        "accepted_on": "2026年11月23日",
        "outcome": "出具书面证明",
        "post_by": "2026年11月26日",
        "basis": "《国家职业资格目录（2021年版）》；《人力资源社会保障部办公厅关于进一步做好技能人员职业资格证书"
        "发放管理有关工作的通知》（人社厅发〔2018〕42号）第五条。",
    },
    addressee="林晓梅",
    facts=(
        Fact(label="持证人", value="林晓梅"),
        Fact(label="居民身份证号码", value="210***********0014"),
        Fact(label="证书编号", value="1507000000412345"),
        Fact(label="职业（工种）", value="电工"),
        Fact(label="职业方向", value=""),
        Fact(label="等级", value="四级"),
        Fact(label="领取方式", value="邮寄（邮费到付）"),
    ),
    link=LINK,
)
ITEMS = (
    Item(text="本人身份证人像面照片", source="办事指南“三、办理流程，所需材料1”"),
    Item(text="本人身份证国徽面照片", source="办事指南“三、办理流程，所需材料1”"),
    Item(text="网上查询到本人证书信息的截图", source="办事指南“三、办理流程，所需材料2”"),
    Item(text="收件人联系电话", source="办事指南“三、办理流程，操作步骤3”"),
)
SUPPLEMENT = paper(
    PaperKind.SUPPLEMENT,
    APPLICATION | {"answer_by": "2026年12月23日", "mailbox": "lnjnjd@163.com"},
    addressee="林晓梅",
    items=ITEMS,
    words=("身份证照片请在光线充足处重拍，四角都要拍到。",),
    link=LINK,
)
# Everything that can be missing, and long words of an officer.
SUPPLEMENT_FULL = replace(
    SUPPLEMENT,
    specimen=True,
    items=(
        *ITEMS,
        Item(text="办理的业务（证书丢失、出国换证或证书信息更正）", source="办事指南“三、办理流程，操作步骤2”"),
        Item(text="证书原件照片（境外就业换证、证书信息更正需要）", source="办事指南“三、办理流程，所需材料3”"),
        Item(text="收件人姓名", source="办事指南“三、办理流程，操作步骤3”"),
        Item(text="有效邮寄地址", source="办事指南“三、办理流程，操作步骤3”"),
    ),
    words=("身份证照片请在光线充足处重拍，四角都要拍到，不要反光，也不要遮住号码。" * 3, "有不清楚的请来电。"),
)

GUIDE = load_guide()
RULED = APPLICATION | {
    "decided_on": "2026年11月23日",
    "guide_name": GUIDE.name,
    "telephones": "024-22955229、024-22955269",
}


def quoted(*clauses: str) -> tuple[Item, ...]:
    found = [GUIDE.quotations[clause] for clause in clauses]
    return tuple(Item(text=f"“{each.text}”", source=f"“{each.place}”") for each in found)


DECLINE = paper(
    PaperKind.DECLINE,
    RULED,
    addressee="林晓梅",
    items=quoted("G-05"),
    words=(
        "经查询，技能人才评价证书全国联网查询和辽宁省技能人才评价工作网（ln.nvq.net.cn）均查不到您提供的证书。",
        "如果您能提供其他编号或者姓名曾经变更的证明，请来电说明，我们再次查询。",
    ),
    link=LINK,
)


def card(office: str) -> Card:
    """The office as published."""
    found = GUIDE.offices[office]
    notes = tuple(note.text for note in found.notes)
    return Card(name=found.name, address=found.address, telephones=found.telephones, notes=notes)


DECLINE_FULL = replace(
    paper(PaperKind.DECLINE, RULED | {"issuing_office": GUIDE.offices["18"].name}),
    addressee="林晓梅",
    items=quoted("G-04", "G-06", "G-09", "G-10", "G-11"),
    words=DECLINE.words * 3,
    card=card("18"),
    link=LINK,
    specimen=True,
)
REJECTION = paper(
    PaperKind.REJECTION,
    RULED,
    addressee="林晓梅",
    items=quoted("G-05"),
    words=("复核时两个网站均已查不到该证书。",),
    link=LINK,
)
REFERRAL = paper(
    PaperKind.REFERRAL,
    APPLICATION | {"office_name": OFFICE.name, "city_code": "02", "city": "大连"},
    addressee="林晓梅",
    words=("请先联系大连市的单位。",),
    card=card("02"),
    link=LINK,
)
REFERRAL_DOUBTFUL = replace(REFERRAL, card=card("18"), words=(), specimen=True)

OF_EACH_KIND = {
    "receipt": RECEIPT,
    "acceptance": ACCEPTANCE,
    "supplement": SUPPLEMENT,
    "decline": DECLINE,
    "rejection": REJECTION,
    "referral": REFERRAL,
}
TWO_PAGES = {"decline-full"}
ALL = OF_EACH_KIND | {
    "receipt-elsewhere": RECEIPT_ELSEWHERE,
    "supplement-full": SUPPLEMENT_FULL,
    "decline-full": DECLINE_FULL,
    "referral-doubtful": REFERRAL_DOUBTFUL,
}
