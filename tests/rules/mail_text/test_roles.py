"""Who writes for whom, and how the letter is to come."""

import pytest

from certdesk.rules.mail_text.roles import find_agency, find_delivery, find_self


@pytest.mark.parametrize(
    ("text", "relation", "holder"),
    [
        ("我是张建国的女儿，替他申请", "女儿", "张建国"),
        ("替我父亲张建国申请", "父亲", "张建国"),
        ("帮同事李四办理", "同事", "李四"),
        ("我爱人王五的证书丢了", "爱人", "王五"),
        ("我单位职工的证书", "职工", None),
        ("我公司3名员工", "员工", None),
        ("受李四委托办理", "受李四委托", "李四"),
        ("受他人的委托", "受他人的委托", None),
        ("委托我办理", "委托我办理", None),
        ("代李四申请", "代", "李四"),
        ("我的证书丢了", None, None),
        ("代码写错了", None, None),
    ],
)
def test_somebody_writes_for_the_holder(text, relation, holder):
    agency = find_agency(text)
    assert (agency.relation if agency else None) == relation
    assert (agency.holder.value if agency and agency.holder else None) == holder


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("您好我叫张三", "张三"),
        ("本人李小明，", "李小明"),
        ("我是欧阳娜娜", "欧阳娜娜"),
        ("我是张三的女儿", None),
        ("我是张三的邻居李四", None),
        ("我是来咨询的，我叫张三", "张三"),
        ("证书丢了", None),
    ],
)
def test_who_says_i(text, name):
    found = find_self(text)
    assert (found.value if found else None) == name


@pytest.mark.parametrize(
    ("text", "method", "sure"),
    [
        ("请邮寄到付", "post", True),
        ("快递", "post", True),
        ("我自取", "pickup", True),
        ("到你们窗口领取", "pickup", True),
        ("不自取，请邮寄", "post", True),
        ("不用邮寄，我过去取", "pickup", True),
        ("无法自取", "post", False),
        ("不用寄到家里", "pickup", False),
        ("邮寄或自取都行", "post", False),
        ("不自取也不邮寄", None, None),
        ("证书丢了", None, None),
    ],
)
def test_how_the_letter_is_to_come(text, method, sure):
    found = find_delivery(text)
    assert (found.method if found else None) == method
    assert (found.sure if found else None) == sure
