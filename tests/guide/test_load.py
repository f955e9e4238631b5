"""Damage in the data files is named by file and row."""

import shutil
from pathlib import Path

import pytest

from certdesk.guide.load import load_guide
from certdesk.guide.rows import GuideDamaged

DATA = Path(__file__).parent / "data"


@pytest.fixture
def copy(tmp_path):
    """A copy of the made-up province that a test may damage."""
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data" / "tiannan.toml"


def damage(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def complaint(path: Path) -> str:
    with pytest.raises(GuideDamaged) as caught:
        load_guide(path)
    return str(caught.value)


def test_an_undamaged_copy_loads(copy):
    assert load_guide(copy).province_name == "天南省"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('name = "云台市技能中心"', "", "offices 第2行（21）：缺少“name”"),
        ('address = "云台市山前路2号"', 'address = "  "', "offices 第2行（21）：“address”不能为空"),
        ('telephones = ["0998-2000000"]', 'telephones = "0998-2000000"', "offices 第2行（21）：“telephones”的类型不对"),
        ('telephones = ["0998-2000000"]', "telephones = [998]", "offices 第2行（21）：“telephones”中有类型不对的项"),
        ("accept_days = 2", "accept_days = 0", "limits：期限至少为一个工作日"),
        ("accept_days = 2", "accept_days = true", "limits：“accept_days”的类型不对"),
        ('code = "correction"', 'code = "other"', "businesses 第3行（other）：“code”不能是“other”"),
        ('code = "correction"', 'code = "lost"', "businesses 第3行（lost）：代码“lost”重复"),
        ('material = "original_certificate"', 'material = "photo"', "“material”不能是“photo”"),
        ('businesses = ["lost", "overseas", "correction"]', 'businesses = ["x"]', "“businesses”不能是“x”"),
        ('enquiries_office = "00"', 'enquiries_office = "55"', "numbering：“enquiries_office”不在单位表中"),
        ('time_zone = "Asia/Urumqi"', 'time_zone = "Asia/Tiannan"', "没有时区“Asia/Tiannan”"),
        ('time_zone = "Asia/Urumqi"', 'time_zone = "../etc"', "没有时区“../etc”"),
        ("holds_from = 2020-01-01", 'holds_from = "soon"', "“holds_from”中的“soon”不是日期"),
        ('catalogues = ["tiannan/catalogue.json"]', "catalogues = []", "“catalogues”不能为空"),
        ('catalogues = ["tiannan/catalogue.json"]', 'catalogues = ["none.json"]', "文件 none.json，整个文件：无法读取"),
        ('mailbox_address = "desk@tiannan.example"', 'calendars = "none"', "没有文件夹“none”"),
        ("[numbering]", "[numbering", "整个文件：格式错误"),
    ],
)
def test_damage_is_named_by_file_and_row(copy, old, new, named):
    damage(copy, old, new)

    message = complaint(copy)
    assert message.startswith("办事指南数据有误：文件 ")
    assert named in message


def test_an_absent_business_is_named(copy):
    text = copy.read_text(encoding="utf-8")
    start, end = text.index('[[businesses]]\ncode = "correction"'), text.index("[[lookup_sites]]")
    copy.write_text(text[:start] + text[end:], encoding="utf-8")

    assert "缺少业务：correction" in complaint(copy)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("{", "[", "格式错误"),
        ('"entries"', '"former_names": [{"former": "甲", "entry": "乙"}], "entries"', "目录中没有“乙”"),
        (
            '"entries"',
            (
                '"traps": [{"names": ["焊"], "entry": "焊工", "decided_by": [], "otherwise": "maybe",'
                ' "without_direction": "none", "question": "?"}], "entries"'
            ),
            "“otherwise”不能是“maybe”",
        ),
        (
            '"entries"',
            (
                '"traps": [{"names": ["焊"], "entry": "焊工", "decided_by": [], "otherwise": "none",'
                ' "without_direction": "none", "question": "{x}"}], "entries"'
            ),
            "“question”不能含有花括号",
        ),
        ('"effective_from": "2020-01-01"', '"effective_from": "2020"', "“effective_from”中的“2020”不是日期"),
    ],
)
def test_damage_in_a_catalogue_is_named(copy, old, new, named):
    damage(copy.parent / "tiannan" / "catalogue.json", old, new)

    message = complaint(copy)
    assert "tiannan/catalogue.json" in message
    assert named in message


def test_a_catalogue_that_is_not_a_table_is_named(copy):
    (copy.parent / "tiannan" / "catalogue.json").write_text("[]", encoding="utf-8")

    assert "最外层应是一个表" in complaint(copy)


def test_a_day_that_is_both_off_and_worked_is_named(copy):
    damage(copy, 'mailbox_address = "desk@tiannan.example"', 'mailbox_address = "a@b.example"\ncalendars = "days"')
    (copy.parent / "days").mkdir()
    (copy.parent / "days" / "2026.toml").write_text(
        "year = 2026\nholidays = [2026-01-04]\nmakeup_days = [2026-01-04]\n", encoding="utf-8"
    )

    assert "2026-01-04既放假又上班" in complaint(copy)


def test_an_absent_guide_is_named(tmp_path):
    assert "文件 nowhere.toml，整个文件：无法读取" in complaint(tmp_path / "nowhere.toml")


def test_bytes_that_are_no_text_are_named(copy):
    copy.write_bytes(b"\xff\xfe name")

    assert "格式错误" in complaint(copy)


def test_a_guide_that_names_no_calendars_uses_the_national_ones():
    assert 2026 in load_guide(DATA / "tiannan.toml").calendar.published_years
