"""The sample documents: fictional, marked, and the same each time."""

import io
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from certdesk.adapters.specimens import (
    SpecimenPerson,
    emblem_side,
    example_person,
    fictional_id_number,
    lookup_screenshot,
    original_certificate,
    portrait_side,
)

DRAWINGS = {
    "portrait side": portrait_side,
    "emblem side": emblem_side,
    "list": lookup_screenshot,
    "table": lambda person: lookup_screenshot(person, "ln", "table", more=[example_person(9)]),
    "phone": lambda person: lookup_screenshot(person, "zscx", "phone"),
    "dark phone": lambda person: lookup_screenshot(person, "ln", "phone_dark"),
    "2015": lambda person: original_certificate(person, "2015"),
    "2018": lambda person: original_certificate(person, "2018"),
    "dot matrix": lambda person: original_certificate(person, "dot_matrix"),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_person_gives_the_same_picture(name):
    first, second = DRAWINGS[name](example_person(3)), DRAWINGS[name](example_person(3))
    assert first == second
    assert first != DRAWINGS[name](example_person(4))
    assert Image.open(io.BytesIO(first)).format == "JPEG"


def test_the_check_character_is_that_of_the_standard():
    assert fictional_id_number("4401", date(1992, 4, 25), 109) == "440199199204251099"
    assert fictional_id_number("3502", date(1975, 1, 22), 810) == "350299197501228105"
    assert fictional_id_number("3702", date(1999, 3, 6), 170) == "37029919990306170X"


@pytest.mark.parametrize("number", ["210102197001010012", "210199197001010011"])
def test_a_number_that_could_belong_to_somebody_is_refused(number):
    with pytest.raises(ValueError, match="county 99"):
        replace(example_person(1), id_number=number)


def test_examples_differ_and_agree_with_themselves():
    people = [example_person(index) for index in range(200)]
    assert len({person.id_number for person in people}) == 200
    assert len({person.certificate_number for person in people}) == 200
    for person in people:
        assert isinstance(person, SpecimenPerson)
        assert person.id_number[6:14] == f"{person.birth:%Y%m%d}"
        assert (int(person.id_number[16]) % 2 == 1) == (person.sex == "男")
        assert person.certificate_number[:2] == f"{person.issued_on:%y}"
        assert person.certificate_number[10] == str(person.level)
