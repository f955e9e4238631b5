"""One question brings all that a verdict rests on, and it says what the rows say."""

from datetime import timedelta

import pytest

from certdesk.stages.issue.certificates import Revocation
from certdesk.stages.issue.compose import from_json
from certdesk.stages.issue.models import Letter, LetterState, SigningCertificate
from certdesk.stages.verify.register import registered_by_code, registered_by_content, registered_by_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(accepted, issue) -> Letter:
    return issue(accepted)


def copy_of(letter: Letter, **changes: object) -> Letter:
    """Put another letter into the register beside this one."""
    row = Letter.objects.get(pk=letter.pk)
    row.pk = None
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def test_a_letter_is_found_by_code_number_and_file(letter):
    found = registered_by_code(f" {letter.code.lower()} ")
    assert found == registered_by_number(letter.number) == registered_by_content(letter.signed_sha256)
    assert found.record == from_json(letter.record)
    for name in ("state", "holder_masked", "signed_sha256", "signed_at", "specimen", "ended_at", "details_until"):
        assert getattr(found, name) == getattr(letter, name), name
    assert (found.key_revoked, found.replaced_by, found.replaces) == (None, "", ())


@pytest.mark.parametrize("number", ["", "LN2026-00", "LN2026-00-", "LN2026-00-x", "LN2026-00-²", "LN2026-00-99999"])
def test_a_number_that_is_none_finds_nothing(letter, number):
    assert registered_by_number(number) is None


def test_a_draft_is_not_in_the_register(letter):
    draft = copy_of(letter, code="D" * 26, serial=2, signed_sha256="", state=LetterState.RETURNED)
    assert registered_by_code(draft.code) is None
    assert registered_by_number(draft.number) is None


def test_dates_and_marks_are_read_as_they_were_written(letter, clock):
    today = clock.now().date()
    Letter.objects.update(ended_at=clock.now(), end_reason="有误", details_until=today, specimen=False)
    found = registered_by_code(letter.code)
    assert (found.ended_at, found.end_reason) == (clock.now(), "有误")
    assert (found.details_until, found.specimen) == (today, False)


def test_it_names_every_letter_that_this_one_replaces_and_the_one_that_replaces_it(letter):
    later = copy_of(letter, code="L" * 26, serial=7, signed_sha256="7" * 64)
    for serial in (5, 4):
        copy_of(letter, code=f"{serial}" * 26, serial=serial, signed_sha256=f"{serial}" * 64, successor=letter)
    Letter.objects.filter(pk=letter.pk).update(successor=later)
    found = registered_by_code(letter.code)
    assert found.replaced_by == later.number
    assert found.replaces == (f"{letter.series}-00005", f"{letter.series}-00004")  # in the order of their making
    assert registered_by_code(later.code).replaces == (letter.number,)


def test_a_file_registered_twice_is_one_letter_with_its_own_predecessors(letter):
    twin = copy_of(letter, code="T" * 26, serial=8)
    copy_of(letter, code="P" * 26, serial=9, signed_sha256="9" * 64, successor=twin)
    assert registered_by_content(letter.signed_sha256).replaces == ()


def test_it_knows_whether_the_key_was_revoked_and_of_no_other_key(letter, clock):
    key = SigningCertificate.objects.get(fingerprint=letter.signer_fingerprint)
    since = clock.now() - timedelta(days=1)
    SigningCertificate.objects.create(
        fingerprint="f" * 64, subject="x", not_before=since, not_after=since, rehearsal=True, first_used_at=since,
        revoked_at=since, reason="another",
    )  # fmt: skip
    assert registered_by_code(letter.code).key_revoked is None
    SigningCertificate.objects.filter(pk=key.pk).update(revoked_at=since, reason="密钥遗失")
    assert registered_by_code(letter.code).key_revoked == Revocation(since, "密钥遗失")


@pytest.mark.parametrize("number", ["LN2026-00-99999999999999999999", "LN2026-00-" + "9" * 200, "LN\x002026-00-00001"])
def test_a_number_that_no_row_can_hold_is_not_found(letter, number):
    assert registered_by_number(number) is None


def test_a_code_that_no_row_can_hold_is_not_found(letter):
    assert registered_by_code(f"{letter.code}\0") is None
