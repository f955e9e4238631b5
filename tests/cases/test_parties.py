"""People are found by what they wrote, however they wrote it, without anything readable in the database."""

import pytest

from certdesk.cases.models import Case, Party
from certdesk.cases.parties import cases_of_id_number, email_index, id_number_index, telephone_index
from certdesk.cases.queries import search

pytestmark = pytest.mark.django_db
HERS = {"name": "林晓梅", "id_number": "21019919800307001X", "telephone": "139-0000 0001", "email": "Lin@Example.com"}
OWN = frozenset({"00"})


@pytest.mark.parametrize(
    "written", ["21019919800307001x", " 210199 19800307 001X ", "２１０１９９１９８００３０７００１Ｘ"]
)
def test_an_identity_number_is_one_however_it_is_written(written):
    assert id_number_index(written) == id_number_index("21019919800307001X")


def test_its_old_form_of_15_digits_finds_the_new_one():
    assert id_number_index("210199800307001") == id_number_index("210199198003070016")


def test_telephones_and_mail_addresses_are_one_however_they_are_written():
    assert telephone_index("139-0000 0001") == telephone_index("13900000001")
    assert email_index(" LIN@example.COM ") == email_index("lin@example.com")


def test_two_kinds_of_number_never_share_an_index():
    """The same digits as a telephone and as an identity number are two things."""
    assert telephone_index("210199198003070016") != id_number_index("210199198003070016")


def test_nothing_has_no_index():
    assert [id_number_index(""), telephone_index(""), email_index("")] == ["", "", ""]


def test_nobody_without_a_number_is_anybodys_namesake(opened):
    """Two cases without an identity number are not of one person."""
    opened()
    opened()
    assert list(cases_of_id_number("")) == []


def test_every_number_of_a_person_finds_the_case(opened):
    case = opened(holder=HERS, certificate_number="1507000000412345")
    for text in (
        case.reference,
        f"编号 {case.reference.lower()}",
        "1507 0000 0041 2345",
        "21019919800307001x",
        "13900000001",
        "lin@example.com",
    ):
        assert search(OWN, text) == [case], text


@pytest.mark.parametrize("text", ["", " ", "林晓梅", "1390000000", "LN26-00-000009-9", "@", "nobody@example.com"])
def test_what_is_not_exactly_there_finds_nothing(opened, text):
    """Names cannot be searched: they are sealed, and a list of namesakes is nobody's business."""
    opened(holder=HERS)
    assert search(OWN, text) == []


def test_a_search_stays_within_ones_own_offices(opened):
    opened(office="02", holder=HERS)
    assert search(OWN, "lin@example.com") == []
    assert len(search(frozenset({"02"}), "lin@example.com")) == 1


def test_a_sealed_value_cannot_be_asked_for(opened):
    """A filter that can never match would be a silent mistake."""
    opened(holder=HERS)
    with pytest.raises(Exception, match="sealed"):
        Party.objects.filter(name="林晓梅").exists()
    assert Case.objects.count() == 1
