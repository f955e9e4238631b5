"""Labels and where their values stand."""

import pytest

from certdesk.rules.mail_text.folding import fold, fold_width
from certdesk.rules.mail_text.labels import Label, find_labels, value_region


def regions(text):
    folded = fold(text)
    hits = find_labels(folded)
    found = []
    for index, hit in enumerate(hits):
        start, end = value_region(folded, hits, index)
        found.append((hit.label, text[start:end]))
    return found


@pytest.mark.parametrize("text", ["證書編號：１２３", "姓　名﹕张三", "【电话】", "a\tb\rc", "", "👍🏽"])
def test_folding_keeps_every_position(text):
    assert len(fold(text)) == len(fold_width(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("姓名：张三", [(Label.NAME, "张三")]),
        ("姓  名 ： 张三", [(Label.NAME, "张三")]),
        ("收件人姓名：张三", [(Label.RECIPIENT, "张三")]),
        ("收件人电话：1", [(Label.TELEPHONE, "1")]),
        ("证书编号（必填）：18", [(Label.CERTIFICATE_NUMBER, "18")]),
        ("姓名\n张三\n", [(Label.NAME, "张三")]),
        ("姓名\n\n  张三", [(Label.NAME, "张三")]),
        ("姓名", [(Label.NAME, "")]),
        ("姓名：张三，电话：1", [(Label.NAME, "张三，"), (Label.TELEPHONE, "1")]),
        ("地址：沈阳市电话局宿舍3号", [(Label.ADDRESS, "沈阳市电话局宿舍3号"), (Label.TELEPHONE, "局宿舍3号")]),
        ("地址：某街1号收件人张三", [(Label.ADDRESS, "某街1号"), (Label.RECIPIENT, "张三")]),
        ("證書編號：18", [(Label.CERTIFICATE_NUMBER, "18")]),
        ("Tel: 1", [(Label.TELEPHONE, "1")]),
        ("Hotel: 1", []),
        ("证书编号为18", [(Label.CERTIFICATE_NUMBER, "18")]),
    ],
)
def test_a_label_and_its_value(text, expected):
    assert regions(text) == expected


def test_a_spreadsheet_of_labels_ends_somewhere():
    assert len(find_labels("姓名：" * 1000)) == 400


@pytest.mark.parametrize("letter", ["İ", "ı", "ſ", "K"])
def test_letters_that_change_when_their_case_does_begin_no_label(letter):
    assert find_labels(f"{letter}D: 1") == ()
