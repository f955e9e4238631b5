"""G-01: every decision and every letter cites its basis; a case is judged by what held on the day it came."""

import hashlib
from datetime import UTC, datetime

import pytest
from tests.journeys.conftest import CORRECTION, entry_of, particulars_of, pdf_text

from certdesk.journey import deciding, evidence, issuing
from certdesk.rules.business import Outcome
from certdesk.rules.lifecycle import State
from certdesk.stages.decision.accept import CannotAccept
from certdesk.stages.decision.assess import assess_case

pytestmark = pytest.mark.django_db
CATALOGUE = "《国家职业资格目录（2021年版）》"
NOTICE = "（人社厅发〔2018〕42号）第五条"
THE_DAY_BEFORE = datetime(2021, 11, 22, 2, 0, tzinfo=UTC)
THE_DAY_ITSELF = datetime(2021, 11, 23, 2, 0, tzinfo=UTC)


def test_a_letter_for_a_lost_certificate_cites_the_catalogue_and_article_5(apply, issue, read_letter):
    """G-01: both documents stand on the letter."""
    text = read_letter(issue(apply()))
    assert CATALOGUE in text
    assert NOTICE in text


def test_a_correction_cites_the_guide_and_not_article_5_which_does_not_speak_of_it(
    desk, apply, issue, officer, read_letter
):
    """G-01, D-5: no letter claims a basis it does not have."""
    case = apply(CORRECTION)
    items = {"recorded_item": "等级：五级", "correct_item": "等级：四级", "correction_evidence": "户口簿"}
    evidence.correct_particulars(desk, case.pk, particulars_of(case, **items), by=officer)
    text = read_letter(issue(case, reasons="申报表写的是四级"))
    assert "原证书错误信息修改换发出具证明办事指南》" in text
    assert CATALOGUE in text
    assert "人社厅发〔2018〕42号" not in text


def test_the_acceptance_names_its_clauses_in_the_decision_and_in_the_history(accepted):
    """G-01: an occupation outside the catalogue rests on G-03."""
    (decision,) = accepted.decisions.all()
    assert decision.clauses == ["G-03"]
    assert accepted.events.get(kind="accepted").data == {"outcome": "proof", "clauses": ["G-03"]}


def test_a_case_of_the_day_before_the_catalogue_is_not_judged_by_it(desk, clock, apply, officer, confirm):
    """G-01: on 22 November 2021 the edition of 2021 did not hold yet; an officer must say what did."""
    clock.moment = THE_DAY_BEFORE
    case = apply(occupation="保安员")
    confirm(case, entry_of(case))
    with pytest.raises(CannotAccept, match="请按收到申请当日有效的职业资格目录判断"):
        deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)


def test_what_did_not_hold_yet_is_not_cited_either(desk, clock, apply, officer, confirm):
    """G-01: the letter of such a case names article 5 alone."""
    clock.moment = THE_DAY_BEFORE
    case = apply(occupation="保安员")
    confirm(case, entry_of(case))
    deciding.accept(desk, case.pk, chosen=Outcome.REISSUE, reasons="2017年版目录内有保安员", by=officer)
    text = pdf_text(issuing.preview(desk, issuing.draft(desk, case.pk, by=officer).pk, by=officer))
    assert NOTICE in text
    assert CATALOGUE not in text


def test_a_case_of_the_catalogues_first_day_is_judged_by_it(desk, clock, apply, officer, confirm):
    """G-01: on 23 November 2021 it held."""
    clock.moment = THE_DAY_ITSELF
    case = apply(occupation="保安员")
    confirm(case, entry_of(case))
    assert deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer) is Outcome.REISSUE


def test_the_day_of_receipt_counts_and_not_the_day_of_the_decision(desk, clock, apply, officer, confirm):
    """G-01: received the day before, decided the day after: still not judged by the new edition."""
    clock.moment = THE_DAY_BEFORE
    case = apply(occupation="保安员")
    clock.advance(days=2)
    confirm(case, entry_of(case))
    assert assess_case(case, desk.guide).outcome is Outcome.NEEDS_OFFICER
    assert case.state == State.RECEIVED


def test_the_bytes_with_their_basis_are_what_is_approved(desk, accepted, officer, approver):
    """G-01: the basis is in the bytes the second person sees, not added later."""
    letter = issuing.draft(desk, accepted.pk, by=officer)
    seen = issuing.preview(desk, letter.pk, by=approver)
    assert CATALOGUE in pdf_text(seen)
    assert hashlib.sha256(seen).hexdigest() == letter.pdf_sha256
