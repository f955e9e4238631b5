"""What every typesetter promises, whichever adapter keeps the promise."""

from dataclasses import replace

import pytest
from tests.adapters.letters import samples

from certdesk.adapters.letters import TypstTypesetter
from certdesk.ports.typesetter import CannotTypeset, Typesetter


@pytest.fixture(scope="module", params=[TypstTypesetter], ids=["typst"])
def typesetter(request) -> Typesetter:
    return request.param()


@pytest.mark.parametrize("name", samples.OF_EACH_KIND)
def test_every_kind_of_letter_becomes_a_pdf(typesetter, name):
    assert typesetter.typeset(samples.OF_EACH_KIND[name], at=samples.AT).startswith(b"%PDF-")


def test_the_same_record_and_moment_give_the_same_bytes(typesetter):
    first = typesetter.typeset(samples.LOST, at=samples.AT)
    typesetter.typeset(samples.EXCHANGE, at=samples.AT)
    assert typesetter.typeset(samples.LOST, at=samples.AT) == first


def test_another_record_gives_other_bytes(typesetter):
    other = replace(samples.LOST, id_number="210102197803071235")
    assert typesetter.typeset(other, at=samples.AT) != typesetter.typeset(samples.LOST, at=samples.AT)


def test_a_character_without_a_glyph_is_named(typesetter):
    with pytest.raises(CannotTypeset, match="\U000323af"):
        typesetter.typeset(replace(samples.LOST, holder_name="王\U000323af"), at=samples.AT)


def test_a_letter_that_outgrows_its_page_is_refused(typesetter):
    with pytest.raises(CannotTypeset):
        typesetter.typeset(replace(samples.LOST, body="辽宁省职业技能鉴定中心" * 300), at=samples.AT)


def test_the_preview_is_a_png(typesetter):
    assert typesetter.preview(typesetter.typeset(samples.LOST, at=samples.AT)).startswith(b"\x89PNG\r\n\x1a\n")
