"""G-09, G-14 and design rule 8: after whole journeys nothing personal stands in the open, wherever one looks."""

import json
import logging
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from tests.journeys.conftest import (
    BODY,
    CORRECTION,
    EMBLEM,
    a_mail,
    entry_of,
    particulars_of,
    pdf_text,
)

from certdesk.cases.models import Case
from certdesk.journey import archiving, delivering, evidence, issuing, receiving
from certdesk.ports.outbox import Refused
from certdesk.stages.delivery.hand_over import Collection, Parcel

pytestmark = pytest.mark.django_db

#: What must not be found: the holder's and the recipient's names, numbers, telephones, addresses, mail addresses.
PERSONAL = (
    "林晓梅", "林小梅", "何建国", "210199198003070014", "210199197512120037", "13900000001", "13900000002",
    "示例街1号", "301室", "lin@example.com", "he@example.com",
)  # fmt: skip


def everything_in_the_database() -> Iterator[tuple[str, str]]:
    """Yield every row of every table as text, beside the table's name."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  # our own names
            for row in cursor.fetchall():
                plain = "|".join(str(value) for value in row)
                yield table, f"{plain}|{plain.encode().decode('unicode_escape', 'replace')}"


def leaks(text: str) -> list[str]:
    return [value for value in PERSONAL if value in text]


@pytest.fixture
def corrected(desk, apply, post, fetch, issue, officer, outbox):
    """A correction by mail, supplemented, posted while the mail server refuses, closed and archived."""
    without_address = [line for line in BODY.splitlines() if not line.startswith("地址")]
    case = apply(CORRECTION, body="\n".join(without_address))
    evidence.request_supplement(desk, case.pk, "林晓梅您好，请补充地址，或致电13900000001。", by=officer)
    answer = "地址：辽宁省沈阳市和平区示例街1号2单元301室\n收件人：何建国\n电话：13900000002\n"
    files = {"林晓梅身份证210199198003070014.jpg": EMBLEM + b"|x"}
    post(a_mail(f"Re: 【{case.reference}】", answer, files, message_id="<2@x>"))
    fetch()
    case.refresh_from_db()
    items = {"recorded_item": "姓名：林小梅", "correct_item": "姓名：林晓梅", "correction_evidence": "户口簿"}
    evidence.correct_particulars(desk, case.pk, particulars_of(case, **items), by=officer)
    case.refresh_from_db()
    evidence.reveal(desk, case.pk, "证件号码", by=officer)
    letter = issue(case, entry_of(case, name="林小梅"), reasons="林晓梅的申报表（210199198003070014）写的是晓")
    outbox.trouble = Refused("550 <lin@example.com> unknown, 13900000001")
    delivering.dispatch(desk, case.pk, Parcel("顺丰", "SF0001"), by=officer)
    fetch()
    outbox.trouble = None
    delivering.close(desk, case.pk, by=officer)
    archiving.archive(desk, case.pk, by=officer)
    return letter


@pytest.fixture
def voided(desk, submit, issue, officer, revoke):
    """A form, collected at the counter, and then found to be wrong."""
    him = {"name": "何建国", "id_number": "210199197512120037"}
    case = submit(**him, certificate_number="1207000000454321", occupation="钳工")
    letter = issue(case, entry_of(case, **him))
    delivering.make_ready(desk, case.pk, by=officer)
    code = case.handovers.get().pickup_code
    delivering.hand_over(desk, case.pk, Collection(code, "何建国", identity_checked=True), by=officer)
    revoke(letter, "登记有误\n何建国来电，13900000002")
    return letter


@pytest.fixture
def whole_journeys(corrected, voided, post, fetch, work):
    """Both, and a question that is parked."""
    post(a_mail("您好", "林晓梅问：几点上班？13900000001", {}, "he@example.com", "<3@x>"))
    fetch()
    work()
    return [corrected, voided]


def test_no_column_of_any_table_holds_anything_personal(whole_journeys):
    """G-09, G-14: whoever copies the database learns nothing of anybody."""
    rows = list(everything_in_the_database())
    assert {(table, value) for table, text in rows for value in leaks(text)} == set()
    assert {"job_queue_job", "intake_receivedmessage", "delivery_outboxmail"} <= {table for table, _ in rows}


def test_the_search_itself_would_find_something(whole_journeys, officer):
    """G-14: a leak into the most likely places does not go unseen."""
    Case.objects.filter(pk=whole_journeys[0].case_id).update(occupation="林晓梅")
    event_data = json.dumps({"to": "林小梅"})
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO cases_counter (name, value) VALUES (%s, 0)", [event_data])
    found = {(table, value) for table, text in everything_in_the_database() for value in leaks(text)}
    assert {("cases_case", "林晓梅"), ("cases_counter", "林小梅")} <= found


def test_the_history_tells_what_happened_and_of_nobody(whole_journeys):
    """G-14: event data hold clauses, counts, hashes and references; free words are sealed notes."""
    for letter in whole_journeys:
        for event in letter.case.events.all():
            assert leaks(json.dumps(event.data, ensure_ascii=False) + event.actor_label) == []


def test_no_file_of_the_vault_can_be_read_without_the_keys(whole_journeys, tmp_path):
    """G-09: pictures, mails, forms, letters; and beside mailbox and vault nothing is left lying about."""
    assert {path.name for path in tmp_path.iterdir()} == {"mailbox", "vault"}
    files = [path for path in (tmp_path / "vault").rglob("*") if path.is_file()]
    assert len(files) > 15
    for path in files:
        content = path.read_bytes()
        assert [value for value in PERSONAL if value.encode() in content] == []
        assert not content.startswith(b"%PDF")


def test_the_logs_carry_nothing_of_anybody(caplog, request):
    """G-14: at the most talkative level, with failures on the way."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)  # speaks only in debug mode
    request.getfixturevalue("whole_journeys")
    assert leaks(caplog.text) == []


def test_a_mail_that_breaks_us_leaves_no_trace_of_its_writer_in_the_logs(desk, post, monkeypatch, caplog):
    """G-12, G-14: the error's own text may quote a name; it is not logged."""

    def fails(*_):
        raise ValueError("林晓梅 210199198003070014")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(type(desk.parser), "parse", fails)
    post(a_mail())
    receiving.fetch_mail(desk)
    assert "ValueError" in caplog.text
    assert leaks(caplog.text) == []


def test_what_goes_out_is_a_postcard(desk, whole_journeys, outbox):
    """G-09, G-14: no mail repeats an identity number or an address; links are signed references and codes."""
    for mail in outbox.sent:
        assert "2101991" not in mail.text + mail.html + mail.subject
        assert "示例街" not in mail.text + mail.html + mail.subject
    texts = [text for mail in outbox.sent for text in (mail.text, mail.html, mail.subject)]
    texts += [pdf_text(desk.vault.get(letter.signed_sha256)) for letter in whole_journeys]
    links = [link for text in texts for link in re.findall(r"https?://[^\s\"'<>，。）]+", text)]
    assert len(links) >= 10
    assert leaks(" ".join(links)) == []


def test_looking_at_unmasked_data_is_noted_with_who_and_what(desk, case, officer):
    """G-09: and without the data."""
    evidence.reveal(desk, case.pk, "证件号码", by=officer)
    event = case.events.last()
    assert (event.kind, event.actor_label, event.data) == ("revealed", "王经办", {"what": "证件号码"})


def test_a_preview_is_looked_at_by_those_who_may_and_each_first_look_is_noted(desk, accepted, officer, approver):
    """G-09: the draft shows the whole identity number."""
    letter = issuing.draft(desk, accepted.pk, by=officer)
    for actor in (approver, approver, officer):
        issuing.preview(desk, letter.pk, by=actor)
    assert [event.actor_label for event in accepted.events.filter(kind="previewed")] == ["李审批", "王经办"]
