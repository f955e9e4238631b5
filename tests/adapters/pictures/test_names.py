"""A name is kept as read; where the engine wavers between two characters, both are offered and neither is sure."""

import subprocess
import sys
from dataclasses import replace

import pytest

from certdesk.adapters.pictures.extract.readings import name_reading
from certdesk.adapters.pictures.layout import joined


def near(word, text, *seconds):
    return replace(word(text, 80, 90), seconds=seconds)


def test_between_two_forms_the_simplified_one_stands_first(word):
    read = name_reading(near(word, "样志強", "", "", "强"), "样志強")
    assert (read.value, read.also, read.sure) == ("样志强", ("样志強",), False)


def test_a_traditional_name_read_without_doubt_stays_as_it_is(word):
    read = name_reading(near(word, "样志強", "", "", ""), "样志強")
    assert (read.value, read.also, read.sure) == ("样志強", (), True)


def test_a_simplified_name_is_offered_in_its_other_form_too(word):
    read = name_reading(near(word, "范黄瑶", "", "黃", ""), "范黄瑶")
    assert (read.value, read.also, read.sure) == ("范黄瑶", ("范黃瑶",), False)


def test_a_character_that_only_looks_alike_never_takes_the_first_place(word):
    read = name_reading(near(word, "卞鹃伟", "", "鹍", ""), "卞鹃伟")
    assert (read.value, read.also) == ("卞鹃伟", ("卞鹍伟",))


def test_two_wavering_characters_are_offered_one_by_one(word):
    read = name_reading(near(word, "虛志強", "虚", "", "强"), "虛志強")
    assert (read.value, read.also) == ("虚志强", ("虛志强", "虚志強"))


@pytest.mark.parametrize("second", ["", "|", "3"])
def test_what_is_no_chinese_character_is_no_other_reading(word, second):
    assert name_reading(near(word, "李明", "", second), "李明").also == ()


def test_pieces_keep_their_doubts(word):
    whole = joined([near(word, "姓名 样"), near(word, "志強", "", "强")])
    assert whole.seconds == ("", "", "", "", "", "强")
    name = whole.part(3)
    assert name_reading(name, name.text).value == "样志强"
    assert name_reading(replace(name, text="样 志強", seconds=("", "", "", "强")), "样志強").value == "样志强"


def test_one_character_read_with_some_doubt_leaves_the_whole_name_for_a_look(word):
    doubtful = replace(word("上官德赞", 80, 90), sures=(1.0, 1.0, 1.0, 0.9))
    assert not name_reading(doubtful, "上官德赞").sure
    assert name_reading(replace(doubtful, sures=(1.0, 1.0, 1.0, 0.95)), "上官德赞").sure


def test_the_reader_does_without_the_tables_of_sounds():
    program = "import sys, certdesk.adapters.pictures.reader; print('pypinyin' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
