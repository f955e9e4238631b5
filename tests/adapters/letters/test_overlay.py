"""What is printed onto a blank stands where the layout says, to a fifth of a millimetre."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from tests.adapters.letters import samples

from certdesk.adapters.letters import raster
from certdesk.ports.typesetter import CannotTypeset, OverlayRecord
from certdesk.rules.blank_layout import START, BlankLayout, Place

DPI = 254  # ten dots a millimetre
LAYOUT = BlankLayout(width=210, height=148, places=(Place(field="holder_name", x=50, y=40, width=60, size=16),))
RECORD = OverlayRecord(
    title="套打页", office_name="辽宁省人事考试中心", layout=LAYOUT, values=(("holder_name", "国"),), specimen=False
)


@pytest.fixture
def ink(typesetter):
    """Return the box of the ink in millimetres: left, top, right, bottom."""

    def box(record):
        pdf = typesetter.typeset_overlay(record, at=samples.AT)
        picture = Image.open(io.BytesIO(raster.first_page_png(pdf, dpi=DPI))).convert("L")
        assert picture.size == (2100, 1480)
        return tuple(edge / 10 for edge in picture.point(lambda value: 255 if value < 160 else 0).getbbox())

    return box


def test_a_character_stands_on_its_line(ink):
    left, top, right, bottom = ink(RECORD)
    assert left == pytest.approx(50.5, abs=0.6)  # the character's own white on either side
    assert right - left < 16 * 25.4 / 72
    assert top > 40 - 16 * 25.4 / 72
    assert 39.3 < bottom <= 40


def test_an_offset_moves_it_by_just_as_much(ink):
    before = ink(RECORD)
    after = ink(replace(RECORD, layout=replace(LAYOUT, dx=3.0, dy=-2.0)))
    moved = [new - old for new, old in zip(after, before, strict=True)]
    assert moved == pytest.approx([3, -2, 3, -2], abs=0.15)


def test_a_long_value_is_set_smaller_and_stays_in_its_room_on_its_line(ink):
    left, _top, right, bottom = ink(replace(RECORD, values=(("holder_name", "国" * 14),)))
    assert 50 <= left < right <= 110
    assert 39.3 < bottom <= 40


def test_what_is_longer_still_runs_on_below(ink):
    left, _top, right, bottom = ink(replace(RECORD, values=(("holder_name", "国" * 30),)))
    assert 50 <= left < right <= 110
    assert bottom > 43


def test_what_would_run_off_the_blank_is_set_smaller_and_then_refused(ink, typesetter):
    low = replace(RECORD, layout=replace(LAYOUT, places=(replace(LAYOUT.places[0], field="remark", y=140, size=12),)))
    _left, _top, _right, bottom = ink(replace(low, values=(("remark", "国" * 28),)))
    assert bottom < 148
    with pytest.raises(CannotTypeset, match="“备注”的文字太长"):
        typesetter.typeset_overlay(replace(low, values=(("remark", "国" * 200),)), at=samples.AT)


def test_the_grid_crosses_lie_ten_millimetres_from_the_edges(typesetter):
    pdf = typesetter.typeset_overlay(replace(RECORD, grid=True), at=samples.AT)
    picture = Image.open(io.BytesIO(raster.first_page_png(pdf, dpi=DPI))).convert("L")
    assert all(picture.getpixel((x, y)) < 100 for x in (100, 2000) for y in (100, 1380))
    assert all(picture.getpixel((x, y)) < 100 for x in (130, 2030) for y in (100, 1380))


def test_values_nobody_verified_and_fields_without_a_place_print_nothing(text_of, typesetter):
    values = (("holder_name", "林晓梅"), ("result", ""), ("occupation", "电工"))
    text = text_of(typesetter.typeset_overlay(replace(RECORD, values=values), at=samples.AT))
    assert "".join(text.split()) == "林晓梅"


def test_a_rehearsal_marks_the_blank(typesetter):
    plain = typesetter.typeset_overlay(RECORD, at=samples.AT)
    assert typesetter.typeset_overlay(replace(RECORD, specimen=True), at=samples.AT) != plain


def test_a_character_no_font_has_is_named(typesetter):
    with pytest.raises(CannotTypeset, match="U\\+1F600"):
        typesetter.typeset_overlay(replace(RECORD, values=(("holder_name", "林😀"),)), at=samples.AT)


def test_the_layout_to_begin_with_is_one_page(typesetter):
    values = tuple((place.field, "示例") for place in START.places)
    pdf = typesetter.typeset_overlay(replace(RECORD, layout=START, values=values, grid=True), at=samples.AT)
    assert raster.page_count(pdf) == 1
