"""What the people of the rehearsal write, sloppy or careful, as they would."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from certdesk.adapters.sample_mailbox import people
from certdesk.adapters.sample_mailbox.programs import Letter, Picture, iphone, netease, outlook, plain, qq, wechat
from certdesk.adapters.specimens import (
    SpecimenPerson,
    emblem_side,
    lookup_screenshot,
    original_certificate,
    portrait_side,
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One mail of the rehearsal: its name, how long before the start it came, and how it is built."""

    name: str
    minutes_before: int
    build: Callable[[datetime], bytes]


def _documents(person: SpecimenPerson, *names: str) -> tuple[Picture, ...]:
    """Draw both sides of the card and the look-up, under the names a telephone or the sender gave them."""
    drawn = (portrait_side(person), emblem_side(person), lookup_screenshot(person))
    return tuple(Picture(name, content) for name, content in zip(names, drawn, strict=True))


def _complete_lost(sent: datetime, key: str = "tencent_A1B2C3D4") -> Letter:
    person = people.LOSES
    return Letter(
        key=key,
        sender="1540000001@qq.example.invalid",
        sender_name="往事如风",
        subject="证书丢失补证明",
        text=(
            "老师您好：\n"
            f"我的{person.occupation}三级职业资格证书搬家时丢失了，现在单位要，申请补开证明。\n"
            f"姓名：{person.name}\n身份证号：{person.id_number}\n证书编号：{person.certificate_number}\n"
            f"收件人：{person.name}\n联系电话：15400000001\n邮寄地址：{person.address}\n材料在附件里，麻烦您了，谢谢！"
        ),
        sent=sent,
        pictures=_documents(person, "身份证正面.jpg", "身份证反面.jpg", "证书查询截图.jpg"),
    )


def _lost(sent: datetime) -> bytes:
    return qq(_complete_lost(sent))


def _lost_again(sent: datetime) -> bytes:
    """Send the same once more, as people do who have no answer yet."""
    return qq(_complete_lost(sent, key="tencent_E5F6A7B8"))


def _overseas(sent: datetime) -> bytes:
    person = people.GOES_ABROAD
    return netease(
        Letter(
            key="18c0ffee.1a2b",
            sender="lishifan154@163.example.invalid",
            sender_name="李示范",
            subject="出国换证补证明 李示范",
            text=(
                f"您好 我是{person.name} 要去国外工作 那边要求换证 我的证书是{person.occupation}二级的 "
                f"编号{person.certificate_number}\n身份证{person.id_number}\n"
                "寄到 沈阳市虚拟区例子路8号2单元501 李示范收 154 0000 0002\n还需要什么请告诉我"
            ),
            sent=sent,
            pictures=_documents(person, "微信图片_20261120101530.jpg", "微信图片_20261120101537.jpg", "截图.jpg"),
        )
    )


def _correction(sent: datetime) -> bytes:
    person = people.MISSPELT
    documents = (
        Picture("赵虚拟身份证正面.jpg", portrait_side(person)),
        Picture("赵虚拟身份证背面.jpg", emblem_side(person)),
        Picture(
            "辽宁省技能人才评价工作网查询结果截图（姓名有误）.jpg", lookup_screenshot(people.AS_PRINTED, site="ln")
        ),
        Picture("证书原件照片.jpg", original_certificate(people.AS_PRINTED, "2015")),
    )
    return outlook(
        Letter(
            key="SY0PR01MB4567",
            sender="zhao.xuni@outlook.example.invalid",
            sender_name="赵 虚拟",
            subject="证书错误信息更改补证明",
            text=(
                f"工作人员您好！\n\n本人{person.name}，证书上的姓名印成了“{people.AS_PRINTED.name}”，申请更正。\n\n"
                f"身份证号码：{person.id_number}\n证书编号：{person.certificate_number}\n"
                f"职业（工种）：{person.occupation}\n等级：三级/高级技能\n\n"
                "收件人：赵虚拟\n电话：15400000003\n地址：辽宁省鞍山市测试区钢城示例街206号附4号\n\n此致\n敬礼"
            ),
            sent=sent,
            pictures=documents,
        )
    )


def _other_city(sent: datetime) -> bytes:
    person = people.OF_DALIAN
    in_fours = " ".join(person.certificate_number[start : start + 4] for start in range(0, 16, 4))
    return iphone(
        Letter(
            key="7F3A9C10-2B4D",
            sender="sun.yanshi@icloud.example.invalid",
            sender_name="孙演示",
            subject="证书丢了怎么补",
            text=(
                f"你好，我叫{person.name}，汽车维修工中级证书丢了，号是{in_fours}\n\n"
                f"身份证号{person.id_number}\n大连市虚拟区海滨样本路18号 孙演示 15400000004"
            ),
            sent=sent,
            pictures=_documents(person, "1", "2", "3"),
        )
    )


def _other_province(sent: datetime) -> bytes:
    person = people.OF_ELSEWHERE
    return qq(
        Letter(
            key="tencent_0F1E2D3C",
            sender="1540000005@qq.example.invalid",
            sender_name="小周",
            subject="证书丢失补证明",
            text=(
                f"姓名 {person.name}\n身份证号 {person.id_number}\n证书编号 {person.certificate_number}\n"
                f"工种 {person.occupation}\n级别 四级\n手机 15400000005\n地址 丹东市虚拟区样本街5号"
            ),
            sent=sent,
            pictures=_documents(person, "IMG_0001.jpg", "IMG_0002.jpg", "Screenshot_20261120.jpg"),
        )
    )


def _skill_level(sent: datetime) -> bytes:
    person = people.OF_SKILL_LEVEL
    return netease(
        Letter(
            key="5d6e7f80.33aa",
            sender="wumoni154@163.example.invalid",
            sender_name="吴模拟",
            subject="技能等级证书丢失补办",
            text=(
                f"您好，我2022年考的养老护理员三级职业技能等级证书丢了，证书编号{person.certificate_number}，"
                f"姓名：{person.name}，身份证号：{person.id_number}，电话：15400000006，"
                "地址：沈阳市虚拟区样张街100号2-3-1。谢谢"
            ),
            sent=sent,
            pictures=_documents(person, "身份证1.jpg", "身份证2.jpg", "查询.jpg"),
        )
    )


def _from_wechat(sent: datetime) -> bytes:
    person = people.FATHER
    return wechat(
        Letter(
            key="3a1b.c4d5e6",
            sender="zheng154@126.example.invalid",
            sender_name="小郑",
            subject="转发：我爸的锅炉工证书找不到了",
            text=(
                f"我是{person.name}的女儿，替我父亲申请。他2009年的锅炉操作工五级证书找不到了，想补个证明。\n"
                f"持证人姓名：{person.name}\n持证人身份证号：{person.id_number}\n证书编号：{person.certificate_number}\n"
                "收件人：郑小样\n电话：15400000007\n地址：辽宁省抚顺市虚拟区样张路7号3单元102室"
            ),
            sent=sent,
            pictures=_documents(person, *(f"mmexport179500000000{number}.jpg" for number in (1, 2, 3))),
        )
    )


def _unreadable(sent: datetime) -> bytes:
    """Break a mail as a failing relay does: the boundary lost, the text cut inside its code, zeros in between."""
    whole = qq(replace(_complete_lost(sent, key="tencent_BROKEN00"), subject="补证明", pictures=()))
    head, _, body = whole.partition(b"\r\n\r\n")
    garbled = bytes((value * 7 + position) % 256 for position, value in enumerate(body[:1500]))
    kept = b"\r\n".join(line for line in head.split(b"\r\n") if not line.startswith((b"Subject", b" boundary")))
    return kept + b"\r\nSubject: \xd6\x00\xa4\xff\xfe\x81\r\n\r\n" + garbled


def _vacation(sent: datetime) -> bytes:
    return plain(
        Letter(
            key="auto-9f8e7d",
            sender="zhangsan154@163.example.invalid",
            sender_name="某单位",
            subject="自动回复: 关于证书补办",
            text="您好，您的邮件我已收到，我正在休假，会尽快回复您。",
            sent=sent,
            headers=(("Auto-Submitted", "auto-replied"), ("X-Autoreply", "yes"), ("Precedence", "bulk")),
        )
    )


def _empty(sent: datetime) -> bytes:
    sender = "1540000008@qq.example.invalid"
    return plain(Letter(key="empty-00", sender=sender, sender_name="", subject="", text="", sent=sent))


def _without_sender(sent: datetime) -> bytes:
    letter = Letter(
        key="nobody-01",
        sender="",
        sender_name="",
        subject="证书丢失",
        text="证书丢失了怎么补办？需要什么材料？",
        sent=sent,
    )
    return plain(letter)


SAMPLES = (
    Sample("01-lost", 180, _lost),
    Sample("02-overseas", 165, _overseas),
    Sample("03-correction", 150, _correction),
    Sample("04-other-city", 135, _other_city),
    Sample("05-other-province", 120, _other_province),
    Sample("06-skill-level", 105, _skill_level),
    Sample("07-from-wechat", 90, _from_wechat),
    Sample("08-unreadable", 75, _unreadable),
    Sample("09-lost-again", 60, _lost_again),
    Sample("10-vacation", 45, _vacation),
    Sample("11-empty", 30, _empty),
    Sample("12-without-sender", 15, _without_sender),
)


def sent_at(sample: Sample, at: datetime) -> datetime:
    """Return the moment a sample was sent, when the rehearsal begins at ``at``."""
    return at - timedelta(minutes=sample.minutes_before)
