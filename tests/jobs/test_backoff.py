from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.jobs.backoff import Backoff

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 10), (2, 20), (3, 40), (9, 2560), (10, 3600), (19, 3600)])
def test_the_wait_doubles_up_to_an_hour(attempt, seconds):
    assert Backoff().retry_at(attempt, NOW) == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize("attempt", [20, 21, 1000])
def test_after_twenty_tries_a_person_decides(attempt):
    assert Backoff().retry_at(attempt, NOW) is None


def test_all_tries_together_outlast_a_night():
    waits = [Backoff().retry_at(attempt, NOW) - NOW for attempt in range(1, 20)]
    assert timedelta(hours=11) < sum(waits, timedelta()) < timedelta(hours=12)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_no_wait_is_shorter_than_the_first_or_longer_than_the_ceiling(attempt, attempts):
    backoff = Backoff(attempts=attempts)
    again = backoff.retry_at(attempt, NOW)
    assert (again is None) == (attempt >= attempts)
    assert again is None or timedelta(seconds=10) <= again - NOW <= timedelta(hours=1)
