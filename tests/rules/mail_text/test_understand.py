"""What a whole mail comes to: values, where they stood, how sure, and why."""

import pytest

from certdesk.guide.load import load_guide
from certdesk.rules.business import Business
from certdesk.rules.mail_text import Source, Span, understand_text

GUIDE = load_guide()
WORDS = {business: rule.words for business, rule in GUIDE.businesses.items()}
ID_NUMBER = "210199199003071232"
NUMBER = "1807000000103353"
STREET = "沈阳市虚拟区样张街99号1单元3楼2号"


def understand(text, subject="证书丢失补证明", signature=""):
    return understand_text(
        subject,
        text,
        words=WORDS,
        scheme=GUIDE.rulebook.numbering,
        this_year=2026,
        office_telephones=["0411-39997593"],
        signature=signature,
    )


def test_every_value_tells_where_it_stood():
    found = understand(f"姓名：张三\n证书编号：{NUMBER}", subject="补办", signature="15400000001")
    assert found.name.span == Span(3, 5, Source.TEXT)
    assert found.certificate_number.span == Span(11, 27, Source.TEXT)
    assert found.telephone.span == Span(0, 11, Source.SIGNATURE)
    assert found.business.business is Business.LOST
    assert found.person is found.people[0]


def test_the_subject_is_read_where_the_text_is_silent():
    found = understand(f"材料在附件。电话15400000001 {STREET}", subject="证书丢失补证明+张三+1807000000103353")
    assert (found.name.value, found.name.span.source, found.name.sure) == ("张三", Source.SUBJECT, True)
    assert found.certificate_number.span.source is Source.SUBJECT


def test_a_name_glued_to_the_business_is_unsure():
    found = understand("材料在附件", subject="张三证书丢失补证明")
    assert (found.name.value, found.name.sure) == ("张三", False)


def test_two_names_for_one_certificate_are_a_question():
    found = understand(f"证书姓名：张山\n姓名：张三\n身份证号：{ID_NUMBER}")
    assert len(found.people) == 1
    assert not found.name.sure


@pytest.mark.parametrize(
    ("text", "number", "sure"),
    [
        (f"身份证号：{ID_NUMBER}", ID_NUMBER, True),
        (ID_NUMBER, ID_NUMBER, True),
        ("身份证：110105491231002", "110105491231002", True),
        ("110105491231002", "110105491231002", False),
        ("身份证号：210199199003071239", "210199199003071239", False),
        ("身份证号：2101991990030712", "2101991990030712", False),
        ("身份证号：21019919900307123OO", "21019919900307123OO", False),
    ],
)
def test_an_identity_number_is_sure_when_its_check_holds_or_its_label_stands(text, number, sure):
    found = understand(text)
    assert (found.id_number.value, found.id_number.sure) == (number, sure)


@pytest.mark.parametrize(
    ("text", "number", "sure"),
    [
        (NUMBER, NUMBER, True),
        (f"证书编号：{NUMBER}", NUMBER, True),
        ("证书编号：1710000000400005", "1710000000400005", True),  # another province's, and written as such
        ("1710000000400005", "1710000000400005", False),
        ("6222000000400005", "6222000000400005", False),  # rather a bank card
        ("证书编号：9907000000400005", "9907000000400005", True),
        ("证书编号：8807000000400005", "8807000000400005", False),
        ("证书编号：180700000010335", "180700000010335", False),
        ("S000021000001223000006", "S000021000001223000006", True),
    ],
)
def test_a_certificate_number_is_sure_when_it_obeys_the_rules_or_its_label_stands(text, number, sure):
    found = understand(text)
    assert (found.certificate_number.value, found.certificate_number.sure) == (number, sure)


@pytest.mark.parametrize(
    ("text", "telephone", "sure"),
    [
        ("电话15400000001", "15400000001", True),
        ("15400000001", "15400000001", True),
        ("15400000001 15400000002", "15400000001", False),
        ("15400000001 联系电话：15400000002", "15400000002", True),
        ("024-31330000 15400000001", "15400000001", False),
        ("我打了024-22955229和0411-39997593，我的是15400000001", "15400000001", True),
    ],
)
def test_whose_telephone_it_is(text, telephone, sure):
    found = understand(text)
    assert (found.telephone.value, found.telephone.sure) == (telephone, sure)


def test_only_the_offices_own_telephone_is_nobodys():
    assert understand("我打了024-22955229没人接").telephone is None


@pytest.mark.parametrize(
    ("text", "recipient", "sure"),
    [
        ("姓名：张三\n收件人：李四", "李四", True),
        ("姓名：张三\n收件人：本人", "张三", True),
        ("姓名：张三", "张三", False),
        ("姓名：张三\n放小区，门卫收", "张三", False),
        (f"地址：{STREET}，李四，15400000001", "李四", True),
        (f"李四\n15400000001\n{STREET}", "李四", False),
        (f"寄{STREET} 李四收", "李四", True),
        ("证书丢了", None, None),
    ],
)
def test_who_receives_the_letter(text, recipient, sure):
    found = understand(text).recipient
    assert ((found.value, found.sure) if found else (None, None)) == (recipient, sure)


@pytest.mark.parametrize(
    ("text", "method", "sure"),
    [
        ("领取方式：自取", "pickup", True),
        ("领取方式：邮寄\n我也可以去取", "post", True),
        ("领取方式：都行\n请邮寄", "post", True),
        (f"地址：{STREET}", "post", True),
        ("地址：沈阳市虚拟区", "post", False),
        ("证书丢了", None, None),
    ],
)
def test_how_it_is_delivered(text, method, sure):
    found = understand(text).delivery_method
    assert ((found.value, found.sure) if found else (None, None)) == (method, sure)


@pytest.mark.parametrize(
    ("text", "occupation", "level", "sure"),
    [
        ("职业：维修电工\n等级：三级", "维修电工", "3", True),
        ("职业（工种）及等级：维修电工 三级", "维修电工", "3", True),
        ("我的维修电工三级证书丢了", "维修电工", "3", True),
        ("我在维修电工班上课，想咨询", "维修电工", None, False),
        ("三级证书丢了", None, "3", False),
    ],
)
def test_occupation_and_level(text, occupation, level, sure):
    found = understand(text)
    assert (found.occupation.value if found.occupation else None) == occupation
    assert (found.level.value if found.level else None) == level
    assert (found.occupation or found.level).sure is sure


def test_several_people_become_several_proposals_with_a_word_to_the_officer():
    found = understand(
        f"姓名：张三 身份证号：{ID_NUMBER} 证书编号：{NUMBER}\n"
        "姓名：李四 身份证号：210199198506124565 证书编号：1507000000400022"
    )
    assert [(person.name.value, person.certificate_number.value) for person in found.people] == [
        ("张三", NUMBER),
        ("李四", "1507000000400022"),
    ]
    assert str(found.notes[0]) == "邮件中涉及2份证书或申请人，请逐一核对后分别立案。"


def test_the_same_number_twice_is_one_person():
    found = understand(f"{NUMBER}\n证书编号：{NUMBER}\n{ID_NUMBER} {ID_NUMBER}")
    assert len(found.people) == 1


def test_an_agent_who_names_himself_is_kept_apart_from_the_holder():
    found = understand("我叫李晓，帮同事张三申请")
    assert (found.name.value, found.agent.value) == ("张三", "李晓")
    assert str(found.notes[0]) == "由他人代持证人申请，请核对持证人本人的信息。"


def test_an_agent_without_a_holder_leaves_the_holder_open():
    found = understand("替我父亲申请")
    assert found.name is None
    assert found.agent.value == "父亲"


def test_the_holders_number_below_the_agents_label_is_the_holders():
    found = understand(f"代办人：李四，持证人身份证号：{ID_NUMBER}")
    assert found.id_number.value == ID_NUMBER
    assert found.agent.value == "李四"


def test_a_text_beyond_the_limit_is_understood_at_its_beginning_and_said():
    found = understand(f"姓名：张三\n{'。' * 20_000}\n证书编号：{NUMBER}")
    assert (found.name.value, found.certificate_number) == ("张三", None)
    assert str(found.notes[-1]) == "正文过长，只理解了开头部分。"


def test_nothing_gives_one_unknown_person():
    found = understand("", subject="")
    assert len(found.people) == 1
    assert (found.name, found.id_number, found.business.business, found.agent, found.notes) == (
        None,
        None,
        None,
        None,
        (),
    )
    assert (found.telephone, found.address, found.recipient, found.delivery_method) == (None, None, None, None)


def test_a_list_without_labels_is_read_row_by_row():
    found = understand(f"张三 {ID_NUMBER} {NUMBER} 焊工 四级\n{NUMBER} {ID_NUMBER}\n李四 1507000000400022")
    assert [person.name.value for person in found.people] == ["张三", "李四"]
    assert (found.occupation.value, found.level.value) == ("焊工", "4")
