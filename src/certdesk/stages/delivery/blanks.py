"""Printing onto the office's blanks (G-02): where the values stand, which values, and what became of each blank."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db.models import Count

from certdesk.cases.models import Case
from certdesk.cases.staff import Actor
from certdesk.ports.typesetter import LetterKind, LetterRecord
from certdesk.rules.blank_layout import BlankLayout, Place, layout_problems
from certdesk.rules.blank_serials import unaccounted
from certdesk.rules.wording import Sentence
from certdesk.stages.delivery.models import Blank, BlankFate, BlankSetup
from certdesk.stages.issue.models import Letter, LetterState
from certdesk.stages.issue.wording import chinese_day

ON_BLANKS = frozenset({LetterKind.REISSUE.value, LetterKind.EXCHANGE.value})
SHOWN = 200  # of an office's blanks, the newest first
LEVELS = {5: "五级/初级工", 4: "四级/中级工", 3: "三级/高级工", 2: "二级/技师", 1: "一级/高级技师"}


class BlankRefused(Exception):
    """A layout or a blank cannot be kept; the text says why."""


class LayoutWrong(BlankRefused):
    """A layout that nothing can be printed with, a sentence for each thing that is wrong."""

    def __init__(self, sentences: tuple[Sentence, ...]) -> None:
        super().__init__("".join(map(str, sentences)))
        self.sentences = sentences


def layout_of(setup: BlankSetup) -> BlankLayout:
    """Return the layout that a row keeps."""
    values = dict(setup.layout)
    return BlankLayout(**{**values, "places": tuple(Place(**place) for place in values["places"])})


def check_layout(layout: BlankLayout) -> None:
    """Refuse what cannot be printed.

    Raises:
        LayoutWrong: sides, offsets or places that cannot be.
    """
    problems = layout_problems(layout)
    if problems:
        raise LayoutWrong(problems)


def keep_setup(setup: BlankSetup, name: str, layout: BlankLayout, *, by: Actor, at: datetime) -> BlankSetup:
    """Keep a layout under a name of its office.

    Raises:
        BlankRefused: no name, a name taken, or a layout that cannot be.
    """
    check_layout(layout)
    named = name.strip()
    if not named:
        raise BlankRefused("请给这份设置起个名字，例如打印机的名称。")
    same = BlankSetup.objects.filter(office_code=setup.office_code, name=named).exclude(pk=setup.pk)
    if same.exists():
        raise BlankRefused("已有同名的设置，请换个名字。")
    setup.name, setup.layout, setup.changed_by_id, setup.changed_at = named, asdict(layout), by.staff_id, at
    setup.save()
    return setup


def values_of(record: LetterRecord) -> Mapping[str, str]:
    """Return what of a letter stands on a blank, in words; what nobody verified is empty."""
    return {
        "holder_name": record.holder_name,
        "holder_sex": record.holder_sex,
        "id_number": record.id_number,
        "occupation": record.occupation,
        "direction": record.direction,
        "level": LEVELS.get(record.level or 0, ""),
        "certificate_number": record.certificate_number,  # G-02: the original number
        "certificate_issued_on": chinese_day(record.certificate_issued_on),
        "body": record.body,
        "theory_score": record.theory_score,
        "practice_score": record.practice_score,
        "result": record.result,
        "issued_on": chinese_day(record.issued_on),
        "remark": record.remark,  # G-02
    }


def goes_onto_a_blank(letter: Letter) -> bool:
    """Tell whether a letter is a certificate page that stands, to be printed onto a blank."""
    return letter.kind in ON_BLANKS and letter.state == LetterState.SIGNED


def note_blank(letter: Letter, serial: str, reason: str, *, spoiled: bool, by: Actor, at: datetime) -> Blank:
    """Note which blank a certificate was printed on, or which one was spoiled over it.

    Raises:
        BlankRefused: no serial, one noted before, a second good one for the letter, or spoiled without a reason.
    """
    number = "".join(serial.split()).upper()
    if not number:
        raise BlankRefused("请填写空白证书的流水码。")
    if spoiled and not reason.strip():
        raise BlankRefused("作废的空白证书请写明原因。")
    if Blank.objects.filter(serial=number).exists():
        raise BlankRefused(f"流水码{number}已经登记过，请核对。")
    if not spoiled and letter.blanks.filter(fate=BlankFate.USED).exists():
        raise BlankRefused("这份文书已经登记过一张空白证书；前一张如有问题，请先改为作废。")
    fate = BlankFate.SPOILED if spoiled else BlankFate.USED
    return Blank.objects.create(
        letter=letter, serial=number, fate=fate, reason=reason.strip(), noted_by_id=by.staff_id, noted_at=at
    )


def spoil(blank: Blank, reason: str, *, by: Actor, at: datetime) -> None:
    """Note that a blank that was used turned out spoiled; its serial stays taken.

    Raises:
        BlankRefused: no reason, or spoiled before.
    """
    if not reason.strip():
        raise BlankRefused("作废的空白证书请写明原因。")
    if blank.fate == BlankFate.SPOILED:
        raise BlankRefused("这张空白证书已经作废。")
    blank.fate, blank.reason, blank.noted_by_id, blank.noted_at = BlankFate.SPOILED, reason.strip(), by.staff_id, at
    blank.save(update_fields=["fate", "reason", "noted_by", "noted_at"])


def setups_of(offices: frozenset[str]) -> list[BlankSetup]:
    """Return the layouts of these offices."""
    return list(BlankSetup.objects.filter(office_code__in=offices).select_related("changed_by").order_by("name"))


def setup_by_id(setup_id: int) -> BlankSetup | None:
    """Return one layout."""
    return BlankSetup.objects.filter(pk=setup_id).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of an office's blanks: how many, the newest of them, and serials that nobody noted."""

    used: int
    spoiled: int
    newest: tuple[Blank, ...]
    unaccounted: tuple[str, ...]


def account_of(office_code: str) -> Account:
    """Account for every blank of an office."""
    rows = Blank.objects.filter(letter__case__office_code=office_code)
    fates = dict(rows.values_list("fate").annotate(Count("pk")).values_list("fate", "pk__count"))
    return Account(
        used=fates.get(BlankFate.USED.value, 0),
        spoiled=fates.get(BlankFate.SPOILED.value, 0),
        newest=tuple(rows.select_related("letter", "noted_by").order_by("-noted_at", "-pk")[:SHOWN]),
        unaccounted=unaccounted(rows.values_list("serial", flat=True)),
    )


def blanks_of(case: Case) -> list[Blank]:
    """Return the blanks that a case took, used or spoiled."""
    return list(Blank.objects.filter(letter__case=case).select_related("letter", "noted_by").order_by("pk"))


def blank_by_id(blank_id: int) -> Blank | None:
    """Return one blank."""
    return Blank.objects.filter(pk=blank_id).first()
