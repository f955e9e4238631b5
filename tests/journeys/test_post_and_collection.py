"""G-16, G-17, G-18, D-1: the letter leaves the office, by post with the postage due, or at the counter."""

import pytest
from tests.journeys.conftest import BODY

from certdesk.cases.models import Case
from certdesk.journey import delivering
from certdesk.rules.lifecycle import Closure, MoveNotAllowed, State
from certdesk.stages.delivery.hand_over import CannotHandOver, Collection, Parcel
from certdesk.stages.delivery.models import HandOver
from certdesk.stages.evidence.queries import what_is_missing

pytestmark = pytest.mark.django_db
WITHOUT_ADDRESS = [line for line in BODY.splitlines() if not line.startswith(("地址", "收件人"))]
TO_COLLECT = "\n".join([*WITHOUT_ADDRESS, "沈阳同城，自取。"])


@pytest.fixture
def signed(accepted, sign_off) -> Case:
    """A case whose letter is signed."""
    sign_off(accepted)
    return accepted


@pytest.fixture
def laid_out(desk, apply, issue, officer) -> HandOver:
    """A letter that waits at the counter."""
    case = apply(body=TO_COLLECT)
    issue(case)
    delivering.make_ready(desk, case.pk, by=officer)
    return case.handovers.get()


@pytest.mark.parametrize("parcel", [Parcel("", "SF0001"), Parcel("顺丰", " "), Parcel("", "")])
def test_a_parcel_needs_carrier_and_tracking_number(desk, signed, officer, parcel):
    """G-17: so that holder and office can find it."""
    with pytest.raises(CannotHandOver, match="快递公司和运单号"):
        delivering.dispatch(desk, signed.pk, parcel, by=officer)
    assert signed.handovers.count() == 0


def test_the_holder_learns_carrier_number_and_that_the_postage_is_due(desk, signed, officer, outbox, work):
    """G-17: 邮费由申请人到付承担; no money passes through here."""
    delivering.dispatch(desk, signed.pk, Parcel(" 顺丰 ", " SF0001 "), by=officer)
    work()
    row = signed.handovers.get()
    assert (row.method, row.carrier, row.tracking) == ("post", "顺丰", "SF0001")
    assert outbox.sent[-1].subject == f"【{signed.reference}】已寄出"
    for stated in ("顺丰", "SF0001", "到付"):
        assert stated in outbox.sent[-1].text


def test_nothing_leaves_before_it_is_signed(desk, accepted, officer):
    """G-16: neither by post nor at the counter."""
    with pytest.raises(CannotHandOver, match="尚未签发"):
        delivering.dispatch(desk, accepted.pk, Parcel("顺丰", "SF0001"), by=officer)
    with pytest.raises(CannotHandOver, match="尚未签发"):
        delivering.make_ready(desk, accepted.pk, by=officer)


def test_a_case_closes_once_its_letter_has_left(desk, signed, officer):
    """G-16: not before."""
    with pytest.raises(delivering.CannotClose, match="尚未寄出或领取"):
        delivering.close(desk, signed.pk, by=officer)
    delivering.dispatch(desk, signed.pk, Parcel("顺丰", "SF0001"), by=officer)
    delivering.close(desk, signed.pk, by=officer)
    signed.refresh_from_db()
    assert (signed.state, signed.closure) == (State.CLOSED, Closure.ISSUED)


def test_a_wrong_tracking_number_is_set_right_by_posting_it_again_in_the_book(desk, signed, officer, outbox, work):
    """G-17: both entries stay, and the holder is told the right one."""
    for tracking in ("SF0001", "SF0002"):
        delivering.dispatch(desk, signed.pk, Parcel("顺丰", tracking), by=officer)
        work()
    assert list(signed.handovers.order_by("pk").values_list("tracking", flat=True)) == ["SF0001", "SF0002"]
    assert "SF0002" in outbox.sent[-1].text


def test_whoever_collects_needs_no_address(desk, apply):
    """G-18: 沈阳同城可自取; only a telephone, for the office calls."""
    case = apply(body=TO_COLLECT)
    assert case.delivery_method == "pickup"
    assert what_is_missing(case, desk.guide) == ()


def test_the_holder_is_told_the_place_the_code_and_to_call_first(desk, laid_out, outbox, work):
    """G-18, D-1: the address of the guide's main text, both telephones, and the note on the other address."""
    work()
    text = outbox.sent[-1].text
    assert outbox.sent[-1].subject.endswith("可以领取")
    for stated in (
        laid_out.pickup_code,
        "沈阳市和平区太原北街2号辽宁省人事考试中心B座",
        "024-22955229",
        "024-22955269",
        "正文的自取地址与附件2的“综合楼B座”写法不同",
        "提前拨打电话",
    ):
        assert stated in text


def test_the_code_has_six_letters_that_nobody_reads_two_ways(laid_out):
    """G-18: no 0 and O, no 1, I and L."""
    assert len(laid_out.pickup_code) == 6
    assert set(laid_out.pickup_code) <= set("23456789ABCDEFGHJKMNPQRSTUVWXYZ")


def test_a_wrong_code_opens_nothing(desk, laid_out, officer):
    """G-18: the letter stays at the counter."""
    with pytest.raises(CannotHandOver, match="取件码不对"):
        delivering.hand_over(desk, laid_out.case_id, Collection("XXXXXX", "林晓梅", identity_checked=True), by=officer)
    laid_out.refresh_from_db()
    assert laid_out.collected_at is None


@pytest.mark.parametrize(("collector", "checked"), [("林晓梅", False), ("  ", True)])
def test_nobody_collects_without_showing_who_they_are(desk, laid_out, officer, collector, checked):
    """G-18: identity compared, and the collector's name written down."""
    collection = Collection(laid_out.pickup_code, collector, identity_checked=checked)
    with pytest.raises(CannotHandOver, match="核对领取人身份证件"):
        delivering.hand_over(desk, laid_out.case_id, collection, by=officer)
    assert not laid_out.case.events.filter(kind="collected").exists()


def test_collected_with_the_code_and_identity_checked(desk, laid_out, officer, clock):
    """G-18: typed in small letters; the collection is recorded, and the case can be closed."""
    clock.advance(days=1)
    collection = Collection(f" {laid_out.pickup_code.lower()} ", " 林晓梅 ", identity_checked=True)
    delivering.hand_over(desk, laid_out.case_id, collection, by=officer)
    delivering.close(desk, laid_out.case_id, by=officer)
    laid_out.refresh_from_db()
    assert (laid_out.collected_at, laid_out.identity_checked, laid_out.collector) == (clock.now(), True, "林晓梅")
    assert Case.objects.get(pk=laid_out.case_id).closure == Closure.ISSUED


def test_a_letter_is_collected_once(desk, laid_out, officer):
    """G-18: the second one who comes finds nothing laid out."""
    collection = Collection(laid_out.pickup_code, "林晓梅", identity_checked=True)
    delivering.hand_over(desk, laid_out.case_id, collection, by=officer)
    with pytest.raises(CannotHandOver, match="没有待领取的文书"):
        delivering.hand_over(desk, laid_out.case_id, collection, by=officer)


def test_a_new_code_replaces_a_lost_one(desk, laid_out, officer):
    """G-18: laid out again, only the newest code opens."""
    delivering.make_ready(desk, laid_out.case_id, by=officer)
    newest = HandOver.objects.order_by("-pk").first()
    old = Collection(laid_out.pickup_code, "林晓梅", identity_checked=True)
    with pytest.raises(CannotHandOver, match="取件码不对"):
        delivering.hand_over(desk, laid_out.case_id, old, by=officer)
    new = Collection(newest.pickup_code, "林晓梅", identity_checked=True)
    delivering.hand_over(desk, laid_out.case_id, new, by=officer)


def test_a_closed_case_posts_nothing(desk, signed, officer):
    """G-17: the table of moves has no such step."""
    delivering.dispatch(desk, signed.pk, Parcel("顺丰", "SF0001"), by=officer)
    delivering.close(desk, signed.pk, by=officer)
    with pytest.raises(MoveNotAllowed):
        delivering.dispatch(desk, signed.pk, Parcel("顺丰", "SF0002"), by=officer)
    assert signed.handovers.count() == 1
