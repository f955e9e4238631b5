"""Values that cannot be are said, whoever typed them."""

import pytest

from certdesk.guide.load import load_guide
from certdesk.rules.particulars import identity_problem, telephone_problem, wrong_values

SCHEME = load_guide().rulebook.numbering


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("210199198003070016", True),
        ("２１０１９９１９８００３０７００１６", True),
        ("210199198003070011", False),
        ("210199800307001", True),
        ("2101991980030700", False),
        ("E12345678", True),  # a passport is for people to judge
        ("12345678", False),
    ],
)
def test_an_identity_number_is_checked_and_another_document_is_not(number, right):
    assert (identity_problem(number) is None) is right


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("13900000001", True),
        ("+86 139 0000 0001", True),
        ("024-22517050转803", True),
        ("22517050、22517051", True),
        ("１３９０００００００１", True),
        ("139000", False),
        ("无", False),
        ("13900000001<script>", False),
        ("1390000000113900000002139000", False),
    ],
)
def test_a_telephone_is_what_somebody_could_dial(number, right):
    assert (telephone_problem(number) is None) is right


def test_each_wrong_value_is_named_and_blanks_are_right():
    values = {"id_number": "1", "telephone": "1", "certificate_number": "12"}
    assert set(wrong_values(values, SCHEME, this_year=2026)) == set(values)
    assert wrong_values(dict.fromkeys(values, ""), SCHEME, this_year=2026) == {}


def test_a_number_of_another_province_is_no_misspelling():
    assert wrong_values({"certificate_number": "1107000000412345"}, SCHEME, this_year=2026) == {}
