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

LETTER = {"letter": "书面证明（编号LN2026-00-00001）"}
TO = Card(name="林晓梅", address="辽宁省沈阳市和平区示例街1号2单元301室", telephones=("13900000001",))
COURIER = paper(PaperKind.COURIER, LETTER, card=TO)
ENVELOPE = paper(PaperKind.ENVELOPE, LETTER | {"telephones": "024-22955229、024-22955269"}, addressee="林晓梅", card=TO)
LONG = replace(
    TO,
    name="买买提·艾力江·吐尔逊江·阿卜杜热合曼",
    address="新疆维吾尔自治区巴音郭楞蒙古自治州库尔勒市示例经济技术开发区示例南路一百二十三号示例花园小区"
    "（原示例机械厂家属院）十二号楼三单元一千二百零一室",
    telephones=("0991-1234567转8001", "13900000001"),
)
COURIER_LONG = replace(COURIER, card=LONG, specimen=True)
ENVELOPE_LONG = replace(ENVELOPE, card=LONG, addressee=LONG.name, specimen=True)
PICKUP = GUIDE.pickup
COLLECTION = paper(
    PaperKind.COLLECTION,
    LETTER | {"telephones": "、".join(PICKUP.telephones), "address": PICKUP.address, "address_note": PICKUP.note},
    addressee="林晓梅",
    code="K7P2QX",
)
FILES = (
    Item(on="2026-11-20", text="来件：申请", source="5f3a0c9e12d47b68"),
    Item(on="2026-11-20", text="本人身份证人像面照片", source="08c1d2e3f4a5b697"),
    Item(on="2026-11-20", text="本人身份证国徽面照片", source="a1b2c3d4e5f60718"),
    Item(on="2026-11-20", text="网上查询到本人证书信息的截图", source="91b2c3d4e5f60718"),
    Item(on="2026-11-20", text="收件回执", source="71b2c3d4e5f60718"),
    Item(on="2026-11-23", text="经办人查询截图：技能人才评价证书全国联网查询", source="61b2c3d4e5f60718"),
    Item(on="2026-11-23", text="受理通知书", source="51b2c3d4e5f60718"),
    Item(on="2026-11-24", text="书面证明LN2026-00-00001", source="41b2c3d4e5f60718"),
    Item(on="2026-11-24", text="寄件单", source="31b2c3d4e5f60718"),
    Item(on="2026-11-24", text="寄送函", source="21b2c3d4e5f60718"),
)
ARCHIVE = paper(
    PaperKind.ARCHIVE,
    {"subject": "林晓梅——证书丢失补证明", "archived_on": "2026年12月1日"},
    facts=(
        Fact(label="承办单位", value=OFFICE.name),
        Fact(label="证书编号", value="1507000000412345"),
        Fact(label="收件日期", value="2026年11月20日"),
        Fact(label="受理日期", value="2026年11月23日"),
        Fact(label="办结日期", value="2026年11月30日"),
        Fact(label="办结方式", value="出证办结"),
        Fact(label="归档日期", value="2026年12月1日"),
        Fact(label="文件", value="10个"),
    ),
    items=FILES,
)
ARCHIVE_LONG = replace(ARCHIVE, items=FILES * 6, specimen=True)

OF_EACH_KIND = {
    "receipt": RECEIPT,
    "acceptance": ACCEPTANCE,
    "supplement": SUPPLEMENT,
    "decline": DECLINE,
    "rejection": REJECTION,
    "referral": REFERRAL,
    "courier": COURIER,
    "envelope": ENVELOPE,
    "collection": COLLECTION,
    "archive": ARCHIVE,
}
TWO_PAGES = {"decline-full", "archive-long"}
ALL = OF_EACH_KIND | {
    "receipt-elsewhere": RECEIPT_ELSEWHERE,
    "supplement-full": SUPPLEMENT_FULL,
    "decline-full": DECLINE_FULL,
    "referral-doubtful": REFERRAL_DOUBTFUL,
    "courier-long": COURIER_LONG,
    "envelope-long": ENVELOPE_LONG,
    "archive-long": ARCHIVE_LONG,
}
