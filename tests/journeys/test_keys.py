"""G-14: keys are changed while the desk works; everything stays readable, and nothing stays under the old key."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.db import connection
from tests.journeys.conftest import ID_NUMBER, a_mail

from certdesk.cases.history import check_all
from certdesk.cases.models import Party
from certdesk.cases.parties import cases_of_id_number
from certdesk.journey import issuing, verifying
from certdesk.journey.keeping_keys import reseal_all
from certdesk.sealing.cipher import CannotOpen, sealed_under_current_key
from certdesk.sealing.fields import desk_keys, sealed_fields
from certdesk.sealing.key_ring import new_key_ring, rotated, write_key_file
from certdesk.stages.issue.compose import from_json
from certdesk.stages.issue.models import Letter
from certdesk.stages.verify.verdict import Verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def key_file(settings, tmp_path):
    """The desk's keys in a file, as an operator has them."""
    settings.CERTDESK_KEY_RING = ""
    settings.CERTDESK_KEY_FILE = tmp_path / "keys.json"
    write_key_file(settings.CERTDESK_KEY_FILE, new_key_ring())
    return settings.CERTDESK_KEY_FILE


@pytest.fixture
def letter(key_file, accepted, sign_off) -> Letter:
    """A case with its letter, all of it sealed under the first key."""
    return sign_off(accepted)


def sealed_values() -> list[str]:
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            for field in sealed_fields(model):
                cursor.execute(f'SELECT "{field.column}" FROM "{model._meta.db_table}"')  # noqa: S608  # our own names
                found += [value for (value,) in cursor.fetchall() if value]
    return found


def test_after_a_rotation_every_value_is_sealed_under_the_new_key(letter, key_file):
    """G-14: every row of every table, in one run; a second run has nothing to do."""
    write_key_file(key_file, rotated(desk_keys()))
    assert not any(sealed_under_current_key(desk_keys(), value) for value in sealed_values())
    assert reseal_all() > 8
    assert len(sealed_values()) > 20
    assert all(sealed_under_current_key(desk_keys(), value) for value in sealed_values())
    assert reseal_all() == 0


def test_everything_stays_readable_and_verifiable(desk, letter, key_file):
    """G-14: people, the letter's record, the files, the history; and who is looked up is found."""
    write_key_file(key_file, rotated(desk_keys()))
    reseal_all()
    holder = letter.case.parties.get(role="holder")
    letter.refresh_from_db()
    assert (holder.name, holder.id_number) == ("林晓梅", ID_NUMBER)
    assert from_json(letter.record).holder_name == "林晓梅"
    assert verifying.verify_file(desk, desk.vault.get(letter.signed_sha256)).verdict is Verdict.GENUINE
    assert list(cases_of_id_number(ID_NUMBER)) == [letter.case]
    assert list(check_all()) == []


def test_work_begun_before_a_rotation_goes_on_after_it(desk, key_file, accepted, officer, approver, work):
    """G-16: a draft of yesterday's key is approved and signed under today's, before anything was sealed anew."""
    letter = issuing.draft(desk, accepted.pk, by=officer)
    write_key_file(key_file, rotated(desk_keys()))
    issuing.approve(desk, letter.pk, letter.pdf_sha256, by=approver)
    work()
    assert verifying.verify_code(desk, letter.code).verdict is Verdict.GENUINE


def test_what_comes_in_after_a_rotation_is_sealed_under_the_new_key_at_once(key_file, post, fetch):
    """G-12: without a restart."""
    write_key_file(key_file, rotated(desk_keys()))
    post(a_mail())
    fetch()
    assert all(sealed_under_current_key(desk_keys(), value) for value in sealed_values())


def test_the_rows_no_longer_need_the_old_key_once_they_are_sealed_anew(letter, key_file):
    """G-14: that is what the rotation was for."""
    ring = rotated(desk_keys())
    write_key_file(key_file, ring)
    reseal_all()
    write_key_file(key_file, replace(ring, data={ring.current: ring.data[ring.current]}))
    assert letter.case.parties.get(role="holder").name == "林晓梅"
    assert list(check_all()) == []


def test_before_they_are_sealed_anew_they_do(letter, key_file):
    """G-14: nobody reads a row without its key."""
    ring = rotated(desk_keys())
    write_key_file(key_file, replace(ring, data={ring.current: ring.data[ring.current]}))
    with pytest.raises(CannotOpen):
        Party.objects.get(role="holder", case=letter.case_id)
