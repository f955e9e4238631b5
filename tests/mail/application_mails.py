"""Applications as people write them: labelled, in one breath, traditional, for others, several at once."""

from typing import Any

from tests.mail.cases import ID_ONE, ID_TWO, NUMBER, Case, b64, mail, word

OTHER_NUMBER = "1507000000400022"
ADDRESS = "辽宁省沈阳市虚拟区样张街99号1单元3楼2号"
PHONE = "15400000001"


def _case(case: str, subject: str, text: str, /, **understood: Any) -> Case:
    raw = mail(
        f"Subject: {word(subject, 'gb18030')}",
        "Content-Type: text/plain; charset=gb18030",
        "Content-Transfer-Encoding: base64",
        body=b64(text.encode("gb18030")),
        key=case,
    )
    return Case(f"application-{case}", raw, {"subject": subject, "understood": understood})


FULL = {
    "business": "lost",
    "name": "张三",
    "id_number": ID_ONE,
    "certificate_number": NUMBER,
    "occupation": "维修电工",
    "level": "3",
    "recipient": "张三",
    "telephone": PHONE,
    "address": ADDRESS,
    "delivery_method": "post",
}


def _labelled() -> list[Case]:
    lines = (
        f"姓名：张三\n身份证号：{ID_ONE}\n证书编号：{NUMBER}\n职业（工种）：维修电工\n等级：三级\n"
        f"收件人：张三\n联系电话：{PHONE}\n邮寄地址：{ADDRESS}"
    )
    wide = lines.translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"})
    wide_address = "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in ADDRESS)
    numbered = "\n".join(f"{number}、{line}" for number, line in enumerate(lines.split("\n"), start=1))
    spaced = lines.replace("姓名：", "姓  名： ").replace("等级：", "等　　级：").replace("张三\n身", "张 三\n身")
    return [
        _case("ten-lines", "证书丢失补证明", lines, **FULL),
        _case("one-line", "证书丢失补证明", lines.replace("\n", "，"), **FULL),
        _case("one-line-with-blanks", "证书丢失补证明", lines.replace("\n", " ").replace("：", ":"), **FULL),
        _case("no-colons", "证书丢失补证明", lines.replace("：", " "), **FULL),
        _case("nothing-between", "证书丢失补证明", lines.replace("：", "").replace("\n", ""), **FULL),
        _case("full-width", "证书丢失补证明", wide, **{**FULL, "address_wide": wide_address}),
        _case("numbered", "证书丢失补证明", numbered, **FULL),
        _case("spaced-out-labels", "证书丢失补证明", spaced, **FULL),
        _case("labels-above-values", "证书丢失补证明", lines.replace("：", "\n"), **FULL),
        _case(
            "brackets",
            "证书丢失补证明",
            "\n".join("【" + line.replace("：", "】") for line in lines.split("\n")),
            **FULL,
        ),
        _case(
            "in-the-signature",
            "证书丢失补证明",
            f"材料见附件，谢谢。\n证书编号：{NUMBER}\n--\n张三\n{PHONE}\n{ADDRESS}",
            certificate_number=NUMBER,
            telephone=PHONE,
            address=ADDRESS,
            name="张三",
        ),
    ]


def _spoken() -> list[Case]:
    return [
        _case(
            "in-one-breath",
            "补办证书",
            (
                f"您好我叫李小明身份证{ID_TWO}，2015年考的中级中式烹调师证书找不到了，编号{OTHER_NUMBER}"
                "，麻烦寄到大连市虚拟区海滨样本路18号，李小明收，电话154 0000 0002"
            ),
            business="lost",
            name="李小明",
            id_number=ID_TWO,
            certificate_number=OTHER_NUMBER,
            occupation="中式烹调师",
            level="4",
            recipient="李小明",
            telephone="15400000002",
            address="大连市虚拟区海滨样本路18号",
            delivery_method="post",
        ),
        _case(
            "number-in-fours",
            "证书丢失补证明-王丽华",
            "我的保育员证书丢了，证书号 1507 0000 0040 0022。可以自取，电话：024-00000000，手机15400000003",
            business="lost",
            name="王丽华",
            certificate_number=OTHER_NUMBER,
            occupation="保育员",
            telephone="15400000003",
            delivery_method="pickup",
        ),
        _case(
            "overseas",
            "出国换证补证明",
            (
                f"本人赵敏，身份证号码{ID_ONE}，持有高级茶艺师证书（编号{NUMBER}），因出国务工需要换证"
                "。\n不方便自取，请到付邮寄：沈阳市虚拟区例子路8号2-5-1 赵敏 15400000004\n此致\n敬礼\n"
                "赵敏"
            ),
            business="overseas",
            name="赵敏",
            id_number=ID_ONE,
            certificate_number=NUMBER,
            occupation="茶艺师",
            level="3",
            recipient="赵敏",
            telephone="15400000004",
            address="沈阳市虚拟区例子路8号2-5-1",
            delivery_method="post",
        ),
        _case(
            "correction",
            "证书错误信息更改补证明",
            (
                f"我的证书上姓名印成了“张山”，应为“张三”。\n姓名：张三\n身份证号：{ID_ONE}\n证书编码："
                f"{NUMBER}\n收件人：本人\n手机号：{PHONE}\n地址：{ADDRESS}"
            ),
            business="correction",
            name="张三",
            id_number=ID_ONE,
            certificate_number=NUMBER,
            recipient="张三",
            telephone=PHONE,
            address=ADDRESS,
        ),
        _case(
            "traditional",
            "證書遺失補證明",
            (
                f"姓名：陳美麗\n身份證號碼：{ID_ONE}\n證書編號：{NUMBER}\n職業：美容師\n等級：二級/技師"
                f"\n收件人：陳美麗\n聯繫電話：{PHONE}\n郵寄地址：瀋陽市虛擬區樣張街5號"
            ),
            name="陳美麗",
            id_number=ID_ONE,
            certificate_number=NUMBER,
            occupation="美容師",
            level="2",
            recipient="陳美麗",
            telephone=PHONE,
            address="瀋陽市虛擬區樣張街5號",
            delivery_method="post",
        ),
        _case(
            "minority-name",
            "证书丢失补证明",
            f"姓名：买买提·吐尔逊\n证书编号：{NUMBER}\n收件人：本人",
            name="买买提·吐尔逊",
            recipient="买买提·吐尔逊",
            certificate_number=NUMBER,
        ),
        _case(
            "compound-surname",
            "证书丢失补证明",
            f"我是欧阳娜娜，证书编号{NUMBER}",
            name="欧阳娜娜",
            certificate_number=NUMBER,
        ),
    ]


def _doubtful() -> list[Case]:
    """What is wrong is shown, and marked unsure."""
    wrong_check = ID_ONE[:-1] + "9"
    return [
        _case(
            "id-number-mistyped",
            "证书丢失补证明",
            f"姓名：张三\n身份证号：{wrong_check}",
            id_number=wrong_check,
            unsure=["id_number"],
        ),
        _case(
            "certificate-number-too-short",
            "证书丢失补证明",
            f"证书编号：{NUMBER[:-1]}",
            certificate_number=NUMBER[:-1],
            unsure=["certificate_number"],
        ),
        _case(
            "address-half",
            "证书丢失补证明",
            "地址：沈阳市虚拟区\n电话：15400000001",
            address="沈阳市虚拟区",
            unsure=["address"],
        ),
        _case(
            "either-way",
            "证书丢失补证明",
            f"邮寄或自取都可以，地址：{ADDRESS}",
            delivery_method="post",
            unsure=["delivery_method"],
        ),
        _case(
            "says-nothing",
            "咨询",
            "请问需要什么材料？在哪里办？",
            name=None,
            id_number=None,
            certificate_number=None,
            recipient=None,
            telephone=None,
            address=None,
            delivery_method=None,
            business=None,
        ),
        _case(
            "the-offices-own-telephone",
            "证书丢失补证明",
            "我打了024-22955229没人接，我的电话是15400000009",
            telephone="15400000009",
        ),
    ]


def _for_others() -> list[Case]:
    roll = (
        f"我单位以下职工证书遗失，申请补开证明：\n张三 {ID_ONE} {NUMBER} 维修电工 三级\n李四 {ID_TWO}"
        f" {OTHER_NUMBER} 中式烹调师 四级\n"
        f"联系人：王五\n电话：{PHONE}\n地址：{ADDRESS}"
    )
    return [
        _case(
            "daughter-for-father",
            "证书丢失补证明",
            (
                f"我是张建国的女儿张晓，替我父亲申请。身份证号：{ID_ONE}，证书编号：{NUMBER}。收件人："
                f"张晓，电话：{PHONE}，地址：{ADDRESS}"
            ),
            name="张建国",
            id_number=ID_ONE,
            certificate_number=NUMBER,
            recipient="张晓",
            telephone=PHONE,
            has_agent=True,
        ),
        _case(
            "colleague",
            "证书补办",
            f"替同事李四申请，身份证{ID_TWO}，证书编号{OTHER_NUMBER}。收件人：王五",
            name="李四",
            id_number=ID_TWO,
            certificate_number=OTHER_NUMBER,
            recipient="王五",
            has_agent=True,
        ),
        _case(
            "named-agent",
            "证书丢失补证明",
            f"持证人：张三\n身份证号：{ID_ONE}\n证书编号：{NUMBER}\n代办人：李四\n身份证号：{ID_TWO}\n电话：{PHONE}",
            name="张三",
            id_number=ID_ONE,
            certificate_number=NUMBER,
            agent="李四",
            has_agent=True,
        ),
        _case(
            "employer-with-a-list",
            "职工证书遗失补证明",
            roll,
            people=[["张三", ID_ONE, NUMBER, "维修电工", "3"], ["李四", ID_TWO, OTHER_NUMBER, "中式烹调师", "4"]],
            recipient="王五",
            telephone=PHONE,
            address=ADDRESS,
            has_agent=True,
        ),
        _case(
            "two-certificates",
            "证书丢失补证明",
            f"姓名：张三\n身份证号：{ID_ONE}\n证书编号：{NUMBER}\n证书编号：{OTHER_NUMBER}",
            people=[["张三", ID_ONE, NUMBER, None, None], ["张三", ID_ONE, OTHER_NUMBER, None, None]],
        ),
    ]


def cases() -> list[Case]:
    return [*_labelled(), *_spoken(), *_doubtful(), *_for_others()]
