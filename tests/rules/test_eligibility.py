"""From a claim to proof, reissue, exchange, a refusal, or a question."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.guide.load import load_guide
from certdesk.rules.business import Business, Material, Outcome
from certdesk.rules.eligibility import Assessment, Claim, assess

RULEBOOK = load_guide().rulebook
PROVINCIAL = "1807000000103353"
LISTED, UNLISTED = "家畜繁殖员", "保育员"


def judge(number: str = PROVINCIAL, occupation: str = UNLISTED, **said) -> Assessment:
    facts = {"business": Business.LOST, "found": True, "on": date(2026, 9, 30), **said}
    return assess(Claim(number_text=number, occupation=occupation, **facts), RULEBOOK)


@pytest.mark.parametrize(
    ("business", "occupation", "outcome", "clauses"),
    [
        (Business.LOST, UNLISTED, Outcome.PROOF, ("G-03",)),
        (Business.OVERSEAS, UNLISTED, Outcome.PROOF, ("G-03",)),
        (Business.CORRECTION, UNLISTED, Outcome.PROOF, ("G-03", "D-5")),
        (Business.LOST, LISTED, Outcome.REISSUE, ("G-02",)),
        (Business.OVERSEAS, LISTED, Outcome.EXCHANGE, ("G-02",)),
        (Business.CORRECTION, LISTED, Outcome.EXCHANGE, ("G-02", "D-5")),
    ],
)
def test_the_catalogue_and_the_business_choose_the_outcome(business, occupation, outcome, clauses):
    assessment = judge(business=business, occupation=occupation)

    assert (assessment.outcome, assessment.clauses, assessment.provisional) == (outcome, clauses, False)


def test_a_correction_asks_for_the_evidence_of_the_correct_value():
    """D-5."""
    (question,) = judge(business=Business.CORRECTION).questions

    assert "应更正的内容" in str(question)


def test_a_clear_case_asks_nothing():
    assert judge().questions == ()


def test_another_citys_certificate_has_the_same_outcome_and_goes_to_that_city():
    assessment = judge("1807010000103353")

    assert assessment.outcome == Outcome.PROOF
    assert assessment.clauses == ("G-03", "G-07", "G-19")


@pytest.mark.parametrize(("number", "clause"), [("1810000000103353", "G-04"), ("Y000121123456195000001", "G-04")])
def test_what_this_province_did_not_issue_is_declined_with_a_word_on_whom_to_ask(number, clause):
    assessment = judge(number, found=None)

    assert (assessment.outcome, assessment.clauses) == (Outcome.DECLINE, (clause,))
    assert (assessment.materials, assessment.questions, assessment.provisional) == ((), (), False)
    assert "请" in str(assessment.reasons[0])


@pytest.mark.parametrize(
    ("number", "clause"),
    [
        ("180700000010335", "G-20"),
        ("18O7000000103353", "G-20"),
        ("5007000000103353", "D-9"),
        ("1807170000103353", "G-21"),
    ],
)
def test_a_number_that_cannot_be_routed_goes_to_an_officer_and_never_to_a_default_office(number, clause):
    assessment = judge(number)

    assert assessment.outcome == Outcome.NEEDS_OFFICER
    assert assessment.clauses == (clause,)
    assert assessment.number.city is None or clause == "D-9"
    assert assessment.questions != ()


def test_a_doubtful_number_is_not_refused_for_its_province():
    assert judge("5010000000103353").outcome == Outcome.NEEDS_OFFICER


def test_a_certificate_found_nowhere_is_declined():
    assessment = judge(found=False)

    assert (assessment.outcome, assessment.clauses, assessment.materials) == (Outcome.DECLINE, ("G-05",), ())
    assert "zscx.osta.org.cn" in str(assessment.reasons[0])
    assert "ln.nvq.net.cn" in str(assessment.reasons[0])


def test_a_certificate_not_looked_up_yet_has_a_provisional_outcome():
    assessment = judge(found=None)

    assert (assessment.outcome, assessment.provisional) == (Outcome.PROOF, True)
    assert assessment.clauses == ("G-03", "G-05")
    assert len(assessment.questions) == 1


@pytest.mark.parametrize(
    ("handwritten", "outcome", "clauses", "provisional"),
    [
        (True, Outcome.DECLINE, ("G-06",), False),
        (False, Outcome.PROOF, ("G-03",), False),
        (None, Outcome.PROOF, ("G-03", "G-06"), True),
    ],
)
def test_a_certificate_from_before_2000_turns_on_whether_it_is_handwritten(handwritten, outcome, clauses, provisional):
    assessment = judge("9907000000103353", handwritten=handwritten)

    assert (assessment.outcome, assessment.clauses, assessment.provisional) == (outcome, clauses, provisional)


@pytest.mark.parametrize("handwritten", [True, None])
def test_handwriting_does_not_matter_from_2000_on(handwritten):
    assessment = judge("0007000000103353", handwritten=handwritten)

    assert (assessment.outcome, assessment.provisional, assessment.questions) == (Outcome.PROOF, False, ())


def test_two_open_points_are_both_asked():
    assessment = judge("9507000000103353", found=None)

    assert assessment.clauses == ("G-03", "G-05", "G-06")
    assert len(assessment.questions) == 2


def test_a_possible_match_is_a_question_to_an_officer():
    assessment = judge(occupation="焊工")

    assert (assessment.outcome, assessment.clauses) == (Outcome.NEEDS_OFFICER, ("G-02", "G-03"))
    assert assessment.questions == (assessment.catalogue.why,)


def test_a_case_is_judged_by_the_catalogue_that_held_on_its_day():
    """G-01."""
    assert judge(on=date(2021, 11, 23)).outcome == Outcome.PROOF
    before = judge(on=date(2021, 11, 22))

    assert (before.outcome, before.clauses) == (Outcome.NEEDS_OFFICER, ("G-01",))
    assert "2021-11-22" in str(before.reasons[0])
    assert before.questions != ()


@pytest.mark.parametrize(
    ("business", "original"), [(Business.LOST, False), (Business.OVERSEAS, True), (Business.CORRECTION, True)]
)
def test_the_original_is_asked_for_only_where_the_guide_asks(business, original):
    """G-11."""
    materials = judge(business=business).materials

    assert materials[:3] == (Material.ID_PORTRAIT_SIDE, Material.ID_EMBLEM_SIDE, Material.LOOKUP_SCREENSHOT)
    assert (Material.ORIGINAL_CERTIFICATE in materials) == original


@given(
    number=st.one_of(st.text(max_size=30), st.from_regex(r"[0-9]{2}07[01][0-9]{11}", fullmatch=True)),
    occupation=st.one_of(st.text(max_size=20), st.sampled_from(["焊工", UNLISTED, LISTED])),
    business=st.sampled_from(Business),
    found=st.sampled_from([True, False, None]),
    handwritten=st.sampled_from([True, False, None]),
    on=st.dates(),
)
def test_any_claim_is_answered_with_a_clause_and_a_reason(number, occupation, business, found, handwritten, on):
    assessment = judge(number, occupation, business=business, found=found, handwritten=handwritten, on=on)

    assert assessment.clauses
    assert assessment.reasons
    assert all(str(sentence) for sentence in (*assessment.reasons, *assessment.questions))
    if assessment.outcome in {Outcome.PROOF, Outcome.REISSUE, Outcome.EXCHANGE}:
        assert assessment.number.ok
        assert assessment.provisional or found is True
