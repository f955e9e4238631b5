"""Fictional certificates (G-11): the 2018 page, the 2015 booklet, and an older one from a dot-matrix printer."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from PIL import Image, ImageDraw

from certdesk.adapters.specimens.canvas import Color, font, jpeg, mark, paper, silhouette, write
from certdesk.adapters.specimens.person import SpecimenPerson

Version = Literal["2018", "2015", "dot_matrix"]

_PAGE: Final = (1100, 1540)
_GREEN: Final[Color] = (38, 92, 66)
_RED: Final[Color] = (150, 36, 40)
_GREY: Final[Color] = (112, 112, 118)
_LEVELS: Final = {1: "一级/高级技师", 2: "二级/技师", 3: "三级/高级工", 4: "四级/中级工", 5: "五级/初级工"}
_DOT: Final = 3  # pixels from one needle of the printer to the next
_NEEDLES: Final = 16


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    english: str
    value: str


def original_certificate(person: SpecimenPerson, version: Version = "2015") -> bytes:
    """Draw the certificate of ``person`` in one of its printed forms, as JPEG."""
    if version == "2018":
        return jpeg(_page_2018(person))
    if version == "2015":
        return jpeg(_booklet(person, dot_matrix=False))
    return jpeg(_booklet(person, dot_matrix=True))


def _page_2018(person: SpecimenPerson) -> Image.Image:
    sheet = _framed(_RED)
    write(sheet, (250, 150), "职业资格证书", 84, fill=_RED, serif=True, spread=18)
    entries = [
        _Entry("姓名", "Name", person.name),
        _Entry("性别", "Sex", person.sex),
        _Entry("出生日期", "Date of Birth", _long_date(person.birth)),
        _Entry("证件号码", "ID No.", person.id_number),
        _Entry("职业资格", "Qualification", person.occupation),
        _Entry("职业方向", "Specialty", person.direction or "——"),
        _Entry("等级", "Skill Level", _LEVELS[person.level]),
        _Entry("理论知识考试成绩", "Result of Theoretical Knowledge Test", person.theory),
        _Entry("操作技能考核成绩", "Result of Operational Skill Test", person.practice),
        _Entry("评定成绩", "Result of Test", person.result),
        _Entry("证书编号", "Certificate No.", person.certificate_number),
        _Entry("发证日期", "Issue Date", _long_date(person.issued_on)),
        _Entry("发证机构", "Issued by", person.body),
    ]
    for row, entry in enumerate(entries):
        _write_entry(sheet, 340 + row * 84, entry)
    sheet.paste(silhouette((200, 260)), (810, 310))
    mark(sheet, (100, 1450), 28)
    return sheet


def _booklet(person: SpecimenPerson, *, dot_matrix: bool) -> Image.Image:
    sheet = _framed(_GREEN if dot_matrix else _RED)
    occupation = person.occupation + (f"({person.direction})" if person.direction else "")
    entries = [
        _Entry("姓名", "Name", person.name),
        _Entry("性别", "Sex", person.sex),
        _Entry("出生日期", "Birth Date", _long_date(person.birth)),
        _Entry("文化程度", "Educational Level", "高中"),
        _Entry("发证日期", "Issue Date", _long_date(person.issued_on)),
        _Entry("证书编号", "Certificate No.", person.certificate_number),
        _Entry("身份证号", "ID No.", person.id_number),
        _Entry("职业(工种)及等级", "Occupation & Skill Level", f"{occupation}  {_LEVELS[person.level]}"),
        _Entry("理论知识考试成绩", "Result of Theoretical Knowledge Test", person.theory),
        _Entry("操作技能考核成绩", "Result of Operational Skill Test", person.practice),
        _Entry("评定成绩", "Result of Test", person.result),
    ]
    for row, entry in enumerate(entries):
        _write_entry(sheet, 130 + row * 100, entry, dot_matrix=dot_matrix)
    sheet.paste(silhouette((200, 260)), (810, 100))
    write(sheet, (560, 1280), "职业技能鉴定(指导)中心(印)", 34, serif=True)
    write(sheet, (560, 1340), person.body, 34, serif=True)
    mark(sheet, (100, 1450), 28)
    return sheet


def _framed(color: Color) -> Image.Image:
    sheet = paper(_PAGE, (250, 247, 236), (238, 230, 208))
    ImageDraw.Draw(sheet).rectangle((24, 24, _PAGE[0] - 25, _PAGE[1] - 25), outline=color, width=16)
    return sheet


def _write_entry(sheet: Image.Image, top: int, entry: _Entry, *, dot_matrix: bool = False) -> None:
    write(sheet, (90, top), entry.label, 34, serif=True)
    write(sheet, (90, top + 42), entry.english, 20, fill=_GREY, serif=True)
    left = 460 if len(entry.label) > len("出生日期") else 280
    if dot_matrix:
        sheet.paste((52, 54, 96), (left, top), _needle_print(entry.value))
    else:
        write(sheet, (left, top), entry.value, 34, serif=True)
    ImageDraw.Draw(sheet).line((left - 10, top + 54, 780, top + 54), fill=_GREY, width=1)


def _needle_print(text: str) -> Image.Image:
    """Return the text as a mask of needle dots, as a 24-pin printer hammers it through a ribbon."""
    face = font(_NEEDLES)
    coarse = Image.new("1", (round(face.getlength(text)) + 2, _NEEDLES + 4))
    ImageDraw.Draw(coarse).text((0, -3), text, font=face, fill=1)
    mask = Image.new("L", (coarse.width * _DOT, coarse.height * _DOT))
    pen = ImageDraw.Draw(mask)
    for y in range(coarse.height):
        for x in range(coarse.width):
            if coarse.getpixel((x, y)):
                pen.ellipse((x * _DOT, y * _DOT, x * _DOT + _DOT, y * _DOT + _DOT), fill=225)
    return mask


def _long_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
