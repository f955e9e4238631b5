"""What is wrong with a picture, and the sentence that tells its holder what to do better."""

import numpy as np
import pytest

from certdesk.adapters.pictures.engine import Recognised
from certdesk.adapters.pictures.extract.documents import UNKNOWN, Document
from certdesk.adapters.pictures.page import Page, TextLine
from certdesk.adapters.pictures.quality import Look, assess, look_at
from certdesk.ports.reader import Reading
from certdesk.rules.business import Material

GOOD = Look(sharp=800.0, glare=0.0, cut_off=False, letters=30.0, level=True)
SHOT, CARD = Material.LOOKUP_SCREENSHOT.value, Material.ID_PORTRAIT_SIDE.value
WHOLE = {name: Reading("x", 0.99) for name in ("name", "id_number", "certificate_number", "occupation")}


def advice(kind: str, fields: dict[str, Reading], **look: object) -> str:
    seen = Look(**{**{name: getattr(GOOD, name) for name in GOOD.__slots__}, **look})
    return str(assess(Document(kind, 0.9, fields), seen, 0.0)["advice"])


@pytest.mark.parametrize(
    ("kind", "look", "words"),
    [
        (CARD, {"sharp": 40.0}, "照片模糊"),
        (CARD, {"glare": 0.2}, "反光"),
        (CARD, {"cut_off": True}, "四角都拍全"),
        (SHOT, {"level": False}, "直接截屏"),
        (SHOT, {"letters": 9.0}, "字太小"),
        (SHOT, {}, "占满画面"),
        (UNKNOWN, {}, "没有认出"),
        (UNKNOWN, {"sharp": 40.0}, "照片模糊"),
    ],
)
def test_each_fault_has_its_own_remedy(kind, look, words):
    assert words in advice(kind, {}, **look)


@pytest.mark.parametrize(
    "look", [{"sharp": 40.0}, {"glare": 0.2}, {"cut_off": True}, {"level": False}, {"letters": 9.0}]
)
def test_a_picture_that_was_read_needs_no_better_one(look):
    assert advice(CARD, WHOLE, **look) == advice(SHOT, WHOLE, **look) == ""


def test_what_could_not_be_read_is_named():
    assert "没有看清：姓名。" in advice(CARD, {"id_number": Reading("x", 0.99), "name": Reading("x", 0.5)})


def line(left: float, top: float, right: float, bottom: float) -> TextLine:
    quad = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64)
    return TextLine(Recognised("字", (0.9,), (0.5,)), quad)


def seen(*lines: TextLine, turn: float = 0.0) -> Look:
    return look_at(np.full((600, 800, 3), 200, np.uint8), Page(lines, turn, 800, 600))


def test_lines_that_run_out_of_the_picture_are_seen():
    inside = line(100, 100, 300, 130)
    assert not seen(inside, line(0, 200, 300, 230)).cut_off  # one may be a mark on the table
    assert seen(inside, line(0, 200, 300, 230), line(500, 300, 799, 330)).cut_off


@pytest.mark.parametrize(("turn", "level"), [(0.0, True), (90.0, True), (359.8, True), (1.0, False), (271.5, False)])
def test_only_a_screenshot_is_level_to_the_pixel(turn, level):
    assert seen(line(100, 100, 300, 130), turn=turn).level is level


def test_the_height_of_the_letters_is_that_of_the_middle_line():
    assert seen(line(0, 0, 9, 10), line(0, 20, 9, 50), line(0, 60, 9, 160)).letters == 30.0
    assert seen().letters == 0.0
