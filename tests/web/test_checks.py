"""The holder sees how often a letter was verified and decides how long it shows details; guessing is slowed down."""

import re
from queue import SimpleQueue

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from tests.web.conftest import NUMBER, text_of

from certdesk.journey import deciding, issuing, verifying
from certdesk.stages.issue.compose import from_json
from certdesk.stages.issue.models import Letter
from certdesk.stages.verify.models import LetterCheck
from certdesk.web import limits
from certdesk.web.public import counting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_misses():
    caches["guesses"].clear()
    yield
    caches["guesses"].clear()


@pytest.fixture
def letter(case, issue) -> Letter:
    return issue(case)


@pytest.fixture
def progress(client, case, progress_url):
    return lambda: text_of(client.get(progress_url(case)))


def test_verifications_are_counted_by_day_and_shown_to_the_holder(client, letter, clock, progress):
    assert "还没有人核验过" in progress()
    client.get(f"/v/{letter.code}")
    clock.advance(days=1)
    client.get(f"/v/{letter.code}")
    client.get(f"/v/{letter.code}?lang=en")
    page = progress()
    assert "已被核验3次" in page
    assert list(LetterCheck.objects.order_by("day").values_list("count", flat=True)) == [1, 2]
    assert page.index("2026-11-24") < page.index("2026-11-23", page.index("2026-11-24"))


def test_a_file_that_is_brought_counts_like_a_code(client, desk, letter, progress):
    file = SimpleUploadedFile("letter.pdf", desk.vault.get(letter.signed_sha256))
    assert client.post("/v/", {"file": file}).status_code == 200
    assert "已被核验1次" in progress()


def test_looking_without_reading_counts_nothing(client, letter, progress):
    client.head(f"/v/{letter.code}")
    client.get("/v/AAAAAAAAAAAAAAAAAAAAAAAAAA")
    assert not LetterCheck.objects.exists()


def test_a_count_that_cannot_be_written_waits_and_the_page_answers(client, letter, monkeypatch):
    def away(_counts):
        raise OperationalError("locked")

    with monkeypatch.context() as trouble:
        trouble.setattr(verifying, "note_checks", away)
        assert client.get(f"/v/{letter.code}").status_code == 200
    counting.write()
    assert LetterCheck.objects.get().count == 1


def test_counts_of_the_same_letter_add_up_and_one_that_is_gone_hinders_no_other(letter, clock):
    today = clock.now().date()
    verifying.note_checks({(letter.pk + 1, today): 5, (letter.pk, today): 2})
    verifying.note_checks({(letter.pk, today): 3})
    assert list(LetterCheck.objects.values_list("letter", "day", "count")) == [(letter.pk, today, 5)]


def test_counts_are_written_without_looking_at_letters_one_by_one(letter, clock, django_assert_num_queries):
    today = clock.now().date()
    with django_assert_num_queries(3):  # one statement for all, between the two ends of its transaction
        verifying.note_checks({(letter.pk + number, today): 1 for number in range(100)})


def test_counts_are_tried_again_until_the_database_is_back(clock, settings, monkeypatch):
    """Also when nobody asks meanwhile: a failure must not be the end of all counting."""
    settings.CERTDESK_COUNT_EVERY = 0.01
    written: SimpleQueue[int] = SimpleQueue()
    troubles = [OperationalError("away"), OperationalError("still away")]

    def away_at_first(counts):
        if troubles:
            raise troubles.pop()
        written.put(sum(counts.values()))

    monkeypatch.setattr(verifying, "note_checks", away_at_first)
    counting.count(1)
    assert written.get(timeout=10) == 1
    counting.count(1)
    assert written.get(timeout=10) == 1


@pytest.fixture
def show(client, case, progress_url):
    return lambda period: text_of(client.post(progress_url(case) + "details/", {"period": period}, follow=True))


def test_the_holder_sets_how_long_details_are_shown(client, letter, clock, show):
    assert "显示到2026-12-22" in show("30")
    assert NUMBER in text_of(client.get(f"/v/{letter.code}"))
    clock.advance(days=30)
    page = text_of(client.get(f"/v/{letter.code}"))
    for hidden in (NUMBER, "电工", "四级", "辽宁省人事考试中心", "遗失", "SHA-256", letter.signed_sha256):
        assert hidden not in page
    for shown in (letter.number, letter.holder_masked, "2026-11-23", "持证人已设置不再显示其他内容", "登记相符"):
        assert shown in page


def test_details_can_be_hidden_at_once_and_shown_again(client, letter, show):
    show("none")
    assert NUMBER not in text_of(client.get(f"/v/{letter.code}"))
    show("always")
    assert NUMBER in text_of(client.get(f"/v/{letter.code}"))


def test_a_file_that_is_brought_shows_no_more_than_the_code(client, desk, letter, show):
    show("none")
    file = SimpleUploadedFile("letter.pdf", desk.vault.get(letter.signed_sha256))
    page = text_of(client.post("/v/", {"file": file}))
    for hidden in (NUMBER, "电工", "辽宁省人事考试中心"):
        assert hidden not in page
    assert "每个字节相同" in page
    assert "本文件在登记日志中" in page


def test_a_revoked_letter_stays_revoked_whatever_its_holder_hides(client, letter, show, revoke):
    show("none")
    revoke(letter, "登记数据有误")
    page = text_of(client.get(f"/v/{letter.code}"))
    assert "已撤销，不再有效" in page
    assert "登记数据有误" in page


def chosen(page: str) -> str:
    return re.search(r'<option value="(\w+)" selected>', page)[1]


def test_the_form_shows_what_is_set_and_saving_it_again_changes_nothing(letter, clock, show, progress):
    assert chosen(progress()) == "always"
    assert chosen(show("none")) == "none"
    page = show("90")
    assert chosen(page) == "unchanged"
    assert "显示到2027-02-20（现在的设置）" in page
    clock.advance(days=5)
    show("unchanged")
    letter.refresh_from_db()
    assert letter.details_until.isoformat() == "2027-02-20"
    clock.advance(days=100)
    assert chosen(progress()) == "none"


def test_the_form_says_what_it_cannot_hide(letter, progress):
    assert "证书编号也写在文书的二维码里" in progress()


def test_the_choice_stands_in_the_history(at_desk, case, letter, show):
    show("90")
    assert "申请人设置核验页的详情：显示到2027-02-20" in text_of(at_desk.get(f"/desk/case/{case.reference}/"))


def test_nonsense_and_a_case_without_a_letter_change_nothing(client, case, progress_url):
    for period in ("", "7", "30", "unchanged"):
        response = client.post(progress_url(case) + "details/", {"period": period})
        assert response.status_code == 422
    assert client.post("/p/forged:token/details/", {"period": "30"}).status_code == 404


def test_guessing_is_slowed_down_and_says_that_it_means_nothing(client, letter, settings):
    for _ in range(settings.CERTDESK_MISSES):
        assert client.get("/v/AAAAAAAAAAAAAAAAAAAAAAAAAA").status_code == 200
    response = client.get(f"/v/{letter.code}")
    assert response.status_code == 429
    assert response["Retry-After"] == "600"
    assert "这不表示您手中的文书无效" in text_of(response)
    assert client.get(f"/v/{letter.code}", REMOTE_ADDR="203.0.113.9").status_code == 200


def test_behind_the_proxy_the_address_is_the_one_the_proxy_saw(client, letter, settings):
    settings.HTTPS = True
    for number in range(settings.CERTDESK_MISSES):
        client.get(
            "/v/AAAAAAAAAAAAAAAAAAAAAAAAAA", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.9", secure=True
        )
    elsewhere = client.get(f"/v/{letter.code}", HTTP_X_FORWARDED_FOR="198.51.100.1", secure=True)
    same = client.get(f"/v/{letter.code}", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.9", secure=True)
    assert (elsewhere.status_code, same.status_code) == (200, 429)


UNKNOWN = "/v/AAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.fixture
def miss(client, settings):
    """Ask for codes that nobody gave out, as often as it takes."""

    def ask(address="127.0.0.1"):
        for _ in range(settings.CERTDESK_MISSES):
            client.get(UNKNOWN, REMOTE_ADDR=address)

    return ask


def scanned(letter: Letter) -> str:
    return from_json(letter.record).qr_text.removeprefix("HTTPS://DESK.EXAMPLE")


def test_a_code_that_we_signed_is_answered_whoever_else_guesses_from_that_address(client, letter, miss):
    """Behind a mobile network a thousand phones share one address."""
    miss()
    address = scanned(letter)
    response = client.get(address)
    assert response.status_code == 200
    assert letter.number in text_of(response)
    forged = address[:-20] + ("A" if address[-20] != "A" else "B") + address[-19:]
    assert client.get(forged).status_code == 429
    assert client.get("/V/" + "A" * 180).status_code == 429


def test_a_code_that_we_signed_is_no_guess_even_if_its_letter_never_went_out(
    client, desk, case, confirm, officer, settings
):
    confirm(case)
    deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    draft = issuing.draft(desk, case.pk, by=officer)
    for _ in range(settings.CERTDESK_MISSES):
        assert "不是本系统签发的" in text_of(client.get(scanned(draft)))
    assert client.get(UNKNOWN).status_code == 200


def test_forged_codes_are_guesses(client, letter, settings):
    for _ in range(settings.CERTDESK_MISSES):
        assert client.get("/V/" + "A" * 180).status_code == 200
    assert client.get(f"/v/{letter.code}").status_code == 429


@pytest.mark.parametrize(
    ("guesser", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::1%eth1", True),
        ("::ffff:198.51.100.1", "198.51.100.1", True),
        ("::ffff:198.51.100.1", "::ffff:198.51.100.2", False),
        ("198.51.100.1", "198.51.100.2", False),
        ("not an address", "not an address", True),
    ],
)
def test_a_visitor_is_counted_by_the_line_not_by_the_address_it_chose(client, miss, guesser, other, same):
    miss(guesser)
    assert client.get(UNKNOWN, REMOTE_ADDR=other).status_code == (429 if same else 200)


def test_a_count_that_ends_while_it_is_raised_begins_anew(client, monkeypatch):
    """Its ten minutes may end, or it may be pushed out, between two steps of ours."""
    counts = caches["guesses"]
    monkeypatch.setattr(counts, "add", lambda *_args, **_more: False)
    assert client.get(UNKNOWN).status_code == 200
    monkeypatch.undo()
    (kept,) = counts._cache
    assert counts.get(kept.rpartition(":")[2]) == 1


def test_nobody_pushes_his_own_count_out(client, settings, miss, rf):
    miss("198.51.100.1")
    for number in range(5_000):
        limits.note_miss(rf.get("/", REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}"))
    assert client.get(UNKNOWN, REMOTE_ADDR="198.51.100.1").status_code == 429
