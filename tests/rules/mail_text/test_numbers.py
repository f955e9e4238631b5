"""Numbers told apart by their form."""

import pytest

from certdesk.rules.mail_text.folding import fold
from certdesk.rules.mail_text.numbers import Shape, find_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1807000000103353", [("1807000000103353", Shape.CERTIFICATE)]),
        ("1807 0000 0010 3353", [("1807000000103353", Shape.CERTIFICATE)]),
        ("1807-0000-0010-3353", [("1807000000103353", Shape.CERTIFICATE)]),
        ("Y000121000001223000006", [("Y000121000001223000006", Shape.CERTIFICATE)]),
        ("210199 19900307 1232", [("210199199003071232", Shape.IDENTITY)]),
        ("11010519491231002x", [("11010519491231002X", Shape.IDENTITY)]),
        ("11010519491231002 X", [("11010519491231002X", Shape.IDENTITY)]),
        ("110105491231002", [("110105491231002", Shape.IDENTITY)]),
        ("110105499931002", []),  # no such birth date
        ("１５４００００００１２", [("15400000012", Shape.TELEPHONE)]),
        ("+86 154-0000-0012", [("15400000012", Shape.TELEPHONE)]),
        ("008615400000012", [("15400000012", Shape.TELEPHONE)]),
        ("15400000001 15400000002", [("15400000001", Shape.TELEPHONE), ("15400000002", Shape.TELEPHONE)]),
        ("024-22955229、024—22955269", [("024-22955229", Shape.TELEPHONE), ("024-22955269", Shape.TELEPHONE)]),
        ("(0411)39997593转8012", [("0411-39997593-8012", Shape.TELEPHONE)]),
        ("0411-39997593 2026-11-20", [("0411-39997593", Shape.TELEPHONE)]),
        ("2026-11-20 15400000012", [("15400000012", Shape.TELEPHONE)]),
        ("编码110000", []),
        ("123456789012345678901234567890", []),
        ("a1807000000103353b", []),
        ("1 2 3 4 5 6 7 8 9 0 1 2", []),
        ("", []),
    ],
)
def test_a_number_is_known_by_its_form(text, expected):
    assert [(found.value, found.shape) for found in find_numbers(fold(text))] == expected


def test_a_number_knows_where_it_stood():
    (found,) = find_numbers("电话 154 0000 0012。")
    assert (found.start, found.end) == (3, 16)
