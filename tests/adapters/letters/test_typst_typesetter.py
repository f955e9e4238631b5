import io
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import playwright
import pytest
import zxingcpp
from PIL import Image
from tests.adapters.letters import samples

from certdesk.adapters.letters import TypstTypesetter, raster, typst_typesetter
from certdesk.ports.typesetter import CannotTypeset

WORD = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>')
SPECIMEN_GREY = (236, 236, 236)


def picture_of(pdf, dpi):
    return Image.open(io.BytesIO(raster.first_page_png(pdf, dpi=dpi))).convert("RGB")


def flat(text):
    return "".join(text.split())


def stands_in_order(text, *parts):
    at = 0
    for part in parts:
        found = flat(text).find(flat(part), at)
        assert found >= 0, f"{part!r} is missing, or stands too early"
        at = found + len(flat(part))


class TestBytes:
    @pytest.mark.parametrize("name", samples.ALL)
    def test_another_typesetter_makes_the_same_bytes(self, typesetter, name):
        record = samples.ALL[name]
        assert TypstTypesetter().typeset(record, at=samples.AT) == typesetter.typeset(record, at=samples.AT)

    def test_the_moment_is_recorded(self, typesetter):
        later = typesetter.typeset(samples.LOST, at=samples.AT + timedelta(seconds=1))
        assert later != typesetter.typeset(samples.LOST, at=samples.AT)

    def test_parts_of_a_second_do_not_count(self, typesetter):
        later = typesetter.typeset(samples.LOST, at=samples.AT + timedelta(microseconds=7))
        assert later == typesetter.typeset(samples.LOST, at=samples.AT)

    def test_threads_do_not_mix_holders(self, typesetter):
        records = [
            replace(samples.LOST, holder_name=f"王小{c}", verify_code=f"C{n}") for n, c in enumerate("甲乙丙丁戊己庚辛")
        ]
        alone = [typesetter.typeset(record, at=samples.AT) for record in records]
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lambda record: typesetter.typeset(record, at=samples.AT), records)) == alone

    def test_a_forked_child_is_refused_instead_of_hanging(self):
        script = """
import os, sys
from certdesk.adapters.letters import TypstTypesetter
from certdesk.ports.typesetter import CannotTypeset
from tests.adapters.letters import samples
typesetter = TypstTypesetter()
typesetter.typeset(samples.LOST, at=samples.AT)
if os.fork():
    sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
try:
    typesetter.typeset(samples.LOST, at=samples.AT)
except CannotTypeset as refusal:
    os._exit(42 if "重新启动" in str(refusal) else 1)
os._exit(2)
"""
        root = Path(__file__).parents[3]
        assert subprocess.run([sys.executable, "-c", script], cwd=root, timeout=60, check=False).returncode == 42


class TestText:
    def test_a_proof_reads_from_top_to_bottom(self, text_of, typesetter):
        stands_in_order(
            text_of(typesetter.typeset(samples.CORRECTION, at=samples.AT)),
            "样张SPECIMEN",
            "编号（No.）：辽鉴证〔2026〕0001号",
            "关于职业资格证书情况的证明",
            "Proof of Occupational Qualification Certificate",
            "经2026年9月29日在技能人才评价证书全国联网查询（zscx.osta.org.cn）查询，下列职业资格证书的登记信息如下：",
            "姓名王小明性别男",
            "居民身份证号码210102197803071234",
            "职业（工种）维修电工",
            "等级三级/高级工",
            "证书编号1807000000303353发证日期2018年7月1日",
            "发证机构辽宁省职业技能鉴定中心",
            "理论知识考试成绩82操作技能考核成绩79.5",
            "评定成绩合格",
            "证书记载姓名：王小朋",
            "应为姓名：王小明",
            "因原证书信息有误，持证人申请出具本证明。依据：《国家职业资格目录（2021年版）》；《人力资源",
            "（人社厅发〔2018〕42号）第五条。",
            "特此证明。",
            "（盖章处）",
            "辽宁省人事考试中心",
            "2026年9月30日",
            "as found on 29 September 2026 in the national online look-up of skills certificates (zscx.osta.org.cn).",
            "Entries in Chinese are reproduced as recorded.",
            "because of an error in the original certificate and is issued on 30 September 2026 by 辽宁省人事考试中心",
            "(Liaoning Province, People's Republic of China).",
            "Name (in Chinese) 王小明 Sex Male",
            "ID number 210102197803071234",
            "Occupation (as recorded) 维修电工",
            "Level 3 (Advanced Skill)",
            "Certificate number 1807000000303353 Date of issue 1 July 2018",
            "Theory score 82 Practical score 79.5",
            "Overall result Pass (合格)",
            "Item as recorded 姓名：王小朋",
            "Correct item 姓名：王小明",
            "https://certdesk.example.cn/v/7K3QF-9XW2M-PD84R-ABCDE-12345",
            "7K3QF-9XW2M-PD84R-ABCDE-12345",
            "024-22955229、024-22955269",
        )

    @pytest.mark.parametrize(
        ("record", "manner", "english"),
        [(samples.REISSUE, "补发", "Reissued"), (samples.EXCHANGE, "换发", "Exchanged")],
    )
    def test_a_certificate_page_keeps_its_number_and_says_why_it_exists(
        self, text_of, typesetter, record, manner, english
    ):  # G-02
        stands_in_order(
            text_of(typesetter.typeset(record, at=samples.AT)),
            f"职业资格证书（{manner}）",
            f"Occupational Qualification Certificate ({english})",
            "证书编号（原编号） Certificate number (original) 1807000000303353",
            "备注 Remark",
            record.remark,
            "（盖章处）",
        )

    @pytest.mark.parametrize(
        ("level", "chinese", "english"),
        [
            (5, "五级/初级工", "Level 5 (Elementary Skill)"),
            (4, "四级/中级工", "Level 4 (Intermediate Skill)"),
            (3, "三级/高级工", "Level 3 (Advanced Skill)"),
            (2, "二级/技师", "Level 2 (Technician)"),
            (1, "一级/高级技师", "Level 1 (Senior Technician)"),
        ],
    )
    def test_levels_have_their_names(self, text_of, typesetter, level, chinese, english):
        text = text_of(typesetter.typeset(replace(samples.LOST, level=level), at=samples.AT))
        stands_in_order(text, chinese, english)

    @pytest.mark.parametrize(
        ("business", "chinese", "english"),
        [
            ("lost", "因原证书遗失，", "because of loss of the original certificate"),
            ("overseas", "因境外就业，", "because of employment abroad"),
            ("correction", "因原证书信息有误，", "because of an error in the original certificate"),
        ],
    )
    def test_the_reason_is_stated(self, text_of, typesetter, business, chinese, english):
        record = replace(samples.CORRECTION, business=business)
        stands_in_order(text_of(typesetter.typeset(record, at=samples.AT)), chinese, english)

    def test_what_was_not_verified_is_not_printed(self, text_of, typesetter):
        text = text_of(typesetter.typeset(samples.BARE, at=samples.AT))
        for label in (
            "性别",
            "身份证",
            "等级",
            "发证日期",
            "发证机构",
            "成绩",
            "依据",
            "查询",
            "应为",
            "Sex",
            "Level",
            "score",
        ):
            assert label not in text

    def test_the_next_letter_says_nothing_of_the_one_before(self, text_of, typesetter):
        typesetter.typeset(samples.CORRECTION, at=samples.AT)
        text = text_of(typesetter.typeset(replace(samples.LOST, holder_name="李小红"), at=samples.AT))
        assert "李小红" in text
        assert "王小" not in text

    def test_markup_in_a_value_is_only_text(self, text_of, typesetter):
        name = "*甲* #panic() $x$ `乙` @丙 = 丁"
        text = text_of(typesetter.typeset(replace(samples.LOST, holder_name=name), at=samples.AT))
        assert flat(name) in flat(text)

    def test_a_line_break_in_a_value_is_a_space(self, typesetter):
        broken = typesetter.typeset(replace(samples.LOST, body="辽宁\r\n  中心"), at=samples.AT)
        assert broken == typesetter.typeset(replace(samples.LOST, body="辽宁 中心"), at=samples.AT)


class TestLines:
    """Nothing stands broken on a letter that a reader takes in as one: a label, a name, a date."""

    def lines(self, tool, tmp_path, pdf):
        (tmp_path / "letter.pdf").write_bytes(pdf)
        return [line.strip() for line in tool("pdftotext", "-raw", tmp_path / "letter.pdf", "-").splitlines()]

    @pytest.mark.parametrize("english", [True, False])
    def test_a_label_stands_on_one_line(self, tool, tmp_path, typesetter, english):
        record = samples.changed(samples.LOST, english=english)
        lines = self.lines(tool, tmp_path, typesetter.typeset(record, at=samples.AT))
        assert "理论知识考试成绩 82 操作技能考核成绩 79.5" in lines

    @pytest.mark.parametrize("english", [True, False])
    def test_a_long_name_takes_the_whole_row(self, tool, tmp_path, typesetter, english):
        name = "阿卜杜拉·买买提依明·艾合买提江·吐尔逊"
        record = samples.changed(samples.LOST, english=english, holder_name=name)
        lines = self.lines(tool, tmp_path, typesetter.typeset(record, at=samples.AT))
        assert f"姓名 {name}" in lines
        assert "性别 男" in lines

    @pytest.mark.parametrize("english", [True, False])
    @pytest.mark.parametrize("length", range(8, 14))
    def test_no_name_breaks_whatever_its_length(self, tool, tmp_path, typesetter, english, length):
        record = samples.changed(samples.LOST, english=english, holder_name="国" * length)
        lines = self.lines(tool, tmp_path, typesetter.typeset(record, at=samples.AT))
        assert any(line.startswith(f"姓名 {record.holder_name}") for line in lines)
        assert any(line.startswith("证书编号 1807000000303353 发证日期") for line in lines)

    @pytest.mark.parametrize("english", [True, False])
    @pytest.mark.parametrize("length", range(13, 24))
    def test_no_word_in_capitals_runs_over_its_neighbour(self, tool, tmp_path, typesetter, english, length):
        word = "CHRISTOPHERMONTGOMERYWILL"[:length]
        record = samples.changed(samples.LOST, english=english, holder_name=word, certificate_number=word)
        (tmp_path / "letter.pdf").write_bytes(typesetter.typeset(record, at=samples.AT))
        placed = tool("pdftotext", "-bbox", tmp_path / "letter.pdf", "-")
        boxes = [(*map(float, box), said) for *box, said in WORD.findall(placed)]
        for left, top, right, bottom, said in boxes:
            if said.startswith(word[:12]):
                beside = [box[0] for box in boxes if box[0] > left and box[1] < bottom and box[3] > top]
                assert said == word
                assert right < min(beside, default=right + 1)

    @pytest.mark.parametrize("business", ["lost", "overseas"])
    def test_an_english_date_stands_on_one_line(self, tool, tmp_path, typesetter, business):
        for day in range(1, 32, 3):
            record = samples.changed(samples.LOST, business=business, looked_up_on=date(2026, 12, day))
            lines = self.lines(tool, tmp_path, typesetter.typeset(record, at=samples.AT))
            assert any(f"{day} December 2026" in line for line in lines)


class TestSpecimen:
    def test_a_rehearsal_is_marked_across_the_page(self, text_of, typesetter):
        pdf = typesetter.typeset(samples.LOST, at=samples.AT)
        assert "SPECIMEN" in text_of(pdf)
        assert list(picture_of(pdf, 50).get_flattened_data()).count(SPECIMEN_GREY) > 3000

    def test_a_real_letter_is_not(self, text_of, typesetter):
        pdf = typesetter.typeset(replace(samples.LOST, specimen=False), at=samples.AT)
        assert "SPECIMEN" not in text_of(pdf)
        assert list(picture_of(pdf, 50).get_flattened_data()).count(SPECIMEN_GREY) < 500


class TestRefusals:
    def test_a_character_no_font_has_is_named(self, typesetter):
        with pytest.raises(CannotTypeset) as refusal:
            typesetter.typeset(replace(samples.LOST, holder_name="王𲎯😀"), at=samples.AT)
        assert "“😀”（U+1F600）" in str(refusal.value)
        assert "“𲎯”（U+323AF）" in str(refusal.value)
        assert "字体文件夹" in str(refusal.value)

    def test_a_rare_name_is_set_from_the_second_font(self, text_of, typesetter):
        pdf = typesetter.typeset(replace(samples.LOST, holder_name="王𠮷堃喆"), at=samples.AT)
        assert "王𠮷堃喆" in text_of(pdf)

    def test_a_font_in_the_folder_brings_its_characters(self, text_of, typesetter):
        record = replace(samples.LOST, holder_name="王\uea60")
        with pytest.raises(CannotTypeset, match="U\\+EA60"):
            typesetter.typeset(record, at=samples.AT)
        folder = next(Path(playwright.__file__).parent.rglob("codicon*.ttf")).parent
        pdf = TypstTypesetter([folder]).typeset(record, at=samples.AT)
        assert "王\uea60" in text_of(pdf)

    def test_only_packaged_fonts_are_used(self, typesetter, tool, tmp_path):
        (tmp_path / "letter.pdf").write_bytes(typesetter.typeset(samples.LOST, at=samples.AT))
        lines = tool("pdffonts", tmp_path / "letter.pdf").splitlines()[2:]
        assert lines
        assert all("Noto" in line and " yes yes yes " in line for line in lines)

    @pytest.mark.parametrize("hidden", ["\u200b", "\u202e", "\x00", "\u00ad"])
    def test_a_character_that_cannot_be_seen_is_refused(self, typesetter, hidden):
        with pytest.raises(CannotTypeset, match=f"U\\+{ord(hidden):04X}"):
            typesetter.typeset(replace(samples.LOST, holder_name=f"王{hidden}明"), at=samples.AT)

    @pytest.mark.parametrize(
        ("record", "term"),
        [
            (replace(samples.LOST, holder_name=" "), "持证人姓名"),
            (replace(samples.LOST, certificate_number=""), "证书编号"),
            (replace(samples.LOST, verify_url=""), "核验网址"),
            (replace(samples.REISSUE, remark=""), "备注"),
            (replace(samples.CORRECTION, correct_item=""), "应当更正为的内容"),
            (replace(samples.LOST, level=6), "一级至五级"),
            (replace(samples.LOST, business="stolen"), "stolen"),
        ],
    )
    def test_a_letter_with_a_gap_is_refused(self, typesetter, record, term):
        with pytest.raises(CannotTypeset, match=term):
            typesetter.typeset(record, at=samples.AT)

    @pytest.mark.parametrize("base", [samples.CORRECTION, samples.EXCHANGE])
    def test_what_outgrows_the_page_is_refused(self, typesetter, base):
        with pytest.raises(CannotTypeset, match="超出一页"):
            typesetter.typeset(replace(base, body="辽宁省职业技能鉴定中心" * 150), at=samples.AT)

    def test_a_long_letter_is_set_tighter_before_it_is_refused(self, typesetter):
        assert raster.page_count(typesetter.typeset(samples.FULL, at=samples.AT)) == 1


class TestSymbol:
    @pytest.mark.parametrize("name", samples.ALL)
    def test_the_symbol_is_read_at_96_dpi(self, typesetter, name):
        page = picture_of(typesetter.typeset(samples.ALL[name], at=samples.AT), 96)
        assert [found.text for found in zxingcpp.read_barcodes(page)] == [samples.LOST.qr_text]

    def test_the_symbol_is_read_rotated_and_compressed(self, typesetter):
        page = picture_of(typesetter.typeset(samples.LOST, at=samples.AT), 96)
        photo = io.BytesIO()
        page.rotate(7, expand=True, fillcolor="white").save(photo, format="JPEG", quality=35)
        found = zxingcpp.read_barcodes(Image.open(photo))
        assert [symbol.text for symbol in found] == [samples.LOST.qr_text]

    def test_the_symbol_corrects_errors_at_level_m_or_better(self, typesetter):
        page = picture_of(typesetter.typeset(samples.LOST, at=samples.AT), 150)
        assert zxingcpp.read_barcodes(page)[0].ec_level in {"M", "Q", "H"}


class TestPreview:
    def test_the_preview_is_the_whole_a4_page(self, typesetter, unsigned):
        with Image.open(io.BytesIO(typesetter.preview(unsigned))) as picture:
            assert picture.format == "PNG"
            assert picture.size == (910, 1287)

    def test_threads_may_look_at_once(self, typesetter, unsigned):
        alone = typesetter.preview(unsigned)
        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(typesetter.preview, [unsigned] * 8)) == {alone}

    @pytest.mark.parametrize("content", [b"", b"<html>", b"%PDF-1.7\n"])
    def test_what_is_no_pdf_has_no_preview(self, typesetter, content):
        with pytest.raises(CannotTypeset):
            typesetter.preview(content)


def test_every_template_ships_with_the_package():
    shipped = {path.name for path in (files("certdesk.adapters.letters") / "templates").iterdir()}
    assert {"layout.typ", "words.typ", "specimen.svg", *typst_typesetter.TEMPLATE_OF.values()} <= shipped
