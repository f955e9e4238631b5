"""Where a case begins: with the office of its number if that works here, else with the mailbox's owner."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from tests.stages.conftest import GUIDE

from certdesk.guide.model import Guide
from certdesk.stages.intake.open_case import receiving_office


def guide_with(*on_desk: str) -> Guide:
    offices = {code: replace(office, on_desk=code in on_desk) for code, office in GUIDE.offices.items()}
    return replace(GUIDE, offices=MappingProxyType(offices))


@pytest.mark.parametrize(
    ("number", "office"),
    [
        ("1507000000412345", "00"),
        ("1507020000412345", "02"),  # Dalian works here
        ("1507030000412345", "00"),  # Anshan does not: to be referred
        ("1507150000412345", "00"),  # nobody's code: to be looked at
        ("1506020000412345", "00"),  # another province's
        ("", "00"),
        ("nonsense", "00"),
    ],
)
def test_the_number_decides_only_between_offices_that_work_here(number, office):
    assert receiving_office(guide_with("00", "02"), number, this_year=2026) == office
