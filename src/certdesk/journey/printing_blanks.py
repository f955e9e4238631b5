"""套打: print a certificate's values onto the office's blank, and account for every blank (G-02)."""

from django.db import transaction

from certdesk.cases.staff import Actor, permit, permit_in
from certdesk.journey.common import happen, working_on
from certdesk.ports.desk import Desk
from certdesk.ports.typesetter import OverlayRecord
from certdesk.rules.blank_layout import BlankLayout
from certdesk.rules.events import EventKind
from certdesk.rules.permissions import Action
from certdesk.stages.delivery import blanks
from certdesk.stages.delivery.blanks import BlankRefused
from certdesk.stages.delivery.models import Blank, BlankSetup
from certdesk.stages.issue.compose import from_json
from certdesk.stages.issue.models import Letter
from certdesk.stages.issue.sample import sample_record

HOW_TO_MEASURE = (
    "请按100%比例打印在普通纸上，用尺量四角的十字，应各距纸边10毫米。"
    "十字偏右几毫米，横向偏移就减几；偏下几毫米，纵向偏移就减几。"
)


def save_setup(
    desk: Desk, setup_id: int | None, name: str, layout: BlankLayout, *, office_code: str, by: Actor
) -> BlankSetup:
    """Keep a layout of an office, a new one or a changed one.

    Raises:
        NotPermitted: not at this office.
        BlankRefused: it cannot be, and why.
    """
    with transaction.atomic():
        if setup_id is None:
            row = BlankSetup(office_code=office_code)
        else:
            row = BlankSetup.objects.select_for_update().get(pk=setup_id)
        permit_in(by, Action.DRAFT, row.office_code)
        return blanks.keep_setup(row, name, layout, by=by, at=desk.clock.now())


def measuring_page(desk: Desk, layout: BlankLayout, *, office_code: str) -> bytes:
    """Return a page of a fictional holder with a grid, to be held against a blank.

    Raises:
        LayoutWrong: it cannot be printed.
        CannotTypeset: a character no font has.
    """
    blanks.check_layout(layout)
    now = desk.clock.now()
    sample = sample_record("reissue", desk.guide, desk.links, on=desk.guide.local_date(now))
    values = {**blanks.values_of(sample), "direction": "——", "remark": "补发。（示例）"}
    record = OverlayRecord(
        title="套打测试页",
        office_name=desk.guide.offices[office_code].name,
        layout=layout,
        values=tuple(values.items()),
        specimen=False,
        grid=True,
        note=HOW_TO_MEASURE,
    )
    return desk.typesetter.typeset_overlay(record, at=now)


def overlay(desk: Desk, letter_id: int, setup_id: int, *, by: Actor) -> bytes:
    """Return the values of a signed certificate page, each where the office's blank has its line.

    Raises:
        NotPermitted: this person may not.
        BlankRefused: the letter is not a certificate page that stands, or the layout is another office's.
        CannotTypeset: a character no font has.
    """
    letter = Letter.objects.select_related("case").get(pk=letter_id)
    permit(by, Action.DRAFT, letter.case)
    setup = BlankSetup.objects.get(pk=setup_id)
    if not blanks.goes_onto_a_blank(letter) or setup.office_code != letter.case.office_code:
        raise BlankRefused("只有已签发的补发、换发证书可以打印到空白证书上。")
    printed = from_json(letter.record)
    record = OverlayRecord(
        title=f"套打页 {letter.number}",
        office_name=printed.office_name,
        layout=blanks.layout_of(setup),
        values=tuple(blanks.values_of(printed).items()),
        specimen=letter.specimen,
    )
    return desk.typesetter.typeset_overlay(record, at=letter.signed_at or desk.clock.now())


def note_blank(desk: Desk, letter_id: int, serial: str, reason: str, *, spoiled: bool, by: Actor) -> Blank:
    """登记流水码: which blank the certificate stands on, or which one was spoiled over it.

    Raises:
        NotPermitted: this person may not.
        BlankRefused: it cannot be, and why.
    """
    case_id = Letter.objects.values_list("case_id", flat=True).get(pk=letter_id)
    with working_on(case_id, by, Action.DRAFT) as case:
        letter = Letter.objects.select_for_update().get(pk=letter_id)
        if letter.kind not in blanks.ON_BLANKS or not letter.signed_sha256:
            raise BlankRefused("只有已签发的补发、换发证书可以登记空白证书。")
        blank = blanks.note_blank(letter, serial, reason, spoiled=spoiled, by=by, at=desk.clock.now())
        words = "作废空白证书" if spoiled else "使用空白证书"
        happen(desk, case, EventKind.NOTED, by=by, data={"letter": letter_id}, note=f"{words}，流水码{blank.serial}")
        return blank


def spoil_blank(desk: Desk, blank_id: int, reason: str, *, by: Actor) -> None:
    """作废空白证书: one that was used turned out spoiled; another can then take its place.

    Raises:
        NotPermitted: this person may not.
        BlankRefused: it cannot be, and why.
    """
    case_id = Blank.objects.values_list("letter__case_id", flat=True).get(pk=blank_id)
    with working_on(case_id, by, Action.DRAFT) as case:
        blank = Blank.objects.select_for_update().get(pk=blank_id)
        blanks.spoil(blank, reason, by=by, at=desk.clock.now())
        note = f"作废空白证书，流水码{blank.serial}：{blank.reason}"
        happen(desk, case, EventKind.NOTED, by=by, data={"letter": blank.letter_id}, note=note)
