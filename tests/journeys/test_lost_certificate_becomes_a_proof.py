"""G-03, G-05, G-12 to G-17: a lost certificate of an occupation outside the catalogue, from mail to post."""

import hashlib

import pytest

from certdesk.cases.history import check_all
from certdesk.cases.models import Case
from certdesk.journey import archiving, delivering, issuing, verifying
from certdesk.rules.lifecycle import Closure, State
from certdesk.stages.delivery.hand_over import Parcel
from certdesk.stages.verify.verdict import Verdict


@pytest.mark.django_db
def test_the_whole_journey_ends_in_a_genuine_letter_and_an_unbroken_history(
    desk, accepted, officer, approver, work, outbox
):
    letter = issuing.draft(desk, accepted.pk, by=officer)
    seen = hashlib.sha256(issuing.preview(desk, letter.pk, by=approver)).hexdigest()
    issuing.approve(desk, letter.pk, seen, by=approver)
    work()
    letter.refresh_from_db()
    signed = desk.vault.get(letter.signed_sha256)

    assert signed.startswith(desk.vault.get(letter.approved_sha256))
    answer = verifying.verify_file(desk, signed)
    assert answer.verdict is Verdict.GENUINE
    assert answer.document.holder == "林＊＊"
    assert verifying.verify_code(desk, letter.code).verdict is Verdict.GENUINE

    delivering.dispatch(desk, accepted.pk, Parcel("顺丰", "SF0001"), by=officer)
    delivering.close(desk, accepted.pk, by=officer)
    archiving.archive(desk, accepted.pk, by=officer)
    work()

    case = Case.objects.get(pk=accepted.pk)
    assert (case.state, case.closure) == (State.ARCHIVED, Closure.ISSUED)
    assert [event.kind for event in case.events.order_by("seq") if event.kind != "mail_queued"] == [
        "received", "material_received", "material_read", "lookup_recorded", "accepted", "drafted", "previewed",
        "approved", "signed", "dispatched", "closed", "archived",
    ]  # fmt: skip
    assert list(check_all()) == []
    assert [mail.subject.split("】")[1] for mail in outbox.sent] == [
        "已收到您的申请", "已受理", "已签发", "已寄出", "已办结",
    ]  # fmt: skip
