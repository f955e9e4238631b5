"""Pictures that people send by mistake: none of the four materials, though some look like one."""

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from PIL import Image, ImageDraw

from certdesk.adapters.specimens.canvas import paper, write
from certdesk.adapters.specimens.person import SpecimenPerson
from certdesk.adapters.specimens.surroundings import LETTERS


def _receipt(person: SpecimenPerson, chance: random.Random) -> Image.Image:
    sheet = Image.new("RGB", (620, 1300), (250, 249, 244))
    lines = ["幸福超市", "收银小票", "日期 2026-03-01", f"会员 {person.name}", *[
        f"{''.join(chance.choices(LETTERS, k=4))}  {chance.randrange(3, 90)}.50" for _ in range(14)
    ], "合计 328.00", "谢谢惠顾"]  # fmt: skip
    for number, line in enumerate(lines):
        write(sheet, (60, 60 + number * 58), line, 34)
    return sheet


def _bank_card(person: SpecimenPerson, chance: random.Random) -> Image.Image:
    sheet = paper((1012, 638), (40, 86, 150), (60, 110, 176))
    write(sheet, (60, 60), "示例银行 储蓄卡", 52, fill=(255, 255, 255))
    number = "6222" + "".join(str(chance.randrange(10)) for _ in range(15))
    write(sheet, (60, 320), " ".join(number[at : at + 4] for at in range(0, 19, 4)), 58, fill=(240, 240, 240))
    write(sheet, (60, 470), f"{person.name}   有效期 12/29", 40, fill=(240, 240, 240))
    return sheet


def _licence(person: SpecimenPerson, _chance: random.Random) -> Image.Image:
    sheet = paper((1040, 700), (246, 244, 232), (226, 226, 206))
    write(sheet, (180, 40), "中华人民共和国机动车驾驶证", 46, bold=True)
    lines = [
        f"证号 {person.id_number}",
        f"姓名 {person.name}   性别 {person.sex}   国籍 中国",
        f"住址 {person.address[:18]}",
        f"出生日期 {person.birth.isoformat()}",
        "初次领证日期 2010-05-06",
        "准驾车型 C1",
        "有效期限 2020-05-06 至 2030-05-06",
    ]
    for number, line in enumerate(lines):
        write(sheet, (70, 150 + number * 74), line, 36)
    return sheet


def _conversation(person: SpecimenPerson, _chance: random.Random) -> Image.Image:
    words = [
        f"我叫{person.name}",
        f"身份证{person.id_number}",
        "证书丢了怎么办",
        "职业资格证书编号忘了",
        "发证日期大概是去年",
    ]
    sheet = Image.new("RGB", (1080, 1200), (237, 237, 237))
    for number, text in enumerate(words):
        left = 60 + 200 * (number % 2)
        ImageDraw.Draw(sheet).rounded_rectangle(
            (left, 80 + number * 200, left + 780, 200 + number * 200), 16, fill="white"
        )
        write(sheet, (left + 30, 115 + number * 200), text, 40)
    return sheet


def _notice(_person: SpecimenPerson, _chance: random.Random) -> Image.Image:
    sheet = Image.new("RGB", (1240, 1754), "white")
    lines = [
        "关于补办职业资格证书的通知",
        "请携带居民身份证，填写下列各项：",
        "姓名、性别、民族、出生、住址、公民身份号码、签发机关、有效期限、",
        "证书编号、职业（工种）及等级、理论知识考试成绩、操作技能考核成绩、",
        "评定成绩、发证日期、鉴定（指导）中心。",
        "查询网站：zscx.osta.org.cn、ln.nvq.net.cn，查询结果须截图。",
    ]
    for number, line in enumerate(lines):
        write(sheet, (90, 160 + number * 90), line, 32, serif=True)
    return sheet


def _landscape(_person: SpecimenPerson, chance: random.Random) -> Image.Image:
    noise = np.random.default_rng(chance.randrange(1 << 30)).normal(0, 30, (90, 120, 3))
    sky = np.linspace(210, 90, 90)[:, None, None]
    small = Image.fromarray(np.clip(noise + sky, 0, 255).astype(np.uint8))
    return small.resize((1600, 1200), Image.Resampling.BICUBIC)


def _empty(_person: SpecimenPerson, _chance: random.Random) -> Image.Image:
    return Image.new("RGB", (1200, 900), (247, 246, 244))


FOREIGN: Mapping[str, Callable[[SpecimenPerson, random.Random], Image.Image]] = MappingProxyType(
    {
        "receipt": _receipt,
        "bank card": _bank_card,
        "driving licence": _licence,
        "chat": _conversation,
        "notice": _notice,
        "landscape": _landscape,
        "empty sheet": _empty,
    }
)
