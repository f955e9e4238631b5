"""The record of a letter: kept and read back without loss; codes nobody guesses; a public reason of one line."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.guide.load import load_guide
from certdesk.ports.typesetter import LetterKind, LetterRecord
from certdesk.stages.issue.compose import from_json, local_midnight, new_code, to_json
from certdesk.stages.issue.revoke import public_reason

RECORD = LetterRecord(
    kind=LetterKind.PROOF,
    letter_number="LN2026-00-00001",
    office_name="辽宁省人事考试中心",
    office_telephones=("024-22955229",),
    holder_name="林晓梅",
    holder_sex="",
    id_number="210199198003070014",
    certificate_number="1507000000412345",
    occupation="电工",
    direction="",
    level=4,
    certificate_issued_on=None,
    body="",
    theory_score="",
    practice_score="",
    result="合格",
    business="lost",
    lookup_site="",
    looked_up_on=date(2026, 11, 23),
    issued_on=date(2026, 11, 23),
    verify_url="https://desk.example/v/X",
    verify_code="X",
    specimen=True,
)
TEXTS = st.text(max_size=40)
DAYS = st.none() | st.dates()


@given(
    kind=st.sampled_from(LetterKind),
    names=st.tuples(TEXTS, TEXTS, TEXTS, TEXTS),
    level=st.none() | st.integers(1, 5),
    days=st.tuples(DAYS, DAYS, st.dates()),
    lists=st.tuples(st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=3)),
    specimen=st.booleans(),
)
def test_a_record_read_back_is_the_record_that_was_kept(kind, names, level, days, lists, specimen):
    """Through real JSON, as the sealed column keeps it: the bytes of a letter depend on it."""
    record = replace(
        RECORD,
        kind=kind,
        holder_name=names[0],
        occupation=names[1],
        recorded_item=names[2],
        remark=names[3],
        level=level,
        certificate_issued_on=days[0],
        looked_up_on=days[1],
        issued_on=days[2],
        office_telephones=tuple(lists[0]),
        basis=tuple(lists[1]),
        specimen=specimen,
        texts=tuple(zip(lists[0], lists[1], strict=False)),
        text_version=len(names[0]),
        english=specimen,
    )
    assert from_json(json.loads(json.dumps(to_json(record)))) == record


def test_codes_are_128_random_bits_without_zero_one_eight_and_nine():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[A-Z2-7]{26}", code) for code in codes)


def test_a_letter_is_set_at_the_beginning_of_its_day_in_china():
    """The same record gives the same bytes, at whatever hour it is set."""
    moment = local_midnight(date(2026, 11, 23), load_guide())
    assert moment.isoformat() == "2026-11-23T00:00:00+08:00"


@pytest.mark.parametrize(
    ("reason", "shown"),
    [("登记有误", "登记有误"), ("登记有误\n某某来电", "登记有误"), ("\n\n 登记有误 \r\n某某", "登记有误 "), ("", "")],
)
def test_only_the_first_line_of_a_reason_is_public(reason, shown):
    assert public_reason(reason) == shown


@given(st.text())
def test_a_public_reason_is_one_line_that_fits_its_column(reason):
    shown = public_reason(reason)
    assert len(shown) <= 200
    assert len(shown.splitlines()) <= 1
