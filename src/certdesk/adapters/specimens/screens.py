"""Fictional look-up results of the two official sites, on a desktop and on a telephone (G-05, G-10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PIL import Image, ImageDraw

from certdesk.adapters.specimens.canvas import Color, font, jpeg, mark, write
from certdesk.adapters.specimens.person import SpecimenPerson

Site = Literal["zscx", "ln"]
Layout = Literal["list", "table", "phone", "phone_dark"]
Entries = Sequence[tuple[str, str]]

_LEVELS: Final = {1: "一级/高级技师", 2: "二级/技师", 3: "三级/高级工", 4: "四级/中级工", 5: "五级/初级工"}


@dataclass(frozen=True, slots=True)
class _Page:
    title: str
    address: str
    banner: Color


@dataclass(frozen=True, slots=True)
class _Theme:
    ground: Color
    text: Color
    label: Color
    rule: Color


_PAGES: Final[dict[str, _Page]] = {
    "zscx": _Page("技能人才评价证书全国联网查询", "http://zscx.osta.org.cn/", (26, 92, 168)),
    "ln": _Page("辽宁省职业资格证书查询", "http://ln.nvq.net.cn/", (168, 44, 40)),
}
_PHONE_VALUE_WIDTH: Final = 640
_LIGHT: Final = _Theme((255, 255, 255), (32, 34, 38), (100, 104, 112), (214, 218, 226))
_DARK: Final = _Theme((22, 24, 28), (228, 230, 234), (150, 154, 162), (58, 62, 70))


def lookup_screenshot(
    person: SpecimenPerson, site: Site = "zscx", layout: Layout = "list", more: Sequence[SpecimenPerson] = ()
) -> bytes:
    """Draw the result page for ``person`` and, below, the further certificates in ``more``, as JPEG."""
    people = (person, *more)
    if layout == "table":
        return jpeg(_table(_PAGES[site], [_entries(each, site) for each in people]))
    if layout == "list":
        return jpeg(_list(_PAGES[site], [_entries(each, site) for each in people]))
    theme = _DARK if layout == "phone_dark" else _LIGHT
    return jpeg(_phone(_PAGES[site], theme, [_entries(each, site) for each in people]))


def _entries(person: SpecimenPerson, site: Site) -> Entries:
    occupation = person.occupation
    common = [("姓名", person.name), ("证件号码", person.id_number)]
    if site == "ln":
        return [
            *common,
            ("职业名称", occupation),
            ("职业方向", person.direction or "--"),
            ("技能等级", _LEVELS[person.level]),
            ("证书编号", person.certificate_number),
            ("理论成绩", person.theory),
            ("技能成绩", person.practice),
            ("发证日期", f"{person.issued_on:%Y-%m-%d}"),
            ("鉴定机构", person.body),
        ]
    return [
        *common,
        ("职业名称", occupation),
        ("职业方向", person.direction or "--"),
        ("级别", _LEVELS[person.level]),
        ("证书编号", person.certificate_number),
        ("评定成绩", person.result),
        ("发证日期", f"{person.issued_on:%Y-%m-%d}"),
        ("数据上报单位", person.body),
    ]


def _browser(page: _Page, size: tuple[int, int]) -> Image.Image:
    sheet = Image.new("RGB", size, _LIGHT.ground)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((0, 0, size[0], 64), fill=(226, 229, 234))
    pen.rounded_rectangle((90, 12, size[0] - 120, 52), 18, fill=(255, 255, 255))
    write(sheet, (112, 18), page.address, 20, fill=_LIGHT.label)
    pen.rectangle((0, 64, size[0], 144), fill=page.banner)
    write(sheet, (40, 80), page.title, 34, fill=(255, 255, 255))
    write(sheet, (40, 160), "首页 > 查询结果", 18, fill=_LIGHT.label)
    return sheet


def _list(page: _Page, records: Sequence[Entries]) -> Image.Image:
    block = len(records[0]) * 46 + 86
    sheet = _browser(page, (1366, 260 + block * len(records)))
    pen = ImageDraw.Draw(sheet)
    for index, entries in enumerate(records):
        top = 210 + index * block
        write(sheet, (180, top), "证书信息", 24, bold=True)
        for row, (label, value) in enumerate(entries):
            y = top + 44 + row * 46
            pen.rectangle((180, y, 420, y + 46), fill=(240, 244, 250), outline=_LIGHT.rule)
            pen.rectangle((420, y, 1180, y + 46), outline=_LIGHT.rule)
            write(sheet, (200, y + 8), label, 22, fill=_LIGHT.label)
            write(sheet, (444, y + 8), value, 22)
    mark(sheet, (180, sheet.height - 44), 20)
    return sheet


def _table(page: _Page, records: Sequence[Entries]) -> Image.Image:
    widths = [_column_width(records, column) for column in range(len(records[0]))]
    sheet = _browser(page, (max(1366, sum(widths) + 80), 560))
    pen = ImageDraw.Draw(sheet)
    for row, cells in enumerate([[label for label, _ in records[0]], *([value for _, value in r] for r in records)]):
        x, y = 40, 220 + row * 48
        for width, cell in zip(widths, cells, strict=True):
            pen.rectangle((x, y, x + width, y + 48), fill=None if row else (236, 241, 250), outline=_LIGHT.rule)
            pen.text((x + width / 2, y + 24), cell, font=font(20), fill=_LIGHT.text, anchor="mm")
            x += width
    mark(sheet, (40, 500), 20)
    return sheet


def _column_width(records: Sequence[Entries], column: int) -> int:
    texts = [text for entries in records for text in entries[column]]
    return round(max(font(20).getlength(text) for text in texts)) + 40


def _phone(page: _Page, theme: _Theme, records: Sequence[Entries]) -> Image.Image:
    block = len(records[0]) * 118 + 60
    sheet = Image.new("RGB", (1080, max(1900, 420 + block * len(records))), theme.ground)
    pen = ImageDraw.Draw(sheet)
    write(sheet, (56, 26), "9:41", 36, fill=theme.text)
    write(sheet, (300, 116), page.title[:12], 44, fill=theme.text)
    write(sheet, (56, 200), page.address, 30, fill=theme.label)
    pen.rectangle((0, 256, 1080, 262), fill=page.banner)
    for index, entries in enumerate(records):
        top = 300 + index * block
        for row, (label, value) in enumerate(entries):
            y = top + row * 118
            write(sheet, (56, y + 32), label, 40, fill=theme.label)
            size = 40 if font(40).getlength(value) < _PHONE_VALUE_WIDTH else 32
            pen.text((1024, y + 32), value, font=font(size), fill=theme.text, anchor="ra")
            pen.line((56, y + 116, 1024, y + 116), fill=theme.rule, width=2)
    mark(sheet, (56, sheet.height - 80), 32, fill=theme.label)
    return sheet
