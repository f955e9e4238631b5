"""Anchors propose a kind, values must confirm it; a reading is sure only when its witness agrees."""

import pytest

from certdesk.adapters.pictures.extract.documents import documents_on


def portrait(word, number="440199199204251099", birth="1992年4月25日", sure=0.99):
    return [
        word("姓名韦宇", 80, 90),
        word("性别男民族汉", 80, 190),
        word(f"出生{birth}", 80, 290),
        word("住址广东省广州市天河区松涛巷1号", 80, 390),
        word("公民身份号码", 80, 690),
        word(number, 400, 690, sure=sure),
    ]


def emblem(word, top=0):
    return [
        word("中华人民共和国", 400, top + 100, 50),
        word("居民身份证", 400, top + 200, 60),
        word("签发机关武汉市公安局洪山分局", 250, top + 560),
        word("有效期限2013.08.02-2033.08.02", 250, top + 660),
    ]


def kinds(words):
    return [document.kind for document in documents_on(words)]


def test_both_sides_of_a_card_on_one_page_are_two_documents(word):
    assert kinds(portrait(word) + emblem(word, top=800)) == ["id_portrait_side", "id_emblem_side"]


def test_a_card_says_everything_with_certainty(word):
    (card,) = documents_on(portrait(word))
    assert {name: field.value for name, field in card.fields.items()} == {
        "name": "韦宇",
        "sex": "男",
        "ethnicity": "汉",
        "birth": "1992-04-25",
        "address": "广东省广州市天河区松涛巷1号",
        "id_number": "440199199204251099",
    }
    assert all(field.sure for field in card.fields.values())


def test_a_wrong_check_character_is_never_sure(word):
    (card,) = documents_on(portrait(word, number="440199199204251098"))
    assert card.fields["id_number"].value == "440199199204251098"
    assert not card.fields["id_number"].sure


def test_a_valid_number_read_with_little_confidence_stays_unsure(word):
    (card,) = documents_on(portrait(word, sure=0.7))
    assert card.fields["id_number"].value == "440199199204251099"
    assert not card.fields["id_number"].sure


def test_a_birth_date_that_the_number_contradicts_is_kept_and_not_sure(word):
    (card,) = documents_on(portrait(word, birth="1993年4月25日"))
    assert card.fields["birth"].value == "1993-04-25"
    assert not card.fields["birth"].sure


def test_a_card_for_life_says_so(word):
    words = [*emblem(word)[:3], word("有效期限2013.08.02-长期", 250, 660)]
    (card,) = documents_on(words)
    assert (card.fields["valid_from"].value, card.fields["valid_to"].value) == ("2013-08-02", "长期")


def test_a_validity_that_ends_before_it_begins_is_not_sure(word):
    (card,) = documents_on([*emblem(word)[:3], word("有效期限2033.08.02-2013.08.02", 250, 660)])
    assert not card.fields["valid_to"].sure


def lookup(word, *rows):
    words = [word("技能人才评价证书全国联网查询", 40, 40, 30)]
    return words + [
        word(text, left, 100 + 40 * index)
        for index, row in enumerate(rows)
        for text, left in zip(row, (50, 500), strict=True)
    ]


def test_a_second_certificate_in_a_list_is_a_second_reading_of_the_same_person(word):
    words = lookup(
        word,
        ("姓名", "例丽"),
        ("证件号码", "440199199204251099"),
        ("职业名称", "美发师"),
        ("级别", "四级/中级工"),
        ("证书编号", "0907000000400004"),
        ("发证日期", "2009-06-04"),
        ("职业名称", "焊工"),
        ("级别", "五级/初级工"),
        ("证书编号", "1007000000500005"),
        ("发证日期", "2010-07-06"),
    )
    first, second = documents_on(words)
    assert [first.kind, second.kind] == ["lookup_screenshot"] * 2
    assert [each.fields["occupation"].value for each in (first, second)] == ["美发师", "焊工"]
    assert [each.fields["level"].value for each in (first, second)] == ["4", "5"]
    assert second.fields["name"].value == "例丽"
    assert first.fields["site"].value == "zscx"
    assert first.fields["certificate_number"].sure


def test_a_number_whose_year_is_not_the_issue_year_is_not_sure(word):
    (document,) = documents_on(
        lookup(
            word,
            ("姓名", "例丽"),
            ("级别", "四级/中级工"),
            ("证书编号", "0907000000400004"),
            ("发证日期", "2011-06-04"),
        )
    )
    assert document.fields["certificate_number"].value == "0907000000400004"
    assert not document.fields["certificate_number"].sure


def test_a_notice_that_explains_the_labels_is_no_document(word):
    texts = (
        "证书查询须知",
        "请输入姓名、证件号码、证书编号",
        "查询结果包括职业名称、级别、发证日期",
        "评价机构负责解释",
    )
    assert kinds([word(text, 50, 100 + 40 * index) for index, text in enumerate(texts)]) == ["unknown"]


def test_other_papers_are_unknown(word):
    licence = [word("中华人民共和国机动车驾驶证", 100, 50), *portrait(word), word("准驾车型C1", 100, 800)]
    assert kinds(licence) == ["unknown"]
    assert kinds([]) == ["unknown"]


def look_up(word, **values):
    shown = {"姓名": "韦宇", "证书编号": "1907070047213677", "级别": "二级/技师", "职业名称": "茶艺师"} | values
    labels = [word(label, 80, 90 + 60 * number) for number, label in enumerate(shown)]
    return labels + [word(value, 400, 90 + 60 * number) for number, value in enumerate(shown.values())]


@pytest.mark.parametrize(
    ("label", "field", "whole", "run_together"),
    [
        ("职业名称", "occupation", "茶艺师", "茶艺师二级/技师"),
        ("职业名称", "occupation", "制冷工", "制冷工1907070047213677合格"),
        ("评价机构", "body", "锦州市职业技能鉴定指导中心", "锦州市职业技能鉴定指导中"),
        ("评价机构", "body", "沈阳铁路局职业技能鉴定站", "市职业技能鉴定站"),
    ],
)
def test_what_is_cut_off_or_run_together_is_not_sure(word, label, field, whole, run_together):
    (good,) = documents_on(look_up(word, **{label: whole, "发证日期": "2019-04-20"}))
    (bad,) = documents_on(look_up(word, **{label: run_together, "发证日期": "2019-04-20"}))
    assert good.fields[field].value == whole
    assert good.fields[field].sure
    assert not bad.fields[field].sure


def test_a_card_with_a_thumb_on_its_number_is_still_that_side(word):
    (card,) = documents_on(portrait(word, number="4401991992042510"))
    assert card.kind == "id_portrait_side"
    assert "id_number" not in card.fields


def test_a_licence_with_an_authority_and_a_validity_is_not_the_card(word):
    licence = [
        word("中华人民共和国", 400, 100, 50),
        word("特种作业操作证", 400, 200, 60),
        word("有效期限2019.05.06-2025.05.06", 250, 560),
        word("签发机关辽宁省应急管理厅", 250, 660),
    ]
    assert kinds(licence) == ["unknown"]
    assert kinds([*licence[:1], *emblem(word)[2:]]) == ["id_emblem_side"]


def test_a_query_that_was_filled_in_and_not_sent_is_no_result(word):
    form = [
        word("技能人才评价证书全国联网查询", 80, 30),
        word("姓名", 80, 90),
        word("韦宇", 400, 90),
        word("证件号码", 80, 150),
        word("440199199204251099", 400, 150),
        word("证书编号", 80, 210),
        word("请输入证书编号", 400, 210),
        word("查询", 400, 270),
    ]
    assert kinds(form) == ["unknown"]
