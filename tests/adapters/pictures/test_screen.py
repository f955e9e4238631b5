"""The screen copy puts all pages on one sheet, and boxes follow."""

import io

import pytest
from PIL import Image

from certdesk.adapters.pictures.screen import places, screen_copy, sheet


def test_pages_stand_below_one_another_at_their_own_size():
    first, second = places([(1000, 500), (500, 1500)])
    assert first.moved((0.0, 0.0, 1.0, 1.0)) == (0.0, 0.0, 1.0, 0.25)
    assert second.moved((0.0, 0.0, 1.0, 1.0)) == (0.0, 0.25, 0.5, 1.0)
    assert second.moved((0.5, 0.5, 1.0, 1.0)) == pytest.approx((0.25, 0.625, 0.5, 1.0))


def test_a_box_on_the_sheet_shows_what_stood_on_the_page():
    page = Image.new("RGB", (600, 400), "white")
    page.paste((255, 0, 0), (300, 100, 420, 200))
    blank = Image.new("RGB", (900, 300), "white")
    sizes = [blank.size, page.size]
    whole = sheet([blank, page], sizes)
    left, top, right, bottom = places(sizes)[1].moved((0.5, 0.25, 0.7, 0.5))
    spot = (round((left + right) / 2 * whole.width), round((top + bottom) / 2 * whole.height))
    assert whole.getpixel(spot) == (255, 0, 0)


def test_a_long_screenshot_becomes_a_copy_a_browser_can_show():
    buffer = io.BytesIO()
    Image.new("RGB", (1080, 9000), "white").save(buffer, "PNG")
    copy = Image.open(io.BytesIO(screen_copy(buffer.getvalue(), "仅供查看")))
    assert copy.width * copy.height <= 4_100_000
    assert copy.width / copy.height == pytest.approx(0.12, abs=0.001)


def test_the_watermark_reaches_every_corner():
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 800), "white").save(buffer, "PNG")
    copy = Image.open(io.BytesIO(screen_copy(buffer.getvalue(), "仅供办理职业资格证书业务使用")))
    for left in (0, 800):
        for top in (0, 500):
            corner = copy.crop((left, top, left + 400, top + 300)).convert("L")
            assert min(corner.getextrema()) < 225
