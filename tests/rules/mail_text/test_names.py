"""Names in sentences and alone."""

import pytest

from certdesk.rules.mail_text.names import has_surname, labelled_name, lone_names, spoken_name


def labelled(text):
    name = labelled_name(text, 0, len(text))
    return (name.value, name.known) if name else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三", ("张三", True)),
        (" 张  三", ("张三", True)),
        ("張三豐", ("張三豐", True)),
        ("欧阳娜娜", ("欧阳娜娜", True)),
        ("样小海", ("样小海", False)),
        ("𠮷䶮㛃", ("𠮷䶮㛃", False)),
        ("王𬎆", ("王𬎆", True)),
        ("买买提·吐尔逊", ("买买提·吐尔逊", True)),
        ("张三（女）", ("张三", True)),
        ("张三先生", ("张三", True)),
        ("张三收", ("张三", True)),
        ("张三身份证", ("张三", True)),
        ("张三 丰收在望", ("张三丰", True)),
        ("李小明 沈阳", ("李小明", True)),
        ("John Smith", ("John Smith", True)),
        ("张", None),
        ("本人", None),
        ("见附件", None),
        ("15400000001", None),
        ("", None),
    ],
)
def test_the_value_of_a_label(text, expected):
    assert labelled(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三", "张三"),
        ("张三的证书", "张三"),
        ("李小明身份证", "李小明"),
        ("李小明于2015年", "李小明"),
        ("赵敏于2015年", "赵敏"),
        ("郑范本，", "郑范本"),
        ("欧阳娜娜的", "欧阳娜娜"),
        ("要去国外", None),
        ("申请", None),
        ("a", None),
    ],
)
def test_a_name_in_a_sentence(text, expected):
    name = spoken_name(text, 0)
    assert (name.value if name else None) == expected


def test_a_name_alone():
    assert [name.value for name in lone_names("您好\n张三 15400000001\n沈阳 谢谢，王小明\n王小明明")] == [
        "张三",
        "王小明",
    ]


def test_surnames():
    assert has_surname("張三")
    assert has_surname("司马光")
    assert not has_surname("您好")
    assert not has_surname("")
