"""What every reader keeps, the real one and the one that reads nothing (ports.reader)."""

import io
import zipfile

import pytest
from PIL import Image

from certdesk.adapters.pictures.reader import PictureReader
from certdesk.adapters.pictures.rehearsal import NullReader
from certdesk.adapters.specimens import emblem_side, example_person
from certdesk.ports.reader import Unreadable

KINDS = {"id_portrait_side", "id_emblem_side", "lookup_screenshot", "original_certificate", "unknown"}


@pytest.fixture(scope="module", params=[PictureReader, NullReader])
def reader(request):
    return request.param()


@pytest.fixture(scope="module")
def card():
    return emblem_side(example_person(5))


def test_a_reading_names_a_kind_its_engine_and_what_to_do_better(reader, card):
    readings = reader.read(card)
    assert len(readings) == 1
    assert readings[0].kind in KINDS
    assert readings[0].engine
    assert isinstance(readings[0].quality["advice"], str)


def test_values_have_a_confidence_and_a_box_inside_the_picture(reader, card):
    for reading in reader.read(card):
        for field in reading.fields.values():
            left, top, right, bottom = field.box
            assert field.value
            assert 0 <= field.confidence <= 1
            assert 0 <= left < right <= 1
            assert 0 <= top < bottom <= 1


def test_a_container_gives_a_reading_for_each_picture_and_says_what_it_could_not_open(reader, card):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("身份证.jpg", card)
        archive.writestr("说明.txt", "请查收")
    readings = reader.read(buffer.getvalue())
    assert len(readings) == 2
    assert readings[1].kind == "unknown"
    assert "无法识别这个文件的格式" in readings[1].quality["advice"]


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", b"hello", b"\xff\xd8\xff\xe0 cut short"])
def test_what_is_not_a_picture_is_refused_with_a_sentence(reader, content):
    with pytest.raises(Unreadable, match=r"。$"):
        reader.read(content)
    with pytest.raises(Unreadable, match=r"。$"):
        reader.screen_copy(content, "仅供查看")


def test_a_screen_copy_is_an_upright_jpeg_that_carries_only_the_watermark(reader):
    photo = Image.new("RGB", (800, 500), (200, 210, 220))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera lay on its side
    exif[0x010F] = "a maker's name"
    buffer = io.BytesIO()
    photo.save(buffer, "JPEG", exif=exif)
    plain = Image.open(io.BytesIO(reader.screen_copy(buffer.getvalue(), "")))
    marked = Image.open(io.BytesIO(reader.screen_copy(buffer.getvalue(), "仅供办理职业资格证书业务使用")))
    assert plain.format == "JPEG"
    assert plain.size == (500, 800)
    assert not plain.getexif()
    assert len(plain.convert("L").getcolors()) <= 3
    assert len(marked.convert("L").getcolors()) > 10
