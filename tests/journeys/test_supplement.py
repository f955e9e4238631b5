"""D-7: one notice lists everything missing; the clock stands still until the applicant answers."""

import pytest
from tests.journeys.conftest import ALL_THREE, BODY, EMBLEM, ORIGINAL, a_mail

from certdesk.cases.staff import NotPermitted
from certdesk.journey import deciding, evidence, receiving
from certdesk.rules.lifecycle import Closure, State
from certdesk.stages.decision.accept import CannotAccept
from certdesk.stages.evidence.queries import open_notice
from certdesk.stages.evidence.supplement import NothingMissing
from certdesk.stages.intake.models import Bucket

pytestmark = pytest.mark.django_db
NO_ADDRESS = "\n".join(line for line in BODY.splitlines() if not line.startswith("地址"))


@pytest.fixture
def incomplete(post, fetch):
    """An application for work abroad without the original's photo, the card's back and an address."""
    files = {name: content for name, content in ALL_THREE.items() if content != EMBLEM}
    post(
        a_mail(
            subject="出国换证补证明",
            body=NO_ADDRESS.replace("证书丢失了，申请补证明", "要出国工作，申请换证"),
            files=files,
        )
    )
    return fetch()[0].case


def test_the_notice_lists_all_that_is_missing_at_once(desk, incomplete, officer, outbox, work):
    evidence.request_supplement(desk, incomplete.pk, "照片请在光线充足处拍摄。", by=officer)
    work()
    notice = open_notice(incomplete)
    assert [item["code"] for item in notice.items] == ["id_emblem_side", "original_certificate", "address"]
    text = outbox.sent[-1].text
    for words in (
        "国徽面",
        "证书原件",
        "邮寄地址",
        "照片请在光线充足处拍摄。",
        desk.links.supplement(incomplete.reference),
    ):
        assert words in text


def test_an_incomplete_case_cannot_be_accepted(desk, incomplete, officer):
    with pytest.raises(CannotAccept, match=r"国徽面.*证书原件.*邮寄地址"):
        deciding.accept(desk, incomplete.pk, chosen=None, reasons="", by=officer)


def test_a_complete_case_has_nothing_to_ask_for(desk, case, officer):
    with pytest.raises(NothingMissing):
        evidence.request_supplement(desk, case.pk, "", by=officer)


def test_the_answer_by_mail_goes_on_with_the_case_and_the_clock(desk, incomplete, officer, post, fetch, clock):
    evidence.request_supplement(desk, incomplete.pk, "", by=officer)
    clock.advance(days=2)
    post(
        a_mail(subject="补材料", body="材料见附件", files={"b.jpg": EMBLEM, "o.jpg": ORIGINAL}, message_id="<answer@x>")
    )
    row = fetch()[1]
    incomplete.refresh_from_db()
    assert (row.bucket, row.case) == (Bucket.SUPPLEMENT, incomplete)
    assert incomplete.state == State.RECEIVED
    assert incomplete.due_on.isoformat() == "2026-11-26"
    assert open_notice(incomplete) is None


def test_the_answer_on_the_progress_page_does_the_same(desk, incomplete, officer):
    evidence.request_supplement(desk, incomplete.pk, "", by=officer)
    file = receiving.IncomingFile(name="b.jpg", media_type="image/jpeg", content=EMBLEM, claimed="id_emblem_side")
    receiving.add_materials(desk, incomplete.pk, [file])
    incomplete.refresh_from_db()
    assert incomplete.state == State.RECEIVED


def test_without_an_answer_the_case_lapses_and_the_holder_is_told(desk, incomplete, officer, outbox, work, clock):
    evidence.request_supplement(desk, incomplete.pk, "", by=officer)
    clock.advance(days=desk.guide.supplement_answer_days)
    assert deciding.lapse_overdue(desk) == 0
    clock.advance(days=1)
    assert deciding.lapse_overdue(desk) == 1
    assert deciding.lapse_overdue(desk) == 0
    work()
    incomplete.refresh_from_db()
    assert (incomplete.state, incomplete.closure) == (State.CLOSED, Closure.LAPSED)
    assert "逾期" in outbox.sent[-1].subject


def test_only_the_roles_that_work_cases_may_ask(desk, incomplete, approver, administrator, stranger):
    for actor in (approver, administrator, stranger):
        with pytest.raises(NotPermitted):
            evidence.request_supplement(desk, incomplete.pk, "", by=actor)
