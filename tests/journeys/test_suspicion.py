"""What is odd about a case is shown to officers with its reason, and never to the holder (design rule 4)."""

from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.journeys.conftest import ENTRY, FORM_FILES, ID_NUMBER, NUMBER

from certdesk import wiring
from certdesk.adapters.characters import HanCharacters
from certdesk.adapters.specimens import fictional_id_number
from certdesk.cases.models import Case
from certdesk.journey.evidence import read_again
from certdesk.rules.matching.matrix import Context
from certdesk.stages.evidence.queries import files_of
from certdesk.stages.evidence.suspicion import Suspicion, suspicions
from certdesk.stages.evidence.voices import matrix_of

pytestmark = pytest.mark.django_db
OTHER_ID = fictional_id_number("2102", date(1975, 5, 5), 33)
OTHER = "1507000000412399"
LOOK = "0f" * 128
A_LITTLE_OTHERWISE = "0e" * 15 + "0f" * 113  # fifteen bits of 1,024
QUITE_OTHERWISE = "0e" * 16 + "0f" * 112


@pytest.fixture
def odd(desk):
    def ask(case: Case) -> list[Suspicion]:
        case = Case.objects.get(pk=case.pk)
        today = desk.guide.local_date(desk.clock.now())
        context = Context(today=today, scheme=desk.guide.rulebook.numbering, characters=HanCharacters())
        files = files_of(case)
        return suspicions(case, files, matrix_of(case, files, context))

    return ask


def other_files(**changes: bytes) -> dict[str, bytes]:
    mine = {
        "id_portrait_side": f"id_portrait_side|name=钱大海|id_number={OTHER_ID}".encode(),
        "id_emblem_side": b"id_emblem_side|authority=x",
        "lookup_screenshot": f"lookup_screenshot|name=钱大海|id_number={OTHER_ID}|certificate_number={OTHER}".encode(),
    }
    return {**mine, **changes}


@pytest.fixture
def of_another(submit):
    """An application of another person, some of its files exchanged."""

    def send(**changes: bytes) -> Case:
        given = {"name": "钱大海", "id_number": OTHER_ID, "certificate_number": OTHER}
        return submit(other_files(**changes), **given)

    return send


def test_an_ordinary_case_raises_nothing(submit, of_another, odd):
    case, other = submit(), of_another()
    assert odd(case) == odd(other) == []


def test_the_same_file_in_the_case_of_another_person(submit, of_another, odd):
    case = submit()
    other = of_another(id_emblem_side=FORM_FILES["id_emblem_side"])
    assert [(one.code, [row.pk for row in one.cases]) for one in odd(case)] == [("same_file", [other.pk])]
    assert [(one.code, [row.pk for row in one.cases]) for one in odd(other)] == [("same_file", [case.pk])]


def test_the_same_person_may_send_the_same_picture_again(submit, odd):
    first, second = submit(), submit(certificate_number="1507000000499999")
    assert odd(first) == odd(second) == []


def test_a_picture_that_was_only_compressed_again(submit, of_another, odd):
    def shot(look: str, certificate: str) -> bytes:
        return f"lookup_screenshot|certificate_number={certificate}|likeness={look}".encode()

    case = submit({**FORM_FILES, "lookup_screenshot": shot(LOOK, NUMBER)})
    other = of_another(lookup_screenshot=shot(A_LITTLE_OTHERWISE, OTHER))
    assert [(one.code, [row.pk for row in one.cases]) for one in odd(case)] == [("same_picture", [other.pk])]
    assert [one.code for one in odd(other)] == ["same_picture"]


def test_pictures_that_differ_more_are_two_pictures(submit, of_another, odd):
    case = submit({**FORM_FILES, "lookup_screenshot": f"lookup_screenshot|likeness={LOOK}".encode()})
    of_another(lookup_screenshot=f"lookup_screenshot|likeness={QUITE_OTHERWISE}".encode())
    assert odd(case) == []


def test_emblem_sides_look_alike_for_everybody(submit, of_another, odd):
    case = submit({**FORM_FILES, "id_emblem_side": f"id_emblem_side|likeness={LOOK}|authority=a".encode()})
    of_another(id_emblem_side=f"id_emblem_side|likeness={LOOK}|authority=b".encode())
    assert odd(case) == []


def test_one_id_number_under_two_names(submit, of_another, odd):
    case = submit()
    other = submit(other_files(), name="钱大海", certificate_number=OTHER)  # types the first one's number
    assert "same_id_number" in [one.code for one in odd(case)]
    assert "same_id_number" in [one.code for one in odd(other)]


def test_a_card_in_a_picture_that_belongs_to_somebody_else_s_case(submit, of_another, odd):
    case = submit()
    other = of_another(id_portrait_side=f"id_portrait_side|name=林晓梅|id_number={ID_NUMBER}|x=1".encode())
    assert [one.code for one in odd(case)] == ["same_id_number"]
    assert [row.pk for row in odd(case)[0].cases] == [other.pk]
    assert [one.code for one in odd(other)] == ["same_id_number"]


def test_a_screenshot_that_says_otherwise_than_the_site(submit, odd, confirm):
    case = submit(
        {
            **FORM_FILES,
            "lookup_screenshot": f"lookup_screenshot|name=林晓梅|certificate_number={NUMBER}|level=3".encode(),
        }
    )
    assert odd(case) == []
    confirm(case, replace(ENTRY, level=4))
    assert [one.code for one in odd(case)] == ["screenshot_differs"]


def test_a_case_of_another_office_is_counted_and_not_named(submit, of_another, odd):
    case = submit()
    of_another(id_emblem_side=FORM_FILES["id_emblem_side"])
    Case.objects.exclude(pk=case.pk).update(office_code="02")
    assert [(one.cases, one.elsewhere) for one in odd(case)] == [([], 1)]


def test_the_officer_sees_it_and_the_holder_does_not(submit, of_another, desk, monkeypatch, officer, clock):
    monkeypatch.setattr(wiring, "desk", lambda: desk)
    monkeypatch.setattr(wiring, "clock", lambda: clock)
    case = submit()
    other = of_another(id_emblem_side=FORM_FILES["id_emblem_side"])
    words = "同一份文件也出现在另一人的办件中"
    holder_page = Client().get(desk.links.progress(case.reference).removeprefix("https://desk.example"))
    assert words not in holder_page.content.decode()
    assert other.reference not in holder_page.content.decode()
    at_desk = Client()
    at_desk.force_login(_user(officer), backend="django.contrib.auth.backends.ModelBackend")
    page = at_desk.get(f"/desk/case/{case.reference}/").content.decode()
    assert words in page
    assert other.reference in page


def _user(officer):

    return get_user_model().objects.get(pk=officer.user_id)


def test_reading_again_leaves_one_fingerprint(submit, odd, desk, officer, work):
    case = submit({**FORM_FILES, "lookup_screenshot": f"lookup_screenshot|likeness={LOOK}".encode()})
    file = case.files.get(material="lookup_screenshot")
    assert file.likeness.count() == 16

    read_again(desk, file.pk, by=officer)
    work()
    assert file.likeness.count() == 16
    assert "likeness" not in file.readings.get().quality
