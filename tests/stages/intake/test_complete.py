"""What a holder adds later fills blanks and never overwrites; after the decision it changes nothing."""

import pytest

from certdesk.rules.events import EventKind
from certdesk.stages.intake.complete import Answers, fill_blanks

pytestmark = pytest.mark.django_db
ANSWERS = Answers(business="overseas", recipient="何建国", telephone="13900000002", address="示例街2号")


def recipient_of(case) -> tuple[str, str, str]:
    row = case.parties.get(role="recipient")
    return row.name, row.telephone, row.address


def test_blanks_are_filled_and_named(open_case):
    case = open_case(business=None, recipient="", telephone="", address="")
    assert fill_blanks(case, ANSWERS) == ["业务", "收件人", "电话", "地址"]
    assert (case.business, recipient_of(case)) == ("overseas", ("何建国", "13900000002", "示例街2号"))


def test_what_is_there_stays(open_case):
    case = open_case(telephone="")
    assert fill_blanks(case, ANSWERS) == ["电话"]
    assert (case.business, recipient_of(case)) == ("lost", ("林晓梅", "13900000002", "示例街1号"))


def test_an_empty_answer_fills_nothing(open_case):
    case = open_case(address="")
    assert fill_blanks(case, Answers()) == []


def test_after_the_case_is_closed_nothing_is_filled(open_case):
    case = open_case(EventKind.WITHDRAWN, address="")
    assert fill_blanks(case, ANSWERS) == []
    assert recipient_of(case)[2] == ""
