"""G-12: mail and web form are two doors to the same kind of case; no message is lost and none counts twice."""

import pytest
from tests.journeys.conftest import ALL_THREE, BODY, EMBLEM, FORM, ID_NUMBER, NUMBER, a_mail

from certdesk.cases.models import Case
from certdesk.cases.parties import cases_of_id_number
from certdesk.cases.staff import NotPermitted
from certdesk.journey import deciding, evidence, receiving
from certdesk.rules.lifecycle import State
from certdesk.stages.intake import queries
from certdesk.stages.intake.models import Bucket, ReceivedMessage
from certdesk.stages.intake.proposal import Proposal

pytestmark = pytest.mark.django_db
OTHER_NUMBER = "1207000000454321"


def particulars(case: Case) -> dict[str, object]:
    fields = ("business", "certificate_number", "occupation", "level", "delivery_method", "office_code", "due_on")
    people = [
        (row.role, row.name, row.id_number, row.telephone, row.email, row.address)
        for row in case.parties.exclude(role="sender").order_by("role")
    ]
    return {name: getattr(case, name) for name in fields} | {"people": people, "files": case.files.count()}


def test_both_doors_lead_to_the_same_case(apply, submit):
    """G-12: the same application by mail and by form has the same particulars, files and deadline."""
    by_mail, by_form = apply(), submit()
    assert particulars(by_mail) == particulars(by_form)
    assert (by_mail.channel, by_form.channel) == ("mail", "web")


def test_a_form_is_kept_whole_like_a_mail(desk, submit):
    """G-12: its bytes are in the vault, and it stands in one bucket."""
    case = submit()
    (row,) = queries.messages_of(case.pk)
    assert (row.bucket, row.source, row.reason) == (Bucket.APPLICATION, "web", "网上申请")
    assert ID_NUMBER.encode() in desk.vault.get(row.raw_sha256)


def test_the_same_form_sent_twice_is_one_case(submit, clock):
    """G-12: a second press of the button, or the same form an hour later."""
    first = submit()
    clock.advance(hours=1)
    assert submit() == first
    assert Case.objects.count() == ReceivedMessage.objects.count() == 1


def test_a_form_with_one_letter_changed_is_another_application(submit):
    """G-12: nothing is merged by likeness."""
    assert submit() != submit(address="辽宁省沈阳市和平区示例街2号")


def test_the_same_form_after_its_case_was_closed_is_a_new_application(desk, submit):
    """G-12: whoever withdrew and changes his mind is not sent back to the closed case."""
    first = submit()
    deciding.withdraw(desk, first.pk)
    second = submit()
    assert second != first
    assert second.state == State.RECEIVED
    assert submit() == second
    deciding.withdraw(desk, second.pk)
    assert submit() not in (first, second)


def test_a_form_without_a_mail_address_is_a_case_whose_holder_follows_the_progress_page(submit, outbox):
    """G-12: there is nobody to write to, and nothing breaks."""
    case = submit(sender_email="")
    assert case.state == State.RECEIVED
    assert (outbox.sent, case.outgoing.count()) == ([], 0)


def test_one_person_at_both_doors_shows_as_two_cases_of_one_person(apply, submit):
    """G-12: neither is silently dropped; the officer finds both by the identity number."""
    by_mail, by_form = apply(), submit()
    assert list(cases_of_id_number(ID_NUMBER)) == [by_form, by_mail]


def test_a_form_is_tidied_at_the_door(submit):
    """G-12: blanks and full-width digits are how people type."""
    case = submit(certificate_number="１５０７ 0000-0041 2345", id_number=" 210199198003070014 ", name=" 林晓梅 ")
    holder = case.parties.get(role="holder")
    assert (case.certificate_number, holder.id_number, holder.name) == (NUMBER, ID_NUMBER, "林晓梅")


def test_a_form_can_leave_everything_open(db, desk):
    """G-12: an empty one is still a visible case that asks for what is missing."""
    case = receiving.submit_form(desk, receiving.Submission(proposal=Proposal(why="网上申请"), files=[]))
    assert (case.business, case.certificate_number, case.office_code, case.state) == ("", "", "00", State.RECEIVED)


def test_the_same_mail_sent_anew_after_its_case_was_closed_is_for_an_officer(desk, apply, officer):
    """G-12: it may be a new application; in the bucket of duplicates nobody would see it."""
    first = apply()
    deciding.withdraw(desk, first.pk)
    apply()
    row = ReceivedMessage.objects.last()
    assert (row.bucket, row.case) == (Bucket.PARKED, first)
    assert "可能是再次申请" in row.reason
    second = receiving.open_parked(desk, row.pk, by=officer)
    assert second != first
    assert second.files.count() == 3
    assert receiving.open_parked(desk, row.pk, by=officer) == second


def test_a_rebuilt_mailbox_opens_no_closed_case_again(desk, post, fetch):
    """G-12: the very same messages under new names are duplicates, whatever became of their cases."""
    post(a_mail())
    case = fetch()[0].case
    deciding.withdraw(desk, case.pk)
    post(a_mail())
    rows = fetch()
    assert (rows[1].bucket, rows[1].case) == (Bucket.DUPLICATE, case)
    assert queries.parked() == []


def test_a_letter_to_a_closed_case_can_become_a_new_one(desk, post, fetch, officer):
    """G-12: an answer to an old thread that asks for something new is not swallowed by the old case."""
    post(a_mail())
    first = fetch()[0].case
    deciding.withdraw(desk, first.pk)
    body = BODY + "上次撤回了，现在重新申请。"
    post(a_mail(subject=f"Re: 【{first.reference}】", body=body, message_id="<again@example.com>"))
    row = fetch()[1]
    assert (row.bucket, row.case) == (Bucket.PARKED, first)
    second = receiving.open_parked(desk, row.pk, by=officer)
    row.refresh_from_db()
    assert (row.case, row.resolution) == (second, "立为新件")
    assert second != first
    assert queries.parked() == []


def test_another_certificate_in_an_old_thread_is_not_mixed_into_the_first_case(post, fetch):
    """G-12: whoever writes for several people answers an old mail; the files must not land in the wrong case."""
    post(a_mail())
    first = fetch()[0].case
    other = BODY.replace(NUMBER, OTHER_NUMBER).replace(ID_NUMBER, "210199197512120037").replace("林晓梅", "何建国")
    files = {"别人.jpg": EMBLEM + b"x"}
    post(a_mail(subject=f"Re: 【{first.reference}】", body=other, files=files, message_id="<other@example.com>"))
    row = fetch()[1]
    assert row.bucket == Bucket.PARKED
    assert "另一人或另一本证书" in row.reason
    assert first.files.count() == 3


def test_an_officer_adds_a_parked_mail_to_its_case(desk, case, post, fetch, officer):
    """G-12: sent from another address, but really hers; it answers the notice like any supplement."""
    evidence.request_supplement(desk, case.pk, "请重拍身份证。", by=officer)
    files = {"重拍.jpg": EMBLEM + b"|again"}
    subject = f"【{case.reference}】"
    post(a_mail(subject, body="见附件", files=files, sender="mei@other.example", message_id="<o@x>"))
    row = fetch()[1]
    assert row.bucket == Bucket.PARKED
    receiving.resolve_parked(desk, row.pk, case=case, resolution="电话核实为本人", by=officer)
    receiving.resolve_parked(desk, row.pk, case=case, resolution="再点一次", by=officer)
    case.refresh_from_db()
    row.refresh_from_db()
    assert (case.state, case.files.count(), row.resolution) == (State.RECEIVED, 4, "电话核实为本人")


def test_an_officer_notes_why_a_parked_mail_needs_nothing_more(desk, post, fetch, officer):
    """G-12: it leaves the worklist and stays on record."""
    post(a_mail(subject="您好", body="请问你们几点上班？", files={}))
    row = fetch()[0]
    receiving.resolve_parked(desk, row.pk, case=None, resolution="已电话答复", by=officer)
    row.refresh_from_db()
    assert queries.parked() == []
    assert (row.bucket, row.resolution, row.resolved_by_id) == (Bucket.PARKED, "已电话答复", officer.user_id)


def test_parked_mail_is_not_everybodys_to_settle(desk, post, fetch, approver, administrator, stranger):
    """G-12: only who works cases in that office."""
    post(a_mail(subject="您好", body="请问你们几点上班？", files={}))
    row = fetch()[0]
    for actor in (approver, administrator, stranger):
        with pytest.raises(NotPermitted):
            receiving.resolve_parked(desk, row.pk, case=None, resolution="", by=actor)
        with pytest.raises(NotPermitted):
            receiving.open_parked(desk, row.pk, by=actor)
    assert queries.parked() == [row]


def test_every_message_ends_in_exactly_one_bucket(post, fetch):
    """G-12: all kinds at once; the counts add up."""
    post(a_mail())
    post(a_mail(message_id="<twice@example.com>"))
    post(a_mail(message_id="<auto@example.com>", body="我在休假", Auto_Submitted="auto-replied"))
    post(a_mail(subject="您好", body="请问你们几点上班？", files={}, message_id="<question@example.com>"))
    post(b"")
    rows = fetch()
    assert [row.bucket for row in rows] == ["application", "duplicate", "automatic", "parked", "parked"]
    assert queries.by_bucket() == {"application": 1, "duplicate": 1, "automatic": 1, "parked": 2}


def test_the_holder_adds_in_words_and_files_on_the_progress_page(desk, submit, officer, work):
    """G-12, G-14: the page is the same door for what was missing."""
    case = submit(address="", telephone="")
    evidence.request_supplement(desk, case.pk, "", by=officer)
    answers = receiving.Answers(telephone="13900000001", address=FORM.address)
    receiving.add_materials(desk, case.pk, [], answers)
    work()
    case.refresh_from_db()
    recipient = case.parties.get(role="recipient")
    assert (recipient.telephone, recipient.address, case.state) == ("13900000001", FORM.address, State.RECEIVED)
    assert case.events.get(kind="particulars_changed").data == {"fields": "电话、地址"}


def test_what_is_on_file_already_is_not_filed_again(desk, case):
    """G-12: the same picture once more adds nothing."""
    same = receiving.IncomingFile(name="正面.jpg", media_type="image/jpeg", content=ALL_THREE["正面.jpg"])
    receiving.add_materials(desk, case.pk, [same])
    assert case.files.count() == 3
    assert case.events.filter(kind="material_received").count() == 1
