"""The cross-check: who says what, where it agrees, and what comes first."""

from datetime import date

import pytest

from certdesk.adapters.characters import HanCharacters
from certdesk.guide.load import load_guide
from certdesk.rules.matching.comparison import Match
from certdesk.rules.matching.matrix import Context, cross_check
from certdesk.rules.matching.model import CellState, Document, Matrix, Source, Value

CONTEXT = Context(today=date(2026, 11, 23), scheme=load_guide().rulebook.numbering, characters=HanCharacters())
ID = "990102196803151238"
NUMBER = "0807000000400123"


def document(source: Source, readable: bool = True, unsure: tuple[str, ...] = (), **values: str) -> Document:
    known = {
        name: Value(text, sure=name not in unsure, confidence=0.7 if name in unsure else 0.99)
        for name, text in values.items()
    }
    return Document(key=source.value, source=source, values=known, readable=readable)


def check(*documents: Document, correction: tuple[str, str] = ("", "")) -> Matrix:
    return cross_check(documents, CONTEXT, correction=correction)


def states(matrix: Matrix, name: str) -> list[CellState | None]:
    row = next(row for row in matrix.rows if row.field == name)
    return [cell.state if cell else None for cell in row.cells]


TYPED = document(Source.TYPED, name="王丽", id_number=ID, certificate_number=NUMBER, occupation="中式烹调师", level="4")
CARD = document(Source.ID_PORTRAIT_SIDE, name="王丽", id_number=ID)
SHOT = document(
    Source.LOOKUP_SCREENSHOT, name="王丽", id_number=ID, certificate_number=NUMBER, occupation="中式烹调师", level="4"
)


def test_everything_agrees_when_everybody_says_the_same() -> None:
    matrix = check(TYPED, CARD, SHOT)
    assert {row.state for row in matrix.rows} == {CellState.AGREES}
    assert not matrix.findings
    assert not matrix.differing


def test_a_document_without_a_place_for_a_field_has_no_cell() -> None:
    assert states(check(TYPED, CARD, SHOT), "certificate_number") == [CellState.AGREES, None, CellState.AGREES]


def test_a_homophone_on_the_card_differs_and_comes_first() -> None:
    matrix = check(TYPED, document(Source.ID_PORTRAIT_SIDE, name="王莉", id_number=ID), SHOT)
    assert matrix.rows[0].field == "name"
    assert states(matrix, "name") == [CellState.DIFFERS, CellState.AGREES, CellState.DIFFERS]
    assert matrix.rows[0].cells[0].match is Match.SOUNDS_ALIKE  # type: ignore[union-attr]


def test_what_the_office_looked_up_is_the_basis() -> None:
    register = document(
        Source.REGISTER, name="王丽", id_number=ID, certificate_number="0907000000400123", occupation="中式烹调师"
    )
    matrix = check(TYPED, SHOT, register)
    assert states(matrix, "certificate_number") == [CellState.DIFFERS, CellState.DIFFERS, CellState.AGREES]


def test_differences_stand_before_the_unreadable_and_both_before_agreement() -> None:
    shot = document(
        Source.LOOKUP_SCREENSHOT,
        unsure=("occupation",),
        name="王丽",
        id_number=ID,
        certificate_number="0807000000400124",
        occupation="中式烹凋师",
        level="4",
    )
    order = [row.state for row in check(TYPED, CARD, shot).rows]
    assert order == [CellState.DIFFERS, CellState.UNREADABLE, *[CellState.AGREES] * 3]


def test_an_unsure_reading_never_counts_as_a_difference_but_counts_as_agreement() -> None:
    card = document(Source.ID_PORTRAIT_SIDE, unsure=("name", "id_number"), name="王莉", id_number=ID)
    matrix = check(TYPED, card)
    assert states(matrix, "name") == [CellState.AGREES, CellState.UNREADABLE]
    assert states(matrix, "id_number") == [CellState.AGREES, CellState.AGREES]


def test_a_picture_on_which_a_field_must_stand_is_unreadable_without_it() -> None:
    assert states(check(TYPED, document(Source.ID_PORTRAIT_SIDE, name="王丽")), "id_number")[1] is CellState.UNREADABLE


def test_what_nobody_typed_is_absent_and_a_lone_value_proves_nothing() -> None:
    matrix = check(document(Source.TYPED, name="王丽"), SHOT)
    assert states(matrix, "level") == [CellState.ABSENT, CellState.ALONE]


def test_a_file_that_could_not_be_read_is_unreadable_in_every_field_it_should_bear() -> None:
    matrix = check(TYPED, document(Source.ORIGINAL_CERTIFICATE, readable=False))
    assert {states(matrix, row.field)[1] for row in matrix.rows} == {CellState.UNREADABLE}


def test_the_error_that_a_correction_is_about_is_explained_and_comes_last() -> None:  # D-5
    certificate = document(Source.ORIGINAL_CERTIFICATE, name="王利", id_number=ID, certificate_number=NUMBER)
    matrix = check(TYPED, CARD, certificate, correction=("姓名“王利”", "姓名“王丽”"))
    assert matrix.rows[-1].field == "name"
    assert matrix.rows[-1].explained
    assert not matrix.differing


def test_a_document_that_contradicts_its_own_number_is_found() -> None:  # G-20, D-9
    shot = document(
        Source.LOOKUP_SCREENSHOT,
        certificate_number="0807020000400123",
        issue_date="2009-06-01",
        level="3",
        body="鞍山市职业技能鉴定中心",
    )
    codes = [found.code for found in check(shot).findings]
    assert codes == ["year_differs_from_number", "level_differs_from_number", "city_differs_from_number"]


def test_a_body_of_the_province_contradicts_no_city() -> None:
    shot = document(Source.LOOKUP_SCREENSHOT, certificate_number="0807020000400123", body="辽宁省职业技能鉴定指导中心")
    assert not check(shot).findings


def test_birth_and_sex_must_be_those_of_the_number_and_come_first() -> None:
    card = document(Source.ID_PORTRAIT_SIDE, id_number=ID, birth="1968-03-16", sex="女")
    findings = check(document(Source.ID_EMBLEM_SIDE, valid_to="2020-01-01"), card).findings
    assert [found.code for found in findings] == [
        "birth_differs_from_number",
        "sex_differs_from_number",
        "card_expired",
    ]


@pytest.mark.parametrize("number", ["9901**********1238", "E12345678"])
def test_a_masked_number_or_a_passport_contradicts_no_birth_date(number: str) -> None:
    card = document(Source.ID_PORTRAIT_SIDE, id_number=number, birth="1968-03-16", sex="女")
    assert not check(card).findings


def test_a_number_that_fails_its_own_check_is_told() -> None:
    findings = check(document(Source.ID_PORTRAIT_SIDE, id_number="990102196803151239")).findings
    assert [(found.code, found.grave) for found in findings] == [("wrong_check_character", True)]


def test_a_body_that_names_the_city_of_the_number_contradicts_nothing() -> None:  # G-20
    shot = document(Source.LOOKUP_SCREENSHOT, certificate_number="0807030000400123", body="鞍山市职业技能鉴定中心")
    assert not check(shot).findings


def test_a_card_that_is_not_valid_yet_is_told() -> None:
    findings = check(document(Source.ID_EMBLEM_SIDE, valid_from="2030-01-01", valid_to="2040-01-01")).findings
    assert [found.code for found in findings] == ["card_not_yet_valid"]


def test_a_card_without_end_never_expires() -> None:
    assert not check(document(Source.ID_EMBLEM_SIDE, valid_from="2010-01-01", valid_to="长期")).findings


def test_an_unsure_value_witnesses_nothing() -> None:
    card = document(Source.ID_PORTRAIT_SIDE, unsure=("birth",), id_number=ID, birth="1968-03-16")
    assert not check(card).findings


def test_nothing_to_compare_is_no_matrix() -> None:
    assert not check(document(Source.TYPED)).rows


def why(matrix: Matrix, name: str, column: int) -> str:
    cell = next(row for row in matrix.rows if row.field == name).cells[column]
    return cell.why.template if cell and cell.why else ""


def doubtful(name: str, *also: str) -> Document:
    values = {"name": Value(name, sure=False, confidence=0.8, also=also)}
    return Document(key="card", source=Source.ID_PORTRAIT_SIDE, values=values)


def test_an_unsure_name_in_another_form_is_called_so_and_is_no_difference() -> None:
    matrix = check(document(Source.TYPED, name="样志强"), doubtful("样志強"))
    assert states(matrix, "name")[1] is CellState.UNREADABLE
    assert "繁简体或异体字" in why(matrix, "name", 1)


def test_what_was_read_nearly_as_likely_is_weighed_and_never_accepted() -> None:
    matrix = check(document(Source.TYPED, name="卞鹍伟"), doubtful("卞鹃伟", "卞鹍伟"))
    assert states(matrix, "name")[1] is CellState.UNREADABLE
    assert "另一种读法与此相符" in why(matrix, "name", 1)
    assert matrix.rows[0].cells[1].also == ("卞鹍伟",)  # type: ignore[union-attr]


def test_an_unsure_name_that_is_another_in_every_reading_is_only_unreadable() -> None:
    matrix = check(document(Source.TYPED, name="卞鹭伟"), doubtful("卞鹃伟", "卞鹍伟"))
    assert why(matrix, "name", 1) == "没有看准（把握{percent}%），请看图核对。"
