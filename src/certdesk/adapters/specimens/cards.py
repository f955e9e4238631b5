"""Both sides of a fictional identity card (G-09)."""

from typing import Final

from PIL import Image, ImageDraw

from certdesk.adapters.specimens.canvas import Color, font, jpeg, mark, paper, silhouette, write
from certdesk.adapters.specimens.person import SpecimenPerson

_SIZE: Final = (1284, 810)  # 85.6 × 54 mm at 15 pixels a millimetre
_LABEL: Final[Color] = (52, 98, 150)
_ADDRESS_WIDTH: Final = 540  # pixels before the address goes on in the next line


def portrait_side(person: SpecimenPerson) -> bytes:
    """Draw the side with name, birth, address and number (人像面) as JPEG."""
    sheet = paper(_SIZE, (238, 242, 248), (214, 222, 236))
    for top, label in ((92, "姓名"), (192, "性别"), (290, "出生"), (388, "住址")):
        write(sheet, (88, top), label, 36, fill=_LABEL, spread=18)
    write(sheet, (250, 86), person.name, 48, bold=True, spread=6)
    write(sheet, (250, 190), person.sex, 40, bold=True)
    write(sheet, (400, 192), "民族", 36, fill=_LABEL, spread=18)
    write(sheet, (545, 190), person.ethnicity, 40, bold=True)
    _write_birth(sheet, person)
    for row, part in enumerate(_address_lines(person.address)):
        write(sheet, (250, 386 + row * 58), part, 40, bold=True)
    write(sheet, (88, 680), "公民身份号码", 36, fill=_LABEL, spread=4)
    write(sheet, (420, 670), person.id_number, 50, bold=True, spread=8)
    sheet.paste(silhouette((300, 380)), (890, 130))
    mark(sheet, (850, 560), 26)
    return jpeg(sheet)


def emblem_side(person: SpecimenPerson) -> bytes:
    """Draw the side with the issuing authority and the validity (国徽面) as JPEG."""
    sheet = paper(_SIZE, (244, 242, 238), (232, 222, 222))
    pen = ImageDraw.Draw(sheet)
    pen.ellipse((90, 70, 300, 280), fill=(176, 170, 166), outline=(140, 134, 130), width=8)
    pen.text((195, 175), "样张", font=font(72), fill=(245, 245, 245), anchor="mm")  # no state emblem is drawn
    write(sheet, (400, 96), "中华人民共和国", 66, bold=True, spread=22)
    write(sheet, (400, 216), "居民身份证", 92, bold=True, spread=40)
    write(sheet, (250, 560), "签发机关", 40, bold=True)
    write(sheet, (470, 560), person.authority, 40)
    write(sheet, (250, 668), "有效期限", 40, bold=True)
    until = "长期" if person.valid_to is None else f"{person.valid_to:%Y.%m.%d}"
    write(sheet, (470, 668), f"{person.valid_from:%Y.%m.%d}-{until}", 40)
    mark(sheet, (860, 750), 26)
    return jpeg(sheet)


def _write_birth(sheet: Image.Image, person: SpecimenPerson) -> None:
    x = 250
    for value, unit in ((person.birth.year, "年"), (person.birth.month, "月"), (person.birth.day, "日")):
        x = write(sheet, (x, 288), str(value), 40, bold=True) + 18
        x = write(sheet, (x, 290), unit, 36, fill=_LABEL) + 18


def _address_lines(address: str) -> list[str]:
    face, lines = font(40), [""]
    for character in address:
        if face.getlength(lines[-1] + character) > _ADDRESS_WIDTH:
            lines.append("")
        lines[-1] += character
    return lines
