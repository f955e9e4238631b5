"""Which bucket a mail belongs to: the first rule that speaks wins, and no doubt is settled by a guess."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from certdesk.adapters.mail.parser import TolerantMailParser
from certdesk.ports.mail_parser import AutomaticKind, ParsedMail
from certdesk.rules.business import Business
from certdesk.rules.events import EventKind
from certdesk.stages.intake.models import Bucket, ReceivedMessage
from certdesk.stages.intake.proposal import Proposal
from certdesk.stages.intake.sort import first_look, kept_id, sort_mail

pytestmark = pytest.mark.django_db
MAIL = TolerantMailParser().parse(
    b"From: lin@example.com\nSubject: hello\nMessage-ID: <a@example.com>\n\nSome words.\n"
)
NOTHING = Proposal(why="没有写明")
LOST = Proposal(why="写明了业务", business=Business.LOST)
ASKED = EventKind.SUPPLEMENT_REQUESTED


@pytest.fixture
def row(db) -> ReceivedMessage:
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    return ReceivedMessage.objects.create(
        channel="mail", source="test", key="1", arrived_at=moment, stored_at=moment, raw_sha256="0" * 64, size=1
    )


def bucket(row: ReceivedMessage, proposal: Proposal = NOTHING, **mail: object) -> str:
    return sort_mail(replace(MAIL, **mail), proposal, row).bucket


@pytest.mark.parametrize("kind", [kind for kind in AutomaticKind if kind is not AutomaticKind.BOUNCE])
def test_what_no_person_wrote_is_no_application_whatever_it_says(row, kind):
    assert bucket(row, LOST, automatic=kind) == Bucket.AUTOMATIC


def test_a_bounce_is_a_bounce_though_it_names_a_case(row, open_case):
    case = open_case()
    assert bucket(row, automatic=AutomaticKind.BOUNCE, subject=case.reference) == Bucket.BOUNCE


def test_without_a_sender_nobody_can_be_answered(row):
    assert bucket(row, LOST, from_address="") == Bucket.PARKED


def test_a_question_that_asks_for_nothing_is_parked(row):
    assert bucket(row) == Bucket.PARKED


@pytest.mark.parametrize(
    "said",
    [{"business": Business.LOST}, {"certificate_number": "1507000000412345"}, {"id_number": "210199198003070014"}],
)
def test_one_particular_is_enough_for_an_application(row, said):
    assert bucket(row, replace(NOTHING, **said)) == Bucket.APPLICATION


def test_several_applicants_are_for_an_officer(row):
    assert bucket(row, replace(LOST, people=("甲", "乙"))) == Bucket.PARKED


def test_the_reference_counts_in_the_subject_and_in_the_thread(row, open_case):
    case = open_case(ASKED)
    ours = f"<1.2.{case.reference}@desk.example>"
    assert bucket(row, subject=f"回复：【{case.reference}】") == Bucket.SUPPLEMENT
    assert bucket(row, in_reply_to=ours) == Bucket.SUPPLEMENT
    assert bucket(row, references=("<x@y>", ours)) == Bucket.SUPPLEMENT


def test_a_mistyped_reference_is_no_reference(row, open_case):
    """The check digit catches it; the mail is then judged by its own words."""
    case = open_case(ASKED, sender_email="other@example.com")
    wrong = case.reference[:-1] + str((int(case.reference[-1]) + 1) % 10)
    assert bucket(row, LOST, subject=wrong) == Bucket.APPLICATION


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), Bucket.REPLY),
        ((ASKED,), Bucket.SUPPLEMENT),
        ((EventKind.ACCEPTED,), Bucket.REPLY),
        ((EventKind.WITHDRAWN,), Bucket.PARKED),
    ],
)
def test_a_letter_about_a_case_goes_by_the_state_of_the_case(row, open_case, events, expected):
    case = open_case(*events)
    sorting = sort_mail(replace(MAIL, subject=case.reference), NOTHING, row)
    assert (sorting.bucket, sorting.case) == (expected, case)


def test_only_the_address_that_applied_may_add_to_a_case_unseen(row, open_case):
    case = open_case(ASKED)
    assert bucket(row, subject=case.reference, from_address="somebody@example.com") == Bucket.PARKED


def test_without_a_reference_the_one_waiting_case_of_the_sender_gets_the_answer(row, open_case):
    case = open_case(ASKED)
    sorting = sort_mail(MAIL, NOTHING, row)
    assert (sorting.bucket, sorting.case) == (Bucket.SUPPLEMENT, case)


def test_a_case_that_waits_for_nothing_gets_no_answer_by_chance(row, open_case):
    open_case()
    assert bucket(row) == Bucket.PARKED


def test_two_waiting_cases_of_one_sender_are_for_an_officer(row, open_case):
    for number in ("1507000000412345", "1507000000499999"):
        open_case(ASKED, certificate_number=number)
    assert bucket(row) == Bucket.PARKED
    assert bucket(row, replace(NOTHING, certificate_number="1507000000499999")) == Bucket.SUPPLEMENT


def test_an_answer_that_speaks_of_another_certificate_is_an_application(row, open_case):
    open_case(ASKED)
    assert bucket(row, replace(LOST, certificate_number="1207000000454321")) == Bucket.APPLICATION


def test_an_answer_that_speaks_of_another_person_is_an_application(row, open_case):
    open_case(ASKED)
    assert bucket(row, replace(LOST, id_number="210199197512120037")) == Bucket.APPLICATION


def test_an_answer_may_give_the_number_that_was_missing(row, open_case):
    open_case(ASKED, certificate_number="")
    assert bucket(row, replace(NOTHING, certificate_number="1507000000412345")) == Bucket.SUPPLEMENT


def test_the_old_and_the_new_form_of_an_identity_number_are_one_person(row, open_case):
    open_case(ASKED, id_number="210199198003070016")
    assert bucket(row, replace(NOTHING, id_number="210199800307001")) == Bucket.SUPPLEMENT


def test_the_first_look_knows_no_other_mail(row, open_case):
    """The command that explains a mail says the same, whatever is in the database."""
    open_case(ASKED)
    assert first_look(MAIL, LOST).bucket == Bucket.APPLICATION
    assert first_look(MAIL, NOTHING).bucket == Bucket.PARKED


@pytest.mark.parametrize(
    ("message_id", "kept"),
    [("<a@b>", "<a@b>"), ("<" + "x" * 254 + ">", ""), ("<a\x00@b>", ""), ("<a\n@b>", ""), ("", "")],
)
def test_a_message_id_is_kept_whole_or_not_at_all(message_id, kept):
    assert kept_id(message_id) == kept


def test_the_mail_of_these_tests_is_a_plain_one():
    assert isinstance(MAIL, ParsedMail)
    assert (MAIL.from_address, MAIL.automatic, MAIL.files) == ("lin@example.com", None, ())
