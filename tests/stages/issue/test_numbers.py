"""Letters are numbered per office and year without a gap, whatever becomes of drafts (decision 3)."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certdesk.stages.issue.models import Letter, LetterState
from certdesk.stages.issue.numbers import LetterNumber, reserve

pytestmark = pytest.mark.django_db
SERIES = "LN2026-00"


@pytest.fixture
def draft(open_case, officer, clock):
    """Keep a draft under the next number of a series, as the desk does."""

    def kept(series: str = SERIES) -> Letter:
        case = open_case()
        with transaction.atomic():
            number = reserve(series)
            return Letter.objects.create(
                case=case,
                kind="proof",
                series=number.series,
                serial=number.serial,
                code=f"CODE{Letter.objects.count()}",
                record={},
                holder_masked="林＊＊",
                pdf_sha256="0" * 64,
                prepared_by_id=officer.user_id,
                prepared_at=clock.now(),
            )

    return kept


def give_back(letter: Letter) -> None:
    letter.state, letter.serial = LetterState.RETURNED, None
    letter.save()


def test_a_number_prints_with_five_digits():
    assert str(LetterNumber(SERIES, 7)) == "LN2026-00-00007"
    assert str(LetterNumber(SERIES, 123456)) == "LN2026-00-123456"


def test_numbers_run_on_from_one(draft):
    assert [draft().serial for _ in range(3)] == [1, 2, 3]


def test_each_office_and_year_has_its_own_series(draft):
    assert [draft(series).serial for series in (SERIES, "LN2026-02", "LN2027-00", SERIES)] == [1, 1, 1, 2]


def test_a_returned_drafts_number_goes_to_the_next_draft(draft):
    letters = [draft() for _ in range(4)]
    give_back(letters[1])
    assert [draft().serial, draft().serial] == [2, 5]


def test_of_several_free_numbers_the_smallest_goes_first(draft):
    letters = [draft() for _ in range(4)]
    for letter in (letters[3], letters[0], letters[2]):
        give_back(letter)
    assert [draft().serial for _ in range(4)] == [1, 3, 4, 5]


def test_a_draft_that_comes_to_nothing_leaves_its_number_free(draft):
    draft()
    with transaction.atomic():
        assert reserve(SERIES).serial == 2
        transaction.set_rollback(True)  # the power fails
    assert draft().serial == 2


def test_one_number_never_stands_on_two_letters(draft):
    first, second = draft(), draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=second.pk).update(serial=first.serial)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=14))
def test_after_any_drafting_and_returning_the_next_drafts_close_every_gap(draft, steps):
    """Whatever happened before: with as many new drafts as there are gaps, the held numbers are 1 to n."""
    series = f"S{Letter.objects.count()}"
    held: list[Letter] = []
    for step in steps:
        if step is None or not held:
            held.append(draft(series))
        else:
            give_back(held.pop(step % len(held)))
    highest = max((letter.serial for letter in held), default=0)
    held += [draft(series) for _ in range(highest - len(held))]
    assert sorted(letter.serial for letter in held) == list(range(1, len(held) + 1))
