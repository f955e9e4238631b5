"""What may be taken from readings, and how a look-up is kept."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from certdesk.ports.reader import PictureReading, Reading
from certdesk.stages.evidence.adopt import agreed_value
from certdesk.stages.evidence.look_up import Entry, LookUpReport, record_look_up
from certdesk.stages.evidence.models import LookUp

KINDS = ("lookup_screenshot", "original_certificate", "id_portrait_side", "id_emblem_side", "unknown")


def shows(kind: str, *, sure: bool = True, **fields: str) -> PictureReading:
    values = {name: Reading(value, 0.9, sure=sure) for name, value in fields.items()}
    return PictureReading(kind=kind, confidence=0.9, fields=values)


def test_one_sure_value_is_taken():
    assert agreed_value([shows("lookup_screenshot", occupation="电工")], "occupation") == "电工"


def test_two_that_agree_are_one():
    pictures = [shows("lookup_screenshot", name="林晓梅"), shows("id_portrait_side", name="林晓梅")]
    assert agreed_value(pictures, "name") == "林晓梅"


def test_two_that_differ_are_none():
    pictures = [shows("lookup_screenshot", name="林晓梅"), shows("id_portrait_side", name="林小梅")]
    assert agreed_value(pictures, "name") == ""


def test_what_is_not_sure_neither_counts_nor_disturbs():
    pictures = [shows("lookup_screenshot", name="林晓梅"), shows("id_portrait_side", name="林小梅", sure=False)]
    assert agreed_value(pictures, "name") == "林晓梅"
    assert agreed_value(pictures[1:], "name") == ""


@pytest.mark.parametrize("kind", ["id_portrait_side", "id_emblem_side", "unknown"])
def test_an_identity_card_tells_nothing_of_a_certificate(kind):
    assert agreed_value([shows(kind, certificate_number="1507000000412345")], "certificate_number") == ""


@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.booleans(), st.sampled_from(["甲", "乙", ""])), max_size=6),
    st.sampled_from(["name", "id_number", "certificate_number", "occupation", "direction", "level"]),
)
def test_a_value_taken_was_sure_somewhere_and_contradicted_nowhere(pictures, field):
    readings = [shows(kind, sure=sure, **{field: value}) for kind, sure, value in pictures]
    taken = agreed_value(readings, field)
    if taken:
        assert any(sure and value == taken for _, sure, value in pictures)
        others = {value for kind, sure, value in pictures if sure and kind in KINDS[:2]}
        assert others <= {taken}


@given(
    texts=st.lists(st.text(max_size=20), min_size=4, max_size=4),
    level=st.none() | st.integers(1, 5),
    issued_on=st.none() | st.dates(),
)
def test_an_entry_read_back_is_the_entry_that_was_kept(texts, level, issued_on):
    entry = Entry(
        name=texts[0], id_number=texts[1], certificate_number=texts[2], occupation=texts[3], level=level,
        issued_on=issued_on,
    )  # fmt: skip
    assert Entry.from_json(json.loads(json.dumps(entry.to_json()))) == entry


@pytest.mark.django_db
def test_what_was_typed_with_blanks_is_kept_tidy(open_case, officer, clock):
    entry = Entry(
        name=" 林晓梅 ", id_number="２１０１９９１９８００３０７００１４", certificate_number="1507 0000 0041 2345",
        occupation=" 电工", issued_on=date(2015, 6, 30),
    )  # fmt: skip
    report = LookUpReport(site="zscx", at=clock.now(), found=True, entry=entry)
    row = record_look_up(open_case(), report, officer_id=officer.user_id)
    row.refresh_from_db()
    kept = Entry.from_json(row.entry)
    assert (kept.name, kept.id_number, kept.certificate_number, kept.occupation) == (
        "林晓梅", "210199198003070014", "1507000000412345", "电工",
    )  # fmt: skip


@pytest.mark.django_db
def test_a_look_up_that_found_nothing_keeps_no_entry(open_case, officer, clock):
    entry = Entry(name="林晓梅", id_number="", certificate_number="1", occupation="x")
    report = LookUpReport(site="zscx", at=clock.now(), found=False, entry=entry)
    assert record_look_up(open_case(), report, officer_id=officer.user_id).entry is None


@pytest.mark.django_db
def test_the_database_keeps_no_look_up_by_nobody(open_case, clock):
    with pytest.raises(IntegrityError), transaction.atomic():
        LookUp.objects.create(case=open_case(), site="zscx", at=clock.now(), found=False)
