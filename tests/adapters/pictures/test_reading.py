"""The reader on pictures of fictional documents: every kind, any way up, and with something wrong about them."""

import importlib
import io
import random
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from certdesk.adapters.pictures.engine import text_engine
from certdesk.adapters.pictures.networks import NoSuchBackend, openvino_network
from certdesk.adapters.pictures.page import pixels, read_page
from certdesk.adapters.pictures.reader import PictureReader
from certdesk.adapters.specimens import (
    emblem_side,
    example_person,
    lookup_screenshot,
    original_certificate,
    portrait_side,
)
from certdesk.adapters.specimens.canvas import write
from certdesk.adapters.specimens.foreign import FOREIGN
from certdesk.adapters.specimens.surroundings import in_a_chat, on_a_desktop, sealed, under_plastic

HOLDER = replace(example_person(3), name="李雪梅", ethnicity="满")


def picture(content):
    return Image.open(io.BytesIO(content))


def encoded(image, **options):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90, **options)
    return buffer.getvalue()


def on_a_table(image, angle=0.0):
    """Lay a document on a dark table, turned a little."""
    table = Image.new("RGB", (image.width + 300, image.height + 300), (96, 72, 54))
    paper = Image.new("L", image.size, 255).rotate(angle, expand=True)
    table.paste(image.rotate(angle, expand=True), (120, 120), paper)
    return table


@pytest.fixture(scope="module")
def read():
    reader = PictureReader()

    def fields_of(content):
        return [
            (each.kind, {name: field.value for name, field in each.fields.items()}) for each in reader.read(content)
        ]

    return fields_of


PORTRAIT = {
    "name": "李雪梅",
    "sex": HOLDER.sex,
    "ethnicity": "满",
    "birth": HOLDER.birth.isoformat(),
    "address": HOLDER.address,
    "id_number": HOLDER.id_number,
}


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_card_is_read_whichever_way_the_telephone_was_held(read, turn):
    content = encoded(on_a_table(picture(portrait_side(HOLDER)), 4).rotate(turn, expand=True))
    assert read(content) == [("id_portrait_side", PORTRAIT)]


def test_the_camera_orientation_is_honoured(read):
    exif = Image.Exif()
    exif[0x0112] = 8
    content = encoded(picture(emblem_side(HOLDER)).rotate(-90, expand=True), exif=exif)
    expected = {
        "authority": "沈阳市公安局虚拟分局",
        "valid_from": HOLDER.valid_from.isoformat(),
        "valid_to": HOLDER.valid_to.isoformat(),
    }
    assert read(content) == [("id_emblem_side", expected)]


def test_a_card_seen_from_far_aside_keeps_its_rows(read):
    card = picture(emblem_side(HOLDER))
    width, height = card.size
    seen = card.transform(  # the right edge is a fifth lower than the left one
        card.size,
        Image.Transform.QUAD,
        (0, 0, 0, height, width, height * 1.2, width, -height * 0.2),
        Image.Resampling.BICUBIC,
        fillcolor=(96, 72, 54),
    )
    ((kind, fields),) = read(encoded(on_a_table(seen)))
    assert kind == "id_emblem_side"
    assert fields["authority"] == "沈阳市公安局虚拟分局"
    assert fields["valid_from"] == HOLDER.valid_from.isoformat()


def test_both_sides_on_one_sheet_are_two_readings_with_boxes_of_their_own():
    sheet = Image.new("RGB", (1654, 2339), "white")
    sheet.paste(picture(portrait_side(HOLDER)), (180, 200))
    sheet.paste(picture(emblem_side(HOLDER)), (180, 1300))
    front, back = PictureReader().read(encoded(sheet))
    assert (front.kind, back.kind) == ("id_portrait_side", "id_emblem_side")
    assert front.fields["id_number"].value == HOLDER.id_number
    assert front.fields["id_number"].sure
    left, top, right, bottom = front.fields["id_number"].box
    assert 180 + 400 < left * 1654 < right * 1654 < 180 + 1284
    assert 200 + 640 < top * 2339 < bottom * 2339 < 200 + 760
    assert back.fields["authority"].box[1] * 2339 > 1300


RECORD = {
    "name": "李雪梅",
    "id_number": HOLDER.id_number,
    "occupation": HOLDER.occupation,
    "level": str(HOLDER.level),
    "certificate_number": HOLDER.certificate_number,
    "issue_date": HOLDER.issued_on.isoformat(),
    "body": HOLDER.body,
}


@pytest.mark.parametrize("layout", ["list", "phone_dark"])
def test_a_look_up_of_the_national_site_is_read(read, layout):
    ((kind, fields),) = read(lookup_screenshot(HOLDER, "zscx", layout))
    assert kind == "lookup_screenshot"
    assert fields == RECORD | {"result": "合格", "site": "zscx"}


def test_two_certificates_in_a_table_are_two_readings(read):
    other = replace(example_person(9), name="李雪梅", id_number=HOLDER.id_number)
    (_, first), (_, second) = read(lookup_screenshot(HOLDER, "ln", "table", more=[other]))
    assert first.items() >= RECORD.items()
    assert first["site"] == "ln"
    assert second["certificate_number"] == other.certificate_number
    assert second["name"] == "李雪梅"


def test_a_long_screenshot_of_a_telephone_is_read_to_its_end(read):
    others = [replace(example_person(index), name="李雪梅", id_number=HOLDER.id_number) for index in (9, 12)]
    found = read(lookup_screenshot(HOLDER, "zscx", "phone", more=others))
    assert [fields["certificate_number"] for _, fields in found] == [
        person.certificate_number for person in (HOLDER, *others)
    ]
    assert [fields["occupation"] for _, fields in found] == [person.occupation for person in (HOLDER, *others)]


@pytest.mark.parametrize("version", ["2015", "2018", "dot_matrix"])
def test_certificates_of_all_printings_are_read(read, version):
    ((kind, fields),) = read(encoded(on_a_table(picture(original_certificate(HOLDER, version)), -3)))
    assert kind == "original_certificate"
    expected = RECORD | {
        "sex": HOLDER.sex,
        "birth": HOLDER.birth.isoformat(),
        "theory_score": HOLDER.theory,
        "practice_score": HOLDER.practice,
        "result": "合格",
    }
    assert fields == expected


def test_a_certificate_number_is_sure_because_year_and_level_agree():
    (reading,) = PictureReader().read(lookup_screenshot(HOLDER))
    number = reading.fields["certificate_number"]
    assert number.value[:2] == f"{HOLDER.issued_on:%y}"
    assert number.sure


def test_a_blurred_photo_says_how_to_take_a_better_one():
    blurred = picture(portrait_side(HOLDER)).filter(ImageFilter.GaussianBlur(14))
    (reading,) = PictureReader().read(encoded(blurred))
    assert reading.quality["blurred"]
    assert "照片模糊" in reading.quality["advice"]
    assert not any(field.sure for field in reading.fields.values())


def test_an_empty_table_is_no_document():
    (reading,) = PictureReader().read(encoded(Image.new("RGB", (900, 700), (96, 72, 54))))
    assert reading.kind == "unknown"
    assert reading.fields == {}
    assert reading.quality["advice"]


def test_a_backend_that_is_not_installed_says_how_to_get_it(monkeypatch):
    real = importlib.import_module

    def without(name: str) -> object:
        if name == "openvino":
            raise ModuleNotFoundError(name)
        return real(name)

    monkeypatch.setattr(importlib, "import_module", without)
    with pytest.raises(NoSuchBackend, match="没有安装 OpenVINO"):
        openvino_network(Path("any.onnx"))


def test_a_picture_compressed_again_looks_the_same_and_another_person_s_does_not():
    first, second = (original_certificate(example_person(number)) for number in (21, 22))
    again = io.BytesIO()
    picture(first).resize((900, 640)).save(again, "JPEG", quality=60)
    reader = PictureReader()
    looks = [int(str(reader.read(each)[0].quality["likeness"]), 16) for each in (first, again.getvalue(), second)]
    assert (looks[0] ^ looks[1]).bit_count() < (looks[0] ^ looks[2]).bit_count() // 2


def seeded(seed):
    return random.Random(seed)  # noqa: S311  # a seed, not a secret


@pytest.mark.parametrize("surroundings", [under_plastic, sealed])
def test_a_certificate_is_read_through_what_lies_on_it(read, surroundings):
    sheet = surroundings(picture(original_certificate(HOLDER, "2018")), seeded(5))
    ((kind, fields),) = read(encoded(sheet))
    assert kind == "original_certificate"
    assert (fields["certificate_number"], fields["id_number"]) == (HOLDER.certificate_number, HOLDER.id_number)


@pytest.mark.parametrize("layout", ["phone", "phone_dark"])
def test_a_screenshot_is_found_in_a_long_picture_of_a_conversation(read, layout):
    shot = picture(lookup_screenshot(HOLDER, "ln", layout))
    ((kind, fields),) = read(encoded(in_a_chat(shot, seeded(6))))
    assert kind == "lookup_screenshot"
    assert (fields["certificate_number"], fields["name"]) == (HOLDER.certificate_number, HOLDER.name)


@pytest.mark.parametrize("dark", [True, False])
def test_a_screenshot_is_found_on_a_large_desktop(read, dark):
    ((kind, fields),) = read(encoded(on_a_desktop(picture(lookup_screenshot(HOLDER)), dark=dark)))
    assert (kind, fields["id_number"]) == ("lookup_screenshot", HOLDER.id_number)


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_none_of_the_materials_is_taken_for_none(name):
    (reading,) = PictureReader().read(encoded(FOREIGN[name](HOLDER, seeded(7))))
    assert (reading.kind, dict(reading.fields)) == ("unknown", {})
    assert reading.quality["advice"]


def test_a_line_across_the_edge_of_two_pieces_of_a_wide_screenshot_stays_whole():
    sheet = Image.new("RGB", (1708, 500), "white")
    for row in range(6):
        write(sheet, (560 + 40 * row, 40 + 70 * row), "辽宁省职业技能鉴定中心", 18)
    page = read_page(text_engine(), pixels(sheet), lambda _: False)
    assert sorted(line.read.text for line in page.lines) == ["辽宁省职业技能鉴定中心"] * 6


@pytest.mark.parametrize(("name", "other"), [("虚桂香", "虛桂香"), ("样志强", "样志強"), ("例玉兰", None)])
def test_a_name_that_the_network_writes_in_the_traditional_form_is_offered_in_both(name, other):
    card = picture(portrait_side(replace(HOLDER, name=name))).resize((1000, 631))
    (found,) = PictureReader().read(encoded(card))
    read = found.fields["name"]
    assert (read.value, read.also) == (name, (other,) if other else ())
    assert read.sure == (other is None)


def test_a_run_of_zeros_in_narrow_digits_keeps_its_length():
    screen = encoded(on_a_desktop(picture(lookup_screenshot(example_person(701), "ln", "list")), dark=False))
    (found,) = PictureReader().read(screen)
    assert found.fields["certificate_number"].value == "1607000000200702"
    assert found.fields["certificate_number"].sure
