"""The papers of a case: each on one page, readable from top to bottom, with nothing on it that nobody knows."""

import io
import re
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from tests.adapters.letters import paper_samples as samples

from certdesk.adapters.letters import TypstTypesetter, raster
from certdesk.ports.paper import PaperKind
from certdesk.ports.typesetter import CannotTypeset


@pytest.fixture
def read(text_of, typesetter):
    """Set a paper and return its text without blanks, in the order of its content."""

    def text(record):
        return flat(text_of(typesetter.typeset_paper(record, at=samples.AT)))

    return text


def flat(text):
    return "".join(text.split())


def stands_in_order(text, *parts):
    at = 0
    for part in parts:
        found = text.find(flat(part), at)
        assert found >= 0, f"{part!r} is missing, or stands too early"
        at = found + len(flat(part))


def test_every_kind_has_a_sample():
    assert set(samples.OF_EACH_KIND) == {kind.value for kind in PaperKind}


@pytest.mark.parametrize("name", samples.ALL)
def test_a_paper_is_one_page_and_the_same_bytes_everywhere(typesetter, name):
    record = samples.ALL[name]
    pdf = typesetter.typeset_paper(record, at=samples.AT)
    assert raster.page_count(pdf) == (2 if name in samples.TWO_PAGES else 1)
    assert TypstTypesetter().typeset_paper(record, at=samples.AT) == pdf


@pytest.mark.parametrize("name", samples.ALL)
def test_a_paper_is_tagged_and_says_who_made_it_and_what_it_is(typesetter, name):
    record = samples.ALL[name]
    pdf = typesetter.typeset_paper(record, at=samples.AT)
    document = pypdfium2.PdfDocument(pdf)
    metadata, tagged = document.get_metadata_dict(), document.is_tagged()
    document.close()
    assert metadata["Title"] == f"{dict(record.texts)['title']} {record.reference}"
    assert metadata["Author"] == record.office_name
    assert tagged
    assert b"/Outlines" in pdf or re.search(rb"/Type\s*/ObjStm", pdf)


def test_a_receipt_says_what_came_in_and_that_it_is_no_acceptance(read):
    stands_in_order(
        read(samples.RECEIPT),
        "编号：LN26-00-000123-4",
        "收件回执",
        "林＊＊：",
        "本单位于2026年11月20日16时05分通过邮件收到您的申请。",
        "办理业务证书丢失补证明",
        "居民身份证号码210***********0014",
        "收到的材料本人身份证人像面照片、",
        "将在2026年11月23日前（含当日）答复您是否受理",
        "不表示已经受理",
        "辽宁省人事考试中心2026年11月23日",
        "扫描二维码",
        "电话：024-22955229、024-22955269",
        "没有电子签名",
    )


def test_a_receipt_names_the_office_that_issued_the_certificate(read):
    """G-07: then no deadline of ours is promised."""
    text = read(samples.RECEIPT_ELSEWHERE)
    stands_in_order(text, "由大连市就业和人才服务中心颁发（电话：0411-39997593）", "不表示已经受理")
    assert "前（含当日）" not in text


def test_an_acceptance_says_when_and_until_when(read):
    stands_in_order(
        read(samples.ACCEPTANCE),
        "受理通知书",
        "林晓梅：",
        "您于2026年11月20日提出的“证书丢失补证明”申请",
        "于2026年11月23日予以受理，将为您出具书面证明",
        "证书编号1507000000412345",
        "等级四级",
        "将在2026年11月26日前（含当日）出具并寄出。邮费到付",
        "（人社厅发〔2018〕42号）第五条。",
        "特此通知。",
        "（盖章处）",
        "辽宁省人事考试中心2026年11月23日",
    )


def test_what_nobody_knows_takes_no_line(read):
    assert "职业方向" not in read(samples.ACCEPTANCE)


def test_a_supplement_notice_lists_everything_with_its_place_in_the_guide(read):
    """D-7."""
    stands_in_order(
        read(samples.SUPPLEMENT),
        "一次性补正告知书",
        "需要补正的全部内容一次告知如下",
        "1.本人身份证人像面照片（办事指南“三、办理流程，所需材料1”）",
        "2.本人身份证国徽面照片",
        "3.网上查询到本人证书信息的截图",
        "4.收件人联系电话",
        "四角都要拍到。",
        "请在2026年12月23日前（含当日），扫描本页二维码上传",
        "发送到lnjnjd@163.com，主题注明编号LN26-00-000123-4",
        "暂停计算办理期限",
        "可以重新申请",
    )


def test_a_decision_says_what_why_on_which_words_and_what_can_be_done(read):
    """G-05."""
    stands_in_order(
        read(samples.DECLINE),
        "不予受理决定书",
        "林晓梅：",
        "经审查不符合受理条件，本单位决定不予受理。",
        "理由",
        "均查不到您提供的证书。",
        "依据",
        "《职业资格证书遗失补发、境外就业换发、原证书错误信息修改换发出具证明办事指南》规定：",
        "1.“申请出具证明范围：辽宁省、各市人力资源社会保障部门颁发的证书，",
        "”（“二、办理说明”）",
        "救济途径",
        "六十日内依法申请行政复议",
        "六个月内依法向人民法院提起行政诉讼",
        "请致电024-22955229、024-22955269",
        "辽宁省人事考试中心2026年11月23日",
    )
    stands_in_order(read(samples.REJECTION), "不予办理决定书", "受理后经审查不符合办理条件，本单位决定不予办理。")


def test_a_decision_names_the_right_office_and_runs_on_rather_than_being_refused(read):
    """G-07, D-2: with the note beside the doubtful telephone."""
    stands_in_order(
        read(samples.DECLINE_FULL),
        "5.“证书原件照片。",
        "按“谁发证谁负责”，请联系该单位：",
        "营口片区管理委员会职业技能鉴定中心",
        "电话：041-6655043",
        "营口市西市区澄湖西路89号",
        "注：电话按原文公布，区号可能不完整。",
        "救济途径",
        "第1页共2页",
        "第2页共2页",
    )
    assert "第1页" not in read(samples.DECLINE)


def test_a_referral_is_a_card_to_turn_to(read):
    """G-07, G-19, G-20."""
    stands_in_order(
        read(samples.REFERRAL),
        "转办指引卡",
        "所涉证书不是由辽宁省人事考试中心颁发的",
        "大连市就业和人才服务中心",
        "电话：0411-39997593",
        "地址：大连市沙河口区联合路100号",
        "请先联系大连市的单位。",
        "第5、6位为02，对应大连",
        "请先打电话问清需要哪些材料",
        "没有转给该单位",
    )


def test_a_courier_slip_says_from_whom_to_whom_and_who_pays(read):
    """G-14, G-17."""
    stands_in_order(
        read(samples.COURIER),
        "寄件单",
        "邮费到付",
        "寄件人辽宁省人事考试中心024-22955229、024-22955269沈阳市和平区太原北街2号综合楼B座",
        "收件人林晓梅13900000001辽宁省沈阳市和平区示例街1号2单元301室",
        "内件书面证明（编号LN2026-00-00001），1份",
        "付费邮费由收件人在收件时支付",
        "快递公司运单号交寄人交寄时间",
    )


def ink_of(typesetter, record, *, dpi=100):
    """Return the page as a black-and-white picture, and how to find a millimetre on it."""
    picture = Image.open(io.BytesIO(raster.first_page_png(typesetter.typeset_paper(record, at=samples.AT), dpi=dpi)))
    black = picture.convert("L").point(lambda value: 255 if value < 160 else 0)
    return black, lambda left, top, right, bottom: tuple(
        round(each * dpi / 25.4) for each in (left, top, right, bottom)
    )


@pytest.mark.parametrize("name", ["envelope", "envelope-long"])
def test_through_the_window_show_name_and_address_and_nothing_else(typesetter, name):
    """G-14: wherever the page slides in its envelope; 100 × 40 mm, 25 mm from the left, 30 mm from the top."""
    ink, millimetres = ink_of(typesetter, replace(samples.ALL[name], specimen=False))
    always_seen = millimetres(27, 31.5, 113, 63.5)
    ever_seen = millimetres(13, 23, 127, 72)
    assert ink.crop(ever_seen).getbbox() is not None
    left, top, right, bottom = ink.crop(ever_seen).getbbox()
    shown = (ever_seen[0] + left, ever_seen[1] + top, ever_seen[0] + right, ever_seen[1] + bottom)
    assert shown[0] >= always_seen[0]
    assert shown[1] >= always_seen[1]
    assert shown[2] <= always_seen[2]
    assert shown[3] <= always_seen[3]


def test_an_envelope_page_keeps_the_telephone_to_itself(read):
    """G-14: the postman needs none."""
    text = read(samples.ENVELOPE)
    stands_in_order(
        text,
        "辽宁省沈阳市和平区示例街1号2单元301室林晓梅收",
        "寄送函",
        "书面证明（编号LN2026-00-00001），1份，请查收。",
        "请致电024-22955229",
    )
    assert "13900000001" not in text


def test_an_address_that_no_window_holds_is_refused_in_words(typesetter):
    record = replace(samples.ENVELOPE, card=replace(samples.TO, address="长" * 300))
    with pytest.raises(CannotTypeset, match=r"^收件地址太长，开窗信封的窗口放不下，请改用普通信封。$"):
        typesetter.typeset_paper(record, at=samples.AT)


def test_a_collection_slip_has_the_code_and_what_to_bring_where(read):
    """G-18, D-1."""
    stands_in_order(
        read(samples.COLLECTION),
        "领取单",
        "林晓梅：",
        "书面证明（编号LN2026-00-00001）已经可以领取",
        "请先打电话（024-22955229、024-22955269），再带本单和本人身份证原件，",
        "到沈阳市和平区太原北街2号辽宁省人事考试中心B座领取",
        "均按原文显示",
        "取件码K7P2QX",
        "领取人签名",
        "已核对身份证件原件",
    )


def test_a_cover_sheet_lists_every_file_in_the_order_of_time(read):
    stands_in_order(
        read(samples.ARCHIVE),
        "卷宗封面",
        "林晓梅——证书丢失补证明",
        "办结方式出证办结",
        "保管期限",
        "卷内目录",
        "12026-11-20来件：申请5f3a0c9e12d47b68",
        "62026-11-23经办人查询截图：",
        "82026-11-24书面证明LN2026-00-00001",
        "102026-11-24寄送函",
        "SHA-256的前16位",
    )
    stands_in_order(read(samples.ARCHIVE_LONG), "12026", "第1页共2页", "序号日期文件", "602026", "第2页共2页")


@pytest.mark.parametrize("name", ["receipt", "acceptance", "supplement", "supplement-full"])
def test_the_code_leads_to_the_progress_page(typesetter, name):
    pdf = typesetter.typeset_paper(samples.ALL[name], at=samples.AT)
    picture = Image.open(io.BytesIO(raster.first_page_png(pdf, dpi=96)))
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [samples.LINK]


def test_a_rehearsal_is_marked(read):
    assert "SPECIMEN" in read(samples.SUPPLEMENT_FULL)
    assert "SPECIMEN" not in read(samples.SUPPLEMENT)


def test_a_character_no_font_has_is_named(typesetter):
    with pytest.raises(CannotTypeset, match="“😀”（U\\+1F600）"):
        typesetter.typeset_paper(replace(samples.ACCEPTANCE, addressee="林😀梅"), at=samples.AT)


def test_more_than_a_page_is_refused(typesetter):
    with pytest.raises(CannotTypeset, match="超出一页"):
        typesetter.typeset_paper(replace(samples.REFERRAL, words=("请补充材料。" * 60,) * 12), at=samples.AT)
    with pytest.raises(CannotTypeset, match="超出一页"):
        typesetter.typeset_paper(replace(samples.COURIER, card=replace(samples.TO, address="长" * 900)), at=samples.AT)


def test_a_paper_without_a_title_is_refused(typesetter):
    with pytest.raises(CannotTypeset, match="标题"):
        typesetter.typeset_paper(replace(samples.SUPPLEMENT, texts=()), at=samples.AT)
    with pytest.raises(CannotTypeset, match="发文单位"):
        typesetter.typeset_paper(replace(samples.SUPPLEMENT, office_name=" "), at=samples.AT)


@pytest.mark.parametrize("slip", [samples.ENVELOPE_LONG, samples.COURIER_LONG], ids=["envelope", "courier"])
def test_no_address_ends_in_one_character_on_a_line(text_of, typesetter, slip):
    """G-14: 「室」 alone reads like a slip of the printer."""
    whole = slip.card.address
    for length in range(len(whole) - 24, len(whole) + 1):
        record = replace(slip, card=replace(slip.card, address=whole[:length]))
        lines = [line.strip() for line in text_of(typesetter.typeset_paper(record, at=samples.AT)).splitlines()]
        assert whole[length - 1] not in lines
