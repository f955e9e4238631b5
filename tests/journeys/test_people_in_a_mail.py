"""G-09, G-12 to G-14: several people in one mail, somebody who writes for another, and senders who pretend."""

import pytest
from django.test import Client
from tests.journeys.conftest import ALL_THREE, BODY, EMBLEM, ID_NUMBER, NUMBER, PORTRAIT, a_mail, particulars_of

from certdesk import wiring
from certdesk.cases.models import Case
from certdesk.cases.staff import NotPermitted
from certdesk.journey import evidence, receiving
from certdesk.stages.intake import queries
from certdesk.stages.intake.models import Bucket, ReceivedMessage
from certdesk.stages.intake.provenance import origins

pytestmark = pytest.mark.django_db
VALID_ID = "210199198003070120"  # of a county that does not exist
OTHER_ID, OTHER_NUMBER = "210199197512120037", "1207000000454321"
TWO = (
    BODY
    + "\n\n"
    + BODY.replace("林晓梅", "何建国")
    .replace(ID_NUMBER, OTHER_ID)
    .replace(NUMBER, OTHER_NUMBER)
    .replace("电工", "钳工")
)
FOR_MOTHER = BODY.replace("我的证书丢失了，申请补证明。", "代办人：周明\n母亲的证书丢失了，我替她申请补证明。")


@pytest.fixture(autouse=True)
def _this_desk(monkeypatch, desk, clock) -> None:
    monkeypatch.setattr(wiring, "desk", lambda: desk)
    monkeypatch.setattr(wiring, "clock", lambda: clock)


@pytest.fixture
def browser(officer, django_user_model) -> Client:
    """The officer's browser."""
    client = Client()
    user = django_user_model.objects.get(pk=officer.user_id)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def page(browser):
    return lambda path: browser.get(path).content.decode()


@pytest.fixture
def case_page(page):
    return lambda case: page(f"/desk/case/{case.reference}/")


@pytest.fixture
def two(post, fetch) -> ReceivedMessage:
    """A mail in which two people apply, with their pictures."""
    post(a_mail(body=TWO))
    return fetch()[0]


@pytest.fixture
def arrive(post, fetch):
    """Send a mail and return the case it became."""

    def send(**mail: object) -> Case:
        post(a_mail(**mail))
        return fetch()[-1].case

    return send


def holder_of(case: Case) -> tuple[str, str]:
    holder = case.parties.get(role="holder")
    return holder.name, holder.id_number


def test_the_parked_page_proposes_each_person_masked(two, page):
    """G-14: the officer sees who is meant before anything is opened."""
    shown = page("/desk/parked/")
    assert "2位申请人" in shown
    assert "林＊＊" in shown
    assert "何＊＊" in shown
    assert NUMBER in shown
    assert OTHER_NUMBER in shown
    assert shown.count("为此人立件") == 2
    assert "全部分别立件" in shown
    for personal in ("林晓梅", "何建国", ID_NUMBER, OTHER_ID):
        assert personal not in shown


def test_one_chosen_person_becomes_a_case_and_the_message_waits_for_the_other(desk, two, officer, page):
    """G-12: nobody is forgotten because somebody was first."""
    case = receiving.open_parked(desk, two.pk, by=officer, person=1)
    assert (holder_of(case), case.certificate_number) == (("何建国", OTHER_ID), OTHER_NUMBER)
    assert case.occupation == "钳工"
    assert [row.pk for row in queries.parked()] == [two.pk]
    shown = page("/desk/parked/")
    assert case.reference in shown
    assert shown.count("为此人立件") == 1
    other = receiving.open_parked(desk, two.pk, by=officer, person=0)
    assert holder_of(other) == ("林晓梅", ID_NUMBER)
    two.refresh_from_db()
    assert (queries.parked(), two.resolution) == ([], "立为新件，共2件")


def test_all_of_them_become_cases_at_once(desk, two, officer, work, outbox):
    """G-12: each with all the files, its own reference and its own answer; a second press opens none again."""
    first = receiving.open_parked(desk, two.pk, by=officer)
    assert receiving.open_parked(desk, two.pk, by=officer) == first
    work()
    cases = list(Case.objects.order_by("pk"))
    assert [holder_of(case)[0] for case in cases] == ["林晓梅", "何建国"]
    assert [case.files.count() for case in cases] == [3, 3]
    subjects = [mail.subject for mail in outbox.sent]
    assert [sum(case.reference in subject for subject in subjects) for case in cases] == [1, 1]
    assert [queries.messages_of(case.pk) for case in cases] == [[two], [two]]


def test_a_picture_of_one_never_fills_the_blanks_of_another(desk, post, fetch, officer, work):
    """G-09, G-14: whose number was not written stays without it, though somebody else's card came with the mail."""
    body = TWO.replace(f"身份证号：{OTHER_ID}\n", "")
    post(a_mail(body=body, files={"林.jpg": PORTRAIT, "反.jpg": EMBLEM}))
    row = fetch()[0]
    assert row.bucket == Bucket.PARKED
    receiving.open_parked(desk, row.pk, by=officer)
    work()
    assert {holder_of(case) for case in Case.objects.all()} == {("林晓梅", ID_NUMBER), ("何建国", "")}


def test_a_person_who_is_not_in_the_mail_cannot_be_opened(desk, two, officer):
    """G-12: the page may be older than the message."""
    with pytest.raises(receiving.NoSuchPerson, match="没有这位申请人"):
        receiving.open_parked(desk, two.pk, by=officer, person=2)
    assert Case.objects.count() == 0


def test_opening_belongs_to_those_who_may(desk, two, approver, stranger):
    """G-12: for one person as for all."""
    for actor in (approver, stranger):
        with pytest.raises(NotPermitted):
            receiving.open_parked(desk, two.pk, by=actor, person=0)


def test_the_officer_does_it_on_the_page(two, browser):
    """G-12: one by one; after the last the page goes on to the case."""
    settle = f"/desk/parked/{two.pk}/settle/"
    assert browser.post(settle, {"how": "open", "person": "1"}).url == f"/desk/parked/#message-{two.pk}"
    assert browser.post(settle, {"how": "open", "person": "7"}).status_code == 422
    last = browser.post(settle, {"how": "open", "person": "0"})
    newest = Case.objects.order_by("-pk")[0]
    assert (last.url, Case.objects.count()) == (f"/desk/case/{newest.reference}/", 2)


def test_whoever_writes_for_the_holder_is_kept_and_shown(arrive, case_page, page):
    """G-14: the holder's own particulars stay the holder's."""
    case = arrive(body=FOR_MOTHER)
    assert case.parties.get(role="agent").name == "周明"
    assert holder_of(case) == ("林晓梅", ID_NUMBER)
    shown = case_page(case)
    assert "代办人" in shown
    assert "周＊" in shown
    assert "周明" not in shown


def test_an_agent_without_a_name_is_called_as_his_mail_program_calls_him(arrive):
    """G-14: somebody can still be asked."""
    body = BODY.replace("我的证书丢失了，申请补证明。", "我替我母亲林晓梅申请，她的证书丢失了。")
    case = arrive(body=body, sender="小周 <zhou@example.com>")
    assert case.parties.get(role="agent").name == "小周"


def test_a_holder_who_writes_himself_has_no_agent(arrive, case_page):
    """G-14: the usual case."""
    case = arrive()
    assert not case.parties.filter(role="agent").exists()
    assert "代办人" not in case_page(case)


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        ({"Authentication_Results": "mx; spf=fail; dkim=none; dmarc=fail"}, ["SPF核验未通过", "DMARC核验未通过"]),
        ({"Authentication_Results": "mx; dkim=fail"}, ["DKIM签名无效"]),
        ({"sender": '"boss@bank.example" <lin@example.com>'}, ["另一个邮箱地址"]),
        ({"sender": "辽宁省人事考试中心 <lin@example.com>"}, ["冒用本单位"]),
        ({"sender": '"lnjnjd@163.com" <lin@example.com>'}, ["冒用本单位"]),
        ({"sender": "lnjnjd@163.com"}, ["自称从本单位的邮箱发出"]),
    ],
    ids=["spf-dmarc", "dkim", "other-address", "our-name", "our-address-shown", "from-us"],
)
def test_a_doubtful_sender_is_flagged_on_the_case(arrive, case_page, mail, words):
    """G-12, G-14: the officer asks back before trusting it."""
    shown = case_page(arrive(**mail))
    assert "请核实来信人" in shown
    assert all(word in shown for word in words)


def test_and_on_the_parked_page(post, fetch, page):
    """G-12: where a person looks first."""
    post(
        a_mail(
            "您好", "几点上班？", {}, "辽宁省人事考试中心 <he@example.com>", Authentication_Results="mx; spf=softfail"
        )
    )
    fetch()
    shown = page("/desk/parked/")
    assert "SPF核验未通过" in shown
    assert "冒用本单位" in shown


def test_a_sender_whom_nothing_speaks_against_has_no_flag(arrive, case_page):
    """G-12: or nobody would heed it."""
    case = arrive(sender="林晓梅 <lin@example.com>", Authentication_Results="mx; spf=pass; dkim=pass; dmarc=pass")
    assert "请核实来信人" not in case_page(case)


def test_every_value_keeps_where_it_came_from_sealed_with_the_message(arrive):
    """G-14: the span of the text it stood in, whether it is sure, and why it was taken."""
    case = arrive()
    (row,) = queries.messages_of(case.pk)
    (person,) = row.understood["people"]
    number = person["certificate_number"]
    assert (number["value"], number["source"], number["sure"]) == (NUMBER, "text", True)
    assert number["end"] - number["start"] == len(NUMBER)
    assert BODY[number["start"] : number["end"]] == NUMBER
    assert {"name", "id_number", "certificate_number", "occupation", "level"} == set(person)
    assert {"recipient", "telephone", "address"} <= set(row.understood["shared"])
    assert row.understood["business"]["value"] == "lost"


def test_an_unsure_value_is_marked_until_an_officer_has_set_it(desk, arrive, case_page, officer):
    """G-14: 请核对 beside exactly that value."""
    body = BODY.replace("姓名：林晓梅\n", "").replace("收件人：林晓梅\n", "").replace(ID_NUMBER, VALID_ID)
    case = arrive(body=body + "\n林晓梅\n", files={})
    assert not origins(case)["name"].sure
    assert "请核对</span>" in case_page(case)
    changes = {"holder_name": "林小梅", "recipient": "林小梅"}
    evidence.correct_particulars(desk, case.pk, particulars_of(case, **changes), by=officer)
    fresh = Case.objects.get(pk=case.pk)
    assert "name" not in origins(fresh)
    assert "请核对</span>" not in case_page(fresh)


def test_a_plain_application_has_nothing_to_check(arrive, case_page):
    """G-14: a mark that stands everywhere says nothing."""
    case = arrive(body=BODY.replace(ID_NUMBER, VALID_ID))
    assert all(origin.sure for origin in origins(case).values())
    assert "请核对</span>" not in case_page(case)


def test_a_form_has_no_mail_to_come_from(submit, case_page):
    """G-12: whoever filled in the field meant it."""
    case = submit()
    assert origins(case) == {}
    assert "请核对</span>" not in case_page(case)


def test_files_left_in_the_cloud_are_counted_on_the_parked_page(post, fetch, page):
    """G-09: so that nobody waits for them."""
    body = "材料见附件 https://mail.qq.com/cgi-bin/ftnExs_download?k=secret-key 身份证.zip"
    post(a_mail("材料", body, {}))
    fetch()
    shown = page("/desk/parked/")
    assert "另有1个超大附件" in shown
    assert "secret-key" not in shown


def test_pictures_that_agree_still_fill_blanks(arrive):
    """G-09: the guard against strangers' pictures lets the holder's own through."""
    case = arrive(body=BODY.replace(f"身份证号：{ID_NUMBER}\n", ""), files=ALL_THREE)
    assert holder_of(case) == ("林晓梅", ID_NUMBER)


def test_a_mistyped_number_does_not_keep_the_holders_own_pictures_out(arrive):
    """G-09: what is marked 请核对 proves nothing against a picture; it stands, and the picture fills the rest."""
    wrong = BODY.replace(ID_NUMBER, "210199198003070129").replace("姓名：林晓梅\n", "").replace("收件人：林晓梅\n", "")
    assert holder_of(arrive(body=wrong)) == ("林晓梅", "210199198003070129")
