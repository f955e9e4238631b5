# ruff: noqa: S608  # the tests write as somebody with the database in hand would
"""The history: append-only in the database, and any tampering that gets past it is found."""

import pytest
from django.db import DatabaseError, connection, transaction

from certdesk.cases.history import check_all, check_case
from certdesk.cases.models import Case, Channel, Event
from certdesk.cases.staff import SYSTEM
from certdesk.cases.transitions import Happening, lock, move, open_case
from certdesk.guide.load import load_guide
from certdesk.rules.events import EventKind

GUIDE = load_guide()
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(clock) -> Case:
    return a_case(clock, events=4)


def a_case(clock, events: int) -> Case:
    with transaction.atomic():
        opening = Happening(kind=EventKind.RECEIVED, by=SYSTEM, at=clock.now(), data={"channel": "邮件"})
        case = open_case(
            GUIDE, office_code="00", received_at=clock.now(), happening=opening, channel=Channel.MAIL.value
        )
        for number in range(events - 1):
            case = lock(case.pk)
            move(GUIDE, case, Happening(kind=EventKind.NOTED, by=SYSTEM, at=clock.now(), note=f"第{number}条备注"))
    return case


def past_the_triggers(*statements: str) -> None:
    """Do what somebody with the database in hand can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER cases_event_no_update")
            cursor.execute("DROP TRIGGER cases_event_no_delete")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table is altered while checks are pending
            cursor.execute("ALTER TABLE cases_event DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


def found(case: Case) -> list[tuple[int, str]]:
    return [(each.seq, each.why) for each in check_case(Case.objects.get(pk=case.pk))]


def test_an_untouched_history_is_whole(case):
    assert found(case) == []
    assert list(check_all()) == []


@pytest.mark.parametrize("change", [{"kind": "closed"}, {"data": {"x": 1}}, {"actor_label": "别人"}, {"seq": 9}])
def test_the_database_refuses_to_change_an_event(case, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(case=case, seq=2).update(**change)


def test_the_database_refuses_to_remove_an_event(case):
    with pytest.raises(DatabaseError), transaction.atomic():
        Event.objects.filter(case=case, seq=2)._raw_delete("default")


def test_an_altered_event_is_found(case):
    past_the_triggers(f"UPDATE cases_event SET actor_label = '别人' WHERE case_id = {case.pk} AND seq = 2")
    assert found(case) == [(2, "内容被改动")]


def test_a_removed_event_is_found(case):
    past_the_triggers(f"DELETE FROM cases_event WHERE case_id = {case.pk} AND seq = 2")
    assert (3, "序号应为2：有事件被删除或调换") in found(case)


def test_a_cut_off_end_is_found_even_when_the_head_is_set_back(case):
    before = Event.objects.get(case=case, seq=3).hash
    past_the_triggers(
        f"DELETE FROM cases_event WHERE case_id = {case.pk} AND seq = 4",
        f"UPDATE cases_case SET history_count = 3, history_head = '{before}' WHERE id = {case.pk}",
    )
    assert found(case) == [(3, "历史封条不符")]


def test_two_events_exchanged_are_found(case):
    past_the_triggers(
        f"UPDATE cases_event SET seq = 99 WHERE case_id = {case.pk} AND seq = 2",
        f"UPDATE cases_event SET seq = 2 WHERE case_id = {case.pk} AND seq = 3",
        f"UPDATE cases_event SET seq = 3 WHERE case_id = {case.pk} AND seq = 99",
    )
    assert {seq for seq, _ in found(case)} == {2, 3, 4}


def test_an_event_slipped_in_is_found(case):
    past_the_triggers(
        "INSERT INTO cases_event (case_id, seq, kind, at, actor_label, data, note, previous_hash, hash) "
        f"SELECT case_id, 5, kind, at, actor_label, data, '', hash, hash FROM cases_event "
        f"WHERE case_id = {case.pk} AND seq = 4"
    )
    assert (5, "内容被改动") in found(case)


def test_a_whole_case_removed_is_found(clock, case):
    other = a_case(clock, events=1)
    past_the_triggers(
        f"DELETE FROM cases_event WHERE case_id = {other.pk}", f"DELETE FROM cases_case WHERE id = {other.pk}"
    )
    assert [(each.reference, each.why) for each in check_all()] == [("LN26-00", "已编2号，现存1件：有办件被删除或添入")]
