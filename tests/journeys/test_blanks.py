"""G-02: a reissued or exchanged certificate goes onto the office's blank, and no blank is lost sight of."""

from dataclasses import replace

import pytest
from django.db import IntegrityError
from tests.journeys.conftest import pdf_text

from certdesk.cases.staff import NotPermitted
from certdesk.journey import printing_blanks
from certdesk.rules.blank_layout import START
from certdesk.rules.business import Outcome
from certdesk.stages.delivery.blanks import BlankRefused, LayoutWrong, blanks_of, layout_of
from certdesk.stages.delivery.models import Blank

pytestmark = pytest.mark.django_db


@pytest.fixture
def setup(desk, officer):
    return printing_blanks.save_setup(desk, None, "一号打印机", START, office_code="00", by=officer)


@pytest.fixture
def reissued(case, issue):
    return issue(case, chosen=Outcome.REISSUE, reasons="经核对在目录内")


def test_only_values_are_printed_and_the_original_number_stays(desk, reissued, setup, officer):
    """G-02: labels, lines and seal are on the blank already."""
    text = pdf_text(printing_blanks.overlay(desk, reissued.pk, setup.pk, by=officer))
    for words in ("林晓梅", "1507000000412345", "电工", "四级/中级工", "补发。原证书编号：1507000000412345"):
        assert words in text
    for label in ("姓名", "证书编号（原", "等级"):
        assert label not in text


def test_a_proof_goes_onto_no_blank(desk, accepted, sign_off, setup, officer):
    """G-03."""
    letter = sign_off(accepted)
    with pytest.raises(BlankRefused, match="补发、换发"):
        printing_blanks.overlay(desk, letter.pk, setup.pk, by=officer)
    with pytest.raises(BlankRefused, match="补发、换发"):
        printing_blanks.note_blank(desk, letter.pk, "21000001", "", spoiled=False, by=officer)


def test_another_office_neither_prints_nor_sets_up(desk, reissued, setup, stranger):
    """G-07."""
    with pytest.raises(NotPermitted):
        printing_blanks.overlay(desk, reissued.pk, setup.pk, by=stranger)
    with pytest.raises(NotPermitted):
        printing_blanks.save_setup(desk, setup.pk, "x", START, office_code="02", by=stranger)
    theirs = printing_blanks.save_setup(desk, None, "x", START, office_code="02", by=stranger)
    assert theirs.office_code == "02"


def test_a_layout_that_cannot_be_printed_is_not_kept(desk, setup, officer):
    """G-02."""
    with pytest.raises(LayoutWrong):
        printing_blanks.save_setup(desk, setup.pk, "x", replace(START, dx=21.0), office_code="00", by=officer)
    setup.refresh_from_db()
    assert layout_of(setup) == START


def test_every_blank_is_accounted_for(desk, reissued, officer):
    """G-02: spoiled ones with their reason; a serial once and for all; one good blank a certificate."""

    def note(serial, reason="", *, spoiled=False):
        return printing_blanks.note_blank(desk, reissued.pk, serial, reason, spoiled=spoiled, by=officer)

    with pytest.raises(BlankRefused, match="流水码"):
        note(" ")
    with pytest.raises(BlankRefused, match="原因"):
        note("21000001", spoiled=True)
    note("21000001", "卡纸", spoiled=True)
    used = note("2100 0002")
    with pytest.raises(BlankRefused, match="21000001已经登记过"):
        note("21000001")
    with pytest.raises(BlankRefused, match="已经登记过一张"):
        note("21000003")
    printing_blanks.spoil_blank(desk, used.pk, "印偏", by=officer)
    with pytest.raises(BlankRefused, match="已经作废"):
        printing_blanks.spoil_blank(desk, used.pk, "印偏", by=officer)
    note("21000003")
    fates = [(blank.serial, blank.fate, blank.reason) for blank in blanks_of(reissued.case)]
    assert fates == [("21000001", "spoiled", "卡纸"), ("21000002", "spoiled", "印偏"), ("21000003", "used", "")]
    assert reissued.case.events.filter(kind="noted").count() == 4


def test_the_database_keeps_one_good_blank_a_letter(desk, reissued, officer):
    """G-02: whatever the code does."""
    printing_blanks.note_blank(desk, reissued.pk, "21000001", "", spoiled=False, by=officer)
    blank = Blank.objects.get()
    blank.pk, blank.serial = None, "21000002"
    with pytest.raises(IntegrityError):
        blank.save(force_insert=True)
