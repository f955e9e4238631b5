"""Files are read while their form is still being filled in, and those of forms that nobody sends go again."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.journeys.conftest import ALL_THREE, FORM_FILES, PORTRAIT, SCREENSHOT, a_mail

from certdesk.jobs.handlers import SCHEDULES
from certdesk.journey import reading_ahead
from certdesk.journey.evidence import read_again
from certdesk.ports.reader import PictureReading, Unreadable
from certdesk.stages.evidence.held import held_files
from certdesk.stages.evidence.models import EvidenceFile, HeldUpload, ReadingState, StoredReading

pytestmark = pytest.mark.django_db


class CountingReader:
    """Reads what the test's reader reads, and counts."""

    def __init__(self, reader) -> None:
        self.reader, self.reads, self.trouble, self.broken = reader, 0, None, None

    def read(self, content: bytes) -> list[PictureReading]:
        self.reads += 1
        if self.trouble:
            raise self.trouble
        return self.reader.read(content)

    def screen_copy(self, content: bytes, watermark: str) -> bytes:
        if self.broken:
            raise self.broken
        return self.reader.screen_copy(content, watermark)


@pytest.fixture
def desk(desk, with_part):
    return with_part(reader=CountingReader(desk.reader))


def hold(desk, content: bytes) -> str:
    sha256 = desk.vault.put(content)
    reading_ahead.hold(desk, [sha256])
    return sha256


def grow_old(tmp_path: Path, clock, days: int) -> None:
    for path in (tmp_path / "vault").rglob("*"):
        if path.is_file():
            long_ago = path.stat().st_mtime - days * 86400
            os.utime(path, (long_ago, long_ago))
    clock.advance(days=days)


def test_a_held_file_is_read_once_however_often_it_is_asked_for(desk, work):
    sha256 = hold(desk, SCREENSHOT)
    assert held_files([sha256])[sha256].state == ReadingState.WAITING
    work()
    hold(desk, SCREENSHOT)
    work()
    held = held_files([sha256])[sha256]
    assert held.state == ReadingState.READ
    assert held.readings[0].fields["occupation"].value == "电工"
    assert desk.reader.reads == 1


def test_what_was_read_in_the_form_is_not_read_again_in_the_case(desk, work, submit):
    for content in FORM_FILES.values():
        hold(desk, content)
    work()
    reads = desk.reader.reads
    case = submit()
    assert desk.reader.reads == reads == len(FORM_FILES)
    assert {file.reading_state for file in case.files.all()} == {ReadingState.READ}
    assert all(file.screen_sha256 for file in case.files.all())
    assert StoredReading.objects.filter(engine="caption", version="1").count() == len(FORM_FILES)


def test_an_officer_s_wish_to_read_again_really_reads_again(desk, work, submit, officer):
    for content in FORM_FILES.values():
        hold(desk, content)
    work()
    case = submit()
    reads = desk.reader.reads
    read_again(desk, case.files.first().pk, by=officer)
    work()
    assert desk.reader.reads == reads + 1


def test_a_file_nobody_can_read_says_what_to_do(desk, work):
    sha256 = hold(desk, b"\x00 nothing")
    work()
    held = held_files([sha256])[sha256]
    assert held.state == ReadingState.UNREADABLE
    assert "请重新拍摄" in held.advice


def test_an_engine_out_of_order_leaves_the_file_waiting_and_the_case_goes_on(desk, work, submit):
    desk.reader.trouble = RuntimeError("no engine")
    sha256 = hold(desk, SCREENSHOT)
    work()
    assert held_files([sha256])[sha256].state == ReadingState.WAITING
    case = submit()
    assert case.state == "received"
    files = list(case.files.all())
    assert {file.reading_state for file in files} == {ReadingState.FAILED}
    assert all(file.screen_sha256 and "看图" in file.advice for file in files)


def test_a_file_that_cannot_even_be_copied_ends_as_failed_and_the_case_goes_on(desk, work, submit):
    desk.reader.broken = IndexError("string index out of range")
    case = submit()
    assert case.state == "received"
    assert {file.reading_state for file in case.files.all()} == {ReadingState.FAILED}
    assert all("下载原件" in file.advice for file in case.files.all())


def test_when_the_engine_is_back_an_officer_has_the_files_read_again(desk, work, submit, officer):
    desk.reader.trouble = RuntimeError("no engine")
    case = submit()
    desk.reader.trouble = None
    for file in case.files.all():
        read_again(desk, file.pk, by=officer)
    work()
    assert {file.reading_state for file in case.files.all()} == {ReadingState.READ}


def test_a_file_lost_from_the_vault_ends_as_failed(desk, work, tmp_path):
    sha256 = hold(desk, SCREENSHOT)
    (tmp_path / "vault" / sha256[:2] / sha256).unlink()
    work()
    assert held_files([sha256])[sha256].state == ReadingState.FAILED


def test_files_of_a_form_that_nobody_sent_are_removed_with_what_was_read(desk, work, tmp_path, clock):
    sha256 = hold(desk, SCREENSHOT)
    work()
    grow_old(tmp_path, clock, days=1)
    assert reading_ahead.sweep_held(desk) == 0
    grow_old(tmp_path, clock, days=2)
    assert reading_ahead.sweep_held(desk) == 1
    assert not desk.vault.has(sha256)
    assert not HeldUpload.objects.exists()


def test_files_that_became_part_of_a_case_stay(desk, work, submit, tmp_path, clock):
    for content in FORM_FILES.values():
        hold(desk, content)
    case = submit()
    grow_old(tmp_path, clock, days=3)
    assert reading_ahead.sweep_held(desk) == 0
    assert not HeldUpload.objects.exists()
    assert all(desk.vault.has(file.sha256) for file in case.files.all())


def test_files_that_also_came_by_mail_or_are_a_letter_stay(desk, post, fetch, tmp_path, clock, accepted, sign_off):
    letter = sign_off(accepted)
    pdf = hold(desk, desk.vault.get(letter.signed_sha256))
    raw = a_mail(files=ALL_THREE, message_id="<second@example.com>")
    mail, portrait = hold(desk, raw), hold(desk, PORTRAIT)
    post(raw)
    fetch()
    grow_old(tmp_path, clock, days=3)
    assert reading_ahead.sweep_held(desk) == 0
    assert all(desk.vault.has(sha256) for sha256 in (pdf, mail, portrait))
    assert EvidenceFile.objects.filter(sha256=portrait).exists()


def test_the_sweeping_runs_by_the_clock():
    assert [schedule.every for schedule in SCHEDULES if schedule.name == "sweep_held"] == [timedelta(hours=1)]


def test_trouble_of_the_reader_is_no_reading(desk, work):
    desk.reader.trouble = Unreadable("照片模糊，请重新拍摄。")
    sha256 = hold(desk, SCREENSHOT)
    work()
    assert held_files([sha256])[sha256].advice == "照片模糊，请重新拍摄。"
