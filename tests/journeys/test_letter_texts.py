"""The office's own wording: written by one, put in force by another, remembered by every letter."""

from dataclasses import replace

import pytest
from tests.journeys.conftest import OVERSEAS, particulars_of, pdf_text

from certdesk.cases.staff import NotPermitted
from certdesk.journey import evidence, issuing, wording_letters
from certdesk.journey.wording_letters import TextRefused, TextsWrong
from certdesk.ports.typesetter import CannotTypeset
from certdesk.rules.permissions import Role
from certdesk.stages.issue.approve import CannotApprove
from certdesk.stages.issue.compose import from_json
from certdesk.stages.issue.models import LetterText
from certdesk.stages.issue.texts import wording_in_force

pytestmark = pytest.mark.django_db
CLOSING = "特此证明，请予采信。"


@pytest.fixture
def proposed(desk, officer) -> LetterText:
    texts = {**wording_in_force("proof", desk.guide).texts, "closing": CLOSING}
    return wording_letters.propose(desk, "proof", texts, "法规科要求", by=officer)


@pytest.fixture
def in_force(desk, proposed, approver) -> LetterText:
    wording_letters.decide(desk, proposed.pk, approve=True, by=approver)
    proposed.refresh_from_db()
    return proposed


def test_a_proposed_wording_changes_no_letter_until_another_person_approves(desk, accepted, proposed, issue_text):
    assert CLOSING not in issue_text(accepted)


@pytest.fixture
def issue_text(desk, officer, sign_off, read_letter):
    return lambda case: read_letter(sign_off(case))


def test_an_approved_wording_is_printed_and_the_letter_remembers_its_version(accepted, in_force, sign_off, read_letter):
    letter = sign_off(accepted)
    assert CLOSING in read_letter(letter)
    assert from_json(letter.record).text_version == 1


def test_a_letter_with_the_shipped_wording_remembers_that(accepted, sign_off):
    assert from_json(sign_off(accepted).record).text_version == 0


def test_nobody_approves_their_own_wording(desk, head):
    texts = {**wording_in_force("proof", desk.guide).texts, "closing": CLOSING}
    row = wording_letters.propose(desk, "proof", texts, "理由", by=head)
    with pytest.raises(TextRefused, match="自己起草"):
        wording_letters.decide(desk, row.pk, approve=True, by=head)


def test_an_officer_proposes_and_does_not_approve(desk, proposed, officer, stranger, administrator):
    with pytest.raises(TextRefused, match="自己起草"):
        wording_letters.decide(desk, proposed.pk, approve=True, by=_as_approver(officer))
    for other in (stranger, administrator):
        with pytest.raises(NotPermitted):
            wording_letters.decide(desk, proposed.pk, approve=True, by=other)
        with pytest.raises(NotPermitted):
            wording_letters.propose(desk, "reissue", {}, "x", by=other)


def _as_approver(officer):
    return replace(officer, roles=officer.roles | {("00", Role.APPROVER)})


def test_a_proposal_can_be_taken_back_and_is_kept(desk, proposed, officer):
    wording_letters.decide(desk, proposed.pk, approve=False, by=officer)
    proposed.refresh_from_db()
    assert proposed.state == "withdrawn"
    assert wording_in_force("proof", desk.guide).version == 0
    with pytest.raises(TextRefused, match="已经处理"):
        wording_letters.decide(desk, proposed.pk, approve=False, by=officer)


def test_one_proposal_at_a_time_with_a_reason_and_a_change(desk, proposed, officer):
    shipped = desk.guide.letter_texts["proof"].texts
    with pytest.raises(TextRefused, match="待批准"):
        wording_letters.propose(desk, "proof", {**shipped, "closing": "又一份。"}, "理由", by=officer)
    reissue = desk.guide.letter_texts["reissue"].texts
    with pytest.raises(TextRefused, match="没有改动"):
        wording_letters.propose(desk, "reissue", reissue, "理由", by=officer)
    with pytest.raises(TextRefused, match="为什么"):
        wording_letters.propose(desk, "reissue", {**reissue, "title": "证书"}, " ", by=officer)


def test_what_no_letter_may_say_is_refused(desk, officer):
    texts = {**desk.guide.letter_texts["proof"].texts, "closing": "{holder_name}特此证明"}
    with pytest.raises(TextsWrong) as caught:
        wording_letters.propose(desk, "proof", texts, "理由", by=officer)
    assert list(caught.value.sentences) == ["closing"]
    with pytest.raises(CannotTypeset, match="字体中没有"):
        wording_letters.propose(desk, "proof", {**texts, "closing": "特此证明\U0001f600"}, "理由", by=officer)


def test_a_draft_written_before_a_new_wording_is_written_anew(desk, accepted, officer, approver, proposed):
    letter = issuing.draft(desk, accepted.pk, by=officer)
    wording_letters.decide(desk, proposed.pk, approve=True, by=approver)
    with pytest.raises(CannotApprove, match="有变化"):
        issuing.approve(desk, letter.pk, letter.pdf_sha256, by=approver)


def test_an_earlier_wording_comes_back_as_a_new_version(desk, in_force, officer, approver):
    shipped = desk.guide.letter_texts["proof"].texts
    again = wording_letters.propose(desk, "proof", shipped, "恢复原文本", by=officer)
    wording_letters.decide(desk, again.pk, approve=True, by=approver)
    in_force.refresh_from_db()
    now = wording_in_force("proof", desk.guide)
    assert (now.version, now.texts, in_force.state) == (2, shipped, "replaced")


def test_the_specimen_is_about_nobody(desk):
    picture = wording_letters.preview(desk, "exchange", desk.guide.letter_texts["exchange"].texts)
    assert picture.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("kind", "block", "shown"),
    [
        ("proof", "reason_lost", "因原证书遗失，特此申请。"),
        ("proof", "english_correction", "Requested for an error."),
        ("exchange", "remark_correction", "更正如上。"),
        ("exchange", "remark", "换发如上。"),
    ],
)
def test_the_specimen_shows_the_block_that_was_changed(desk, with_part, kind, block, shown):
    """Who puts a wording in force sees it on the page, also where it is for one business only."""
    pages = []

    class Watched:
        def typeset(self, record, *, at):
            pages.append(desk.typesetter.typeset(record, at=at))
            return pages[-1]

        def preview(self, pdf):
            return desk.typesetter.preview(pdf)

    texts = {**desk.guide.letter_texts[kind].texts, block: shown}
    wording_letters.preview(with_part(typesetter=Watched()), kind, texts)
    assert "".join(shown.split()) in pdf_text(pages[0])


def test_a_proof_for_use_abroad_is_bilingual(apply, issue, read_letter):
    assert "Thisistocertify" in read_letter(issue(apply(OVERSEAS)))


def test_another_proof_is_bilingual_if_an_officer_says_so(desk, case, issue, read_letter, officer):
    evidence.correct_particulars(desk, case.pk, particulars_of(case, letter_english=True), by=officer)
    case.refresh_from_db()
    assert "Thisistocertify" in read_letter(issue(case))


def test_a_proof_for_home_is_chinese(accepted, issue_text):
    text = issue_text(accepted)
    assert "Thisistocertify" not in text
    assert "特此证明" in text
