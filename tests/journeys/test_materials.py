"""G-09, G-10, G-11: what each business needs; machines say what a file seems to be, people say what it is."""

import pytest
from tests.journeys.conftest import (
    ALL_FOUR,
    BODY,
    CORRECTION,
    EMBLEM,
    FORM_FILES,
    ID_NUMBER,
    LOST,
    NUMBER,
    ORIGINAL,
    OVERSEAS,
    PORTRAIT,
    SCREENSHOT,
    a_mail,
    particulars_of,
)

from certdesk.journey import deciding, evidence
from certdesk.ports.reader import PictureReading, Unreadable
from certdesk.rules.business import Outcome
from certdesk.stages.decision.accept import CannotAccept
from certdesk.stages.evidence.classify import NoSuchMaterial
from certdesk.stages.evidence.models import EvidenceFile
from certdesk.stages.evidence.queries import what_is_missing

pytestmark = pytest.mark.django_db
BUSINESSES = [LOST, OVERSEAS, CORRECTION]


def without(content: bytes) -> dict[str, bytes]:
    return {name: kept for name, kept in ALL_FOUR.items() if kept != content}


def lacking(case, desk) -> list[tuple[str, str]]:
    return [(item.code, item.clause) for item in what_is_missing(case, desk.guide)]


@pytest.mark.parametrize("subject", BUSINESSES)
@pytest.mark.parametrize(("side", "code"), [(PORTRAIT, "id_portrait_side"), (EMBLEM, "id_emblem_side")])
def test_both_sides_of_the_identity_card_are_needed_for_every_business(desk, apply, officer, subject, side, code):
    """G-09: 本人身份证正反面照片."""
    case = apply(subject, files=without(side))
    assert lacking(case, desk) == [(code, "G-09")]
    with pytest.raises(CannotAccept, match="身份证"):
        deciding.accept(desk, case.pk, chosen=None, reasons="理由", by=officer)


@pytest.mark.parametrize("subject", BUSINESSES)
def test_a_screenshot_of_the_look_up_is_needed_for_every_business(desk, apply, subject):
    """G-10: 查询到本人证书信息并截图."""
    assert lacking(apply(subject, files=without(SCREENSHOT)), desk) == [("lookup_screenshot", "G-10")]


@pytest.mark.parametrize(
    ("subject", "missing"),
    [(LOST, []), (OVERSEAS, [("original_certificate", "G-11")]), (CORRECTION, [("original_certificate", "G-11")])],
)
def test_a_photo_of_the_original_is_needed_for_work_abroad_and_errors_only(desk, apply, subject, missing):
    """G-11: whoever lost the original cannot send a photo of it."""
    assert lacking(apply(subject, files=without(ORIGINAL)), desk) == missing


def test_what_every_business_needs_is_asked_for_even_while_the_business_is_unclear(desk, post, fetch):
    """G-09, G-10, G-13: the card and the screenshot; the original only once the business is known."""
    post(a_mail(subject="办理证书", body=BODY.replace("我的证书丢失了，申请补证明。", "请协助办理。"), files={}))
    assert [code for code, _ in lacking(fetch()[0].case, desk)] == [
        "business", "id_portrait_side", "id_emblem_side", "lookup_screenshot",
    ]  # fmt: skip


class BothSides:
    """Sees both sides of the card on any picture."""

    def read(self, _content: bytes) -> list[PictureReading]:
        kinds = ("id_portrait_side", "id_emblem_side")
        return [PictureReading(kind=kind, confidence=0.99, engine="both", version="1") for kind in kinds]

    def screen_copy(self, content: bytes, _watermark: str) -> bytes:
        return content


def test_one_picture_may_show_both_sides(desk, with_part, apply):
    """G-09: a photocopy of the whole card is enough."""
    case = apply(files={"两面.jpg": b"?", "截图.png": SCREENSHOT})
    row = case.files.order_by("pk").first()
    EvidenceFile.objects.filter(pk=row.pk).update(reading_state="waiting")
    evidence.read_materials(with_part(reader=BothSides()), case.pk)
    assert lacking(case, desk) == []


def test_an_unreadable_file_is_kept_with_advice_and_counts_for_nothing(desk, apply):
    """G-09: the holder's mail is not refused; the file waits for an officer's eye."""
    case = apply(files={**without(PORTRAIT), "模糊.jpg": b"\xff\xd8 not a picture"})
    row = case.files.get(reading_state="unreadable")
    assert row.advice == "看不出这是什么图片，请重新拍摄。"
    assert desk.vault.get(row.sha256) == b"\xff\xd8 not a picture"
    assert lacking(case, desk) == [("id_portrait_side", "G-09")]


def test_an_officer_says_what_the_machine_could_not_see(desk, apply, officer, confirm):
    """G-09: and the case can be accepted."""
    case = apply(files={**without(PORTRAIT), "模糊.jpg": b"\xff\xd8 not a picture"})
    evidence.classify(desk, case.files.get(reading_state="unreadable").pk, "id_portrait_side", by=officer)
    confirm(case)
    assert deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer) is Outcome.PROOF
    assert case.events.get(kind="material_classified").data["material"] == "id_portrait_side"


def test_an_officers_word_stands_above_the_machines(desk, apply, officer, work):
    """G-10: what the machine took for a screenshot is not one; reading it again changes nothing."""
    case = apply()
    row = case.files.get(material="lookup_screenshot")
    evidence.classify(desk, row.pk, "unknown", by=officer)
    evidence.read_again(desk, row.pk, by=officer)
    work()
    row.refresh_from_db()
    assert (row.material, row.reading_state) == ("unknown", "read")
    assert lacking(case, desk) == [("lookup_screenshot", "G-10")]


def test_only_the_guides_materials_can_be_named(desk, case, officer):
    """G-09, G-10, G-11: no fifth kind is ever asked for or filed."""
    with pytest.raises(NoSuchMaterial):
        evidence.classify(desk, case.files.first().pk, "newspaper_notice", by=officer)


@pytest.mark.parametrize(("left_out", "asked"), [("name", "持证人姓名"), ("id_number", "持证人身份证件号码")])
def test_nobody_is_accepted_whose_name_or_number_no_one_knows(desk, submit, officer, left_out, asked):
    """G-09: the card is there, but nobody could read it; an officer types it in first."""
    unread = {field: field.encode() for field in FORM_FILES}
    case = submit(unread, **{left_out: ""})
    with pytest.raises(CannotAccept, match=asked):
        deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer)
    known = {"holder_name": "林晓梅", "id_number": "210199198003070016"}
    evidence.correct_particulars(desk, case.pk, particulars_of(case, **known), by=officer)
    assert deciding.accept(desk, case.pk, chosen=None, reasons="", by=officer) is Outcome.PROOF


def bare(**said: str) -> str:
    """A mail that says who, where to, and what for, but leaves out what the pictures may tell."""
    kept = ("我的证书", "收件人", "电话", "地址")
    return "\n".join([line for line in BODY.splitlines() if line.startswith(kept)] + [*said.values()])


def holder_of(case):
    return case.parties.get(role="holder")


def test_sure_readings_fill_what_the_mail_left_out(post, fetch):
    """G-10: one screenshot fills the number, the occupation, the level and the person."""
    post(a_mail(body=bare().replace("收件人：林晓梅", "收件人：何建国")))
    case = fetch()[0].case
    assert (case.certificate_number, case.occupation, case.level) == (NUMBER, "电工", 4)
    assert holder_of(case).id_number == ID_NUMBER
    assert "certificate_number" in case.events.get(kind="material_read").data["filled"]


def test_readings_never_overwrite_what_somebody_wrote(apply):
    """G-10: the mail says one number, the screenshot another; the mail's stays, and an officer will see both."""
    case = apply(number="1507000000499999", occupation="钳工")
    assert (case.certificate_number, case.occupation) == ("1507000000499999", "钳工")


def test_pictures_that_disagree_fill_nothing(post, fetch):
    """G-10, G-11: two numbers on two pictures are a question to an officer."""
    other = ORIGINAL.replace(NUMBER.encode(), b"1507000000499999")
    post(
        a_mail(
            OVERSEAS, bare().replace("我的证书丢失了，申请补证明。", "我的证书要换证。"), {"a": SCREENSHOT, "b": other}
        )
    )
    assert fetch()[0].case.certificate_number == ""


def test_a_reading_that_is_not_sure_fills_nothing(desk, with_part, submit):
    """G-10: a machine's guess is no particular of anybody."""

    class Unsure:
        def read(self, content: bytes) -> list[PictureReading]:
            (reading,) = desk.reader.read(content)
            fields = {name: type(value)(value.value, 0.6, sure=False) for name, value in reading.fields.items()}
            return [PictureReading(kind=reading.kind, confidence=0.6, fields=fields)]

        def screen_copy(self, content: bytes, _watermark: str) -> bytes:
            return content

    case = submit(files={}, certificate_number="")
    case.files.create(
        sha256=desk.vault.put(SCREENSHOT), size=len(SCREENSHOT), received_at=case.received_at, media_type="image/png"
    )
    evidence.read_materials(with_part(reader=Unsure()), case.pk)
    case.refresh_from_db()
    assert case.certificate_number == ""


def test_a_file_that_an_officer_put_aside_fills_nothing_any_more(desk, post, fetch, officer, work):
    """G-10: the certificate on it is somebody else's."""
    post(a_mail(body=bare(), files={"截图.png": b"lookup_screenshot|site=x"}))
    case = fetch()[0].case
    row = case.files.get()
    evidence.classify(desk, row.pk, "unknown", by=officer)
    EvidenceFile.objects.filter(pk=row.pk).update(sha256=desk.vault.put(SCREENSHOT))
    evidence.read_again(desk, row.pk, by=officer)
    work()
    case.refresh_from_db()
    assert row.readings.get().kind == "lookup_screenshot"
    assert case.certificate_number == ""


def test_the_screen_copy_carries_a_watermark_and_the_original_stays_as_it_came(desk, case):
    """G-09: pictures of identity cards are shown only with what they are for written across them."""
    row = case.files.get(material="id_portrait_side")
    assert desk.vault.get(row.sha256) == PORTRAIT
    assert "仅供办理职业资格证书业务使用".encode() in desk.vault.get(row.screen_sha256)
    assert case.reference.encode() in desk.vault.get(row.screen_sha256)


def test_a_file_gone_from_the_store_is_for_an_officer_and_stops_nothing(desk, apply, tmp_path):
    """G-09: its state says so; the other files are read."""
    case = apply()
    row = case.files.order_by("pk").first()
    (tmp_path / "vault" / row.sha256[:2] / row.sha256).unlink()
    case.files.update(reading_state="waiting")
    evidence.read_materials(desk, case.pk)
    states = list(case.files.order_by("pk").values_list("reading_state", flat=True))
    assert states == ["failed", "read", "read"]


def test_a_reader_says_why_and_what_to_do(desk):
    """G-09: the advice is written for the holder."""
    with pytest.raises(Unreadable, match="请重新拍摄"):
        desk.reader.read(b"\xff\xd8")
