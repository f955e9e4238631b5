"""One Dovecot for all tests that want one, with a mailbox of its own for each."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.mail.dovecot import DOVECOT, Dovecot, running_dovecot

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    if not Path(DOVECOT).exists():
        why = "Dovecot is not installed (Debian: apt-get install dovecot-imapd)"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    with running_dovecot() as server:
        yield server


@pytest.fixture
def user(tmp_path) -> str:
    return f"desk{next(_numbers)}@example.invalid"
