"""The worklist: due first on top, one's own offices only, quick at any size."""

from datetime import date

import pytest
from tests.web.conftest import NUMBER, text_of

from certdesk.cases import queries
from certdesk.cases.models import Case
from certdesk.cases.queries import Place
from certdesk.journey import deciding, evidence
from certdesk.rules.lifecycle import State
from certdesk.stages.intake.models import Bucket, ReceivedMessage

pytestmark = pytest.mark.django_db
OURS = frozenset({"00"})


def many(count: int, **fields: object) -> list[Case]:
    """Cases as rows only: enough for a list, without their journeys."""
    first = Case.objects.count()
    rows = [
        Case(
            reference=f"T-{first + n}", series="T", serial=first + n, office_code="00", channel="web",
            state=State.RECEIVED, received_at="2026-11-23T01:00Z", **fields,
        )
        for n in range(count)
    ]  # fmt: skip
    return Case.objects.bulk_create(rows)


def test_nobody_sees_it_without_signing_in(client):
    response = client.get("/desk/")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_it_shows_a_masked_name_and_when_it_is_due(at_desk, case):
    page = text_of(at_desk.get("/desk/"))
    for words in (case.reference, "林＊＊", NUMBER, "证书丢失", "1个工作日", "已收件"):
        assert words in page
    assert "林晓梅" not in page


def test_an_overdue_case_says_by_how_many_working_days(at_desk, case, clock):
    clock.advance(days=7)  # the Monday after: due on Tuesday, four working days late
    page = text_of(at_desk.get("/desk/"))
    assert "逾期4个工作日" in page
    assert "逾期 1" in page


def test_what_is_due_today_says_so(at_desk, case, clock):
    clock.advance(days=1)
    assert ">今天<" in text_of(at_desk.get("/desk/"))


def test_another_office_s_cases_are_not_there(sign_in, stranger, case):
    assert case.reference not in text_of(sign_in(stranger).get("/desk/"))


def test_an_administrator_keeps_accounts_and_sees_no_case(sign_in, administrator, case):
    assert case.reference not in text_of(sign_in(administrator).get("/desk/"))


def test_tabs_hold_what_they_say(at_desk, desk, submit, officer, issue):
    waiting = submit(files={}, certificate_number="1507000000400001")
    evidence.request_supplement(desk, waiting.pk, "", by=officer)
    refused = submit(certificate_number="1507000000400002")
    deciding.decline(desk, refused.pk, deciding.Refusal(clauses=["G-05"], reasons="查不到"), by=officer)
    drafted = submit(certificate_number="1507000000400003")
    for tab, here, elsewhere in (
        ("todo", drafted, (waiting, refused)),
        ("waiting", waiting, (drafted, refused)),
        ("closed", refused, (waiting, drafted)),
    ):
        page = text_of(at_desk.get(f"/desk/?tab={tab}"))
        assert here.reference in page
        assert not any(case.reference in page for case in elsewhere)


def test_drafts_wait_under_their_own_tab(at_desk, desk, case, confirm, officer, do):
    confirm(case)
    do(case, "accept", chosen="", reasons="")
    do(case, "draft")
    assert case.reference in text_of(at_desk.get("/desk/?tab=approve"))
    assert case.reference not in text_of(at_desk.get("/desk/?tab=sign"))


def test_pages_follow_each_other_without_gap_or_repeat(at_desk):
    many(70, due_on=date(2026, 11, 24))
    many(40, due_on=date(2026, 11, 23))
    many(20)
    seen: list[int] = []
    after: Place | None = None
    while cases := queries.worklist(OURS, [State.RECEIVED, State.ACCEPTED], after=after, size=33):
        seen += [case.pk for case in cases]
        after = Place(cases[-1].due_on, cases[-1].pk)
    assert len(seen) == len(set(seen)) == 130
    dues = [Case.objects.get(pk=pk).due_on or date.max for pk in seen]
    assert dues == sorted(dues)


def test_the_next_page_is_offered_and_opens(at_desk):
    many(60, due_on=date(2026, 11, 24))
    page = text_of(at_desk.get("/desk/"))
    assert "after=2026-11-24_" in page
    following = page.split('href="?tab=todo&amp;after=')[1].split('"')[0]
    assert text_of(at_desk.get(f"/desk/?tab=todo&after={following}")).count("/desk/case/") == 10


@pytest.mark.parametrize("after", ["", "nonsense", "2026-99-99_1", "none_x"])
def test_a_nonsense_place_begins_at_the_top(at_desk, case, after):
    assert case.reference in text_of(at_desk.get(f"/desk/?after={after}"))


def test_the_number_of_questions_does_not_grow_with_the_desk(at_desk, django_assert_max_num_queries):
    many(60, due_on=date(2026, 11, 24))
    with django_assert_max_num_queries(30):
        at_desk.get("/desk/")


@pytest.mark.parametrize(
    "text", [NUMBER, "1507 0000-0041 2345", "13900000001", "139-0000-0001", "LIN@example.com", "210199198003070014"]
)
def test_search_finds_every_number_a_case_is_known_by(at_desk, case, text):
    assert case.reference in text_of(at_desk.post("/desk/search/", {"q": text}))


def test_search_finds_a_reference_however_it_is_written(at_desk, case):
    loose = case.reference.lower().replace("-", " ")
    assert case.reference in text_of(at_desk.post("/desk/search/", {"q": loose}))


def test_search_stays_within_one_s_offices_and_says_when_nothing_is_found(sign_in, stranger, case):
    page = text_of(sign_in(stranger).post("/desk/search/", {"q": case.reference}))
    assert f"/desk/case/{case.reference}" not in page
    assert "没有找到" in page


def test_search_is_never_in_an_address(at_desk):
    assert at_desk.get("/desk/search/?q=210199198003070014").status_code == 405


def test_alarms_stand_above_the_list(at_desk, clock):
    ReceivedMessage.objects.create(
        channel="mail", source="test", key="1", arrived_at=clock.now(), stored_at=clock.now(), raw_sha256="0" * 64,
        size=1, bucket=Bucket.PARKED, reason="看不懂",
    )  # fmt: skip
    assert "1封来件等人工处理" in text_of(at_desk.get("/desk/"))


def test_counts_stop_where_nobody_counts_any_more(at_desk, monkeypatch):
    monkeypatch.setattr(queries, "MANY", 5)
    many(9, due_on=date(2026, 11, 20))
    tally = queries.tally(OURS, date(2026, 11, 23))
    assert (tally.open, tally.overdue, tally.due_today) == (5, 5, 0)
