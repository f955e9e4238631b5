"""A value belongs to the label it stands behind, beside or under."""

from certdesk.adapters.pictures.extract.labels import CERTIFICATE, LOOKUP, PORTRAIT, is_label, match_start
from certdesk.adapters.pictures.extract.pairs import pairs
from certdesk.adapters.pictures.extract.tables import table_records


def found(words, labels):
    ordered = sorted(words, key=lambda word: (word.row, word.left))
    return {pair.field: pair.value.text if pair.value else "" for pair in pairs(ordered, labels)}


def test_a_label_is_known_though_one_character_is_misread_or_traditional():
    assert match_start("公民身份號碼440199", PORTRAIT).field == "id_number"
    assert match_start("公民身份号玛", PORTRAIT).field == "id_number"
    assert match_start("证书编号:18070000", LOOKUP).end == 4
    assert match_start("职业技能等级", LOOKUP).field == "level"
    assert match_start("性名", PORTRAIT) is None
    assert is_label("评价机构名称")
    assert not is_label("查询结果")


def test_a_value_behind_its_label_is_cut_off_it(word):
    assert found([word("姓名韦宇", 80, 90), word("住址: 沈阳市样张街9号", 80, 200)], PORTRAIT) == {
        "name": "韦宇",
        "address": "沈阳市样张街9号",
    }


def test_two_labels_in_one_line_are_parted(word):
    assert found([word("性别男民族汉", 80, 90)], PORTRAIT) == {"sex": "男", "ethnicity": "汉"}


def test_a_label_in_pieces_is_put_together(word):
    assert found([word("出", 80, 90), word("生", 120, 90), word("1992年4月25日", 200, 90)], PORTRAIT) == {
        "birth": "1992年4月25日"
    }


def test_two_labels_side_by_side_stay_two(word):
    row = [word("职业", 80, 90), word("技能等级", 140, 90), word("证书编号", 300, 90)]
    assert set(found(row, LOOKUP)) == {"occupation", "level", "certificate_number"}


def test_an_address_goes_on_in_the_next_line(word):
    words = [
        word("住址", 80, 90),
        word("广东省广州市天河区松涛巷1", 150, 90),
        word("12号", 150, 118),
        word("公民身份号码", 80, 200),
        word("440199199204251099", 250, 200),
    ]
    assert found(words, PORTRAIT)["address"] == "广东省广州市天河区松涛巷112号"


def test_a_value_at_the_far_edge_of_a_phone_belongs_to_its_row(word):
    words = [word("职业名称", 50, 100), word("美发师", 850, 101), word("级别", 50, 160), word("四级/中级工", 820, 160)]
    assert found(words, LOOKUP) == {"occupation": "美发师", "level": "四级/中级工"}


def test_a_value_may_stand_under_its_label(word):
    assert found([word("证书编号", 50, 100), word("1807000000103353", 50, 135)], LOOKUP) == {
        "certificate_number": "1807000000103353"
    }


def test_a_watermark_beside_a_name_is_no_part_of_it(word):
    assert (
        found([word("姓名", 50, 100), word("马华轩", 120, 100), word("使用", 185, 97)], CERTIFICATE)["name"] == "马华轩"
    )


def test_a_middle_dot_joins_the_pieces_of_a_name(word):
    assert found([word("姓名", 50, 100), word("买买提·", 120, 100), word("艾力", 200, 100)], CERTIFICATE) == {
        "name": "买买提·艾力"
    }


def test_the_title_of_a_certificate_is_not_a_label(word):
    title = [word("职业资格證書", 100, 40, 40), word("职业资格", 400, 40, 40), word("证书", 600, 40, 40)]
    value = [word("职业资格", 50, 100), word("美发师", 150, 100)]
    assert found([*title[:1], *value], CERTIFICATE) == {"occupation": "美发师"}
    assert found(title[1:], CERTIFICATE) == {"occupation": ""}


def test_the_level_under_an_occupation_may_be_the_longer_line(word):
    words = [
        word("职业(工种)及等级 钳工", 50, 100),
        word("Occupation & Skill Level", 50, 126, 12),
        word("四级/中级技能", 230, 136),
    ]
    assert found(words, CERTIFICATE)["occupation_and_level"] == "钳工四级/中级技能"


HEADER = ("姓名", "证件号码", "职业名称", "级别", "证书编号", "发证日期")
COLUMNS = (40, 120, 330, 500, 620, 900)


def test_each_row_of_a_table_is_a_record(word):
    cells = [
        ("例丽", "210499197202290347", "美发师", "四级", "0907000000400004", "2009-06-04"),
        ("例丽", "210499197202290347", "焊工", "五级", "1007000000500005", "2010-07-06"),
    ]
    words = [word(text, left, 100) for text, left in zip(HEADER, COLUMNS, strict=True)]
    for row, texts in enumerate(cells):
        words += [word(text, left, 140 + 40 * row) for text, left in zip(texts, COLUMNS, strict=True)]
    records = table_records(words)
    assert [[record[field].text for field in ("name", "occupation", "certificate_number")] for record in records] == [
        ["例丽", "美发师", "0907000000400004"],
        ["例丽", "焊工", "1007000000500005"],
    ]


def test_a_wrapped_cell_is_one_value_and_a_missing_one_is_none(word):
    words = [word(text, left, 100) for text, left in zip(HEADER, COLUMNS, strict=True)]
    words += [word("例丽", 40, 150), word("制冷空调系统", 330, 138), word("安装维修工", 330, 162)]
    words += [
        word("0907000000400004", 620, 150),
        word("2009-06-04", 900, 150),
        word("本结果仅供参考,以证书为准", 45, 190),
    ]
    (record,) = table_records(words)
    assert record["occupation"].text == "制冷空调系统安装维修工"
    assert record["name"].text == "例丽"
    assert "id_number" not in record
    assert "level" not in record


def test_two_cells_that_were_found_as_one_line_are_parted_at_the_gap(word):
    words = [word(text, left, 100) for text, left in zip(HEADER, COLUMNS, strict=True)]
    glued = word("例丽 210499197202290347", 40, 150)
    words += [glued, word("美发师", 330, 150), word("0907000000400004", 620, 150), word("2009-06-04", 900, 150)]
    (record,) = table_records(words)
    assert record["name"].text == "例丽"
    assert record["id_number"].text == "210499197202290347"


def test_a_stray_digit_behind_a_label_does_not_hide_the_value(word):
    assert found([word("出生1", 80, 90), word("1975年1月22日", 230, 90)], PORTRAIT) == {"birth": "1975年1月22日"}


def test_a_label_that_is_too_long_for_its_column_ends_in_the_line_below(word):
    words = [
        word("理论知识考试成", 80, 112),
        word("86", 260, 118),
        word("绩:", 170, 124),
        word("操作技能考核成", 80, 152),
        word("绩", 80, 170),
        word("61", 260, 161),
    ]
    assert found(words, LOOKUP) == {"theory_score": "86", "practice_score": "61"}


def test_a_digit_of_the_value_is_no_misread_end_of_the_label(word):
    assert "6" not in found([word("理论知识考试成", 80, 112), word("86", 240, 112)], LOOKUP).values()


def test_a_value_without_its_label_does_not_go_on_with_the_one_above(word):
    words = [
        word("职业名称", 80, 100),
        word("茶艺师", 80, 128),
        word("二级/技师", 80, 156),
        word("1907070047213677", 80, 184),
        word("评价机构", 80, 300),
        word("锦州市职业技能", 80, 328),
        word("鉴定指导中心", 80, 352),
        word("2019-04-20", 80, 376),
    ]
    assert found(words, LOOKUP) == {"occupation": "茶艺师", "body": "锦州市职业技能鉴定指导中心"}


def test_the_second_piece_of_a_label_may_stand_higher_than_the_first(word):
    words = [word("名", 125, 88), word("和豪", 180, 89), word("姓", 80, 90)]
    assert found(words, CERTIFICATE) == {"name": "和豪"}
