"""Where a certificate's values stand on the office's printed blank (mm), and by how much a printer strays."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from certdesk.rules.wording import Sentence

#: What can be printed onto a blank (G-02), with its name for people.
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "holder_name": "姓名",
        "holder_sex": "性别",
        "id_number": "身份证号码",
        "occupation": "职业（工种）",
        "direction": "职业方向",
        "level": "等级",
        "certificate_number": "证书编号（原编号）",
        "certificate_issued_on": "原发证日期",
        "body": "发证机构",
        "theory_score": "理论知识考试成绩",
        "practice_score": "操作技能考核成绩",
        "result": "评定成绩",
        "issued_on": "补发或换发日期",
        "remark": "备注",
    }
)
SHORTEST_SIDE, LONGEST_SIDE = 50.0, 420.0  # of the blank, mm; A3 is the most a desk printer takes
FARTHEST = 20.0  # mm a printer may stray; more is another layout
SMALLEST_TYPE, LARGEST_TYPE = 6.0, 36.0  # points


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one value stands: mm from the left, mm down to the line it stands on, mm of room; type in points."""

    field: str
    x: float
    y: float
    width: float
    size: float = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankLayout:
    """A blank and a printer: the blank's sides, the printer's straying to be made good, the places; all mm."""

    width: float
    height: float
    dx: float = 0.0  # to the right
    dy: float = 0.0  # downwards
    places: tuple[Place, ...] = ()


def _start() -> Iterator[Place]:
    for row, field in enumerate(FIELDS):
        yield Place(field=field, x=65.0, y=20.0 + 8.5 * row, width=120.0)


#: To begin with: one value under the other. No blank looks like that; each office measures its own.
START = BlankLayout(width=210.0, height=148.0, places=tuple(_start()))


def layout_problems(layout: BlankLayout) -> tuple[Sentence, ...]:
    """Say what keeps a layout from being printed."""
    return tuple(_problems(layout))


def _problems(layout: BlankLayout) -> Iterator[Sentence]:
    sides = {"least": SHORTEST_SIDE, "most": LONGEST_SIDE}
    if not all(SHORTEST_SIDE <= side <= LONGEST_SIDE for side in (layout.width, layout.height)):
        yield Sentence("空白证书的宽和高应在{least:g}至{most:g}毫米之间。", sides)
    if not all(abs(offset) <= FARTHEST for offset in (layout.dx, layout.dy)):
        yield Sentence("偏移应在正负{most:g}毫米之内。", {"most": FARTHEST})
    if not layout.places:
        yield Sentence("至少要填一个项目的位置。")
    for place in layout.places:
        yield from _problems_of(place, layout)


def _problems_of(place: Place, layout: BlankLayout) -> Iterator[Sentence]:
    named = {"field": FIELDS[place.field]}
    inside = place.x >= 0 and place.width > 0 and place.x + place.width <= layout.width and 0 < place.y <= layout.height
    if not inside:
        yield Sentence("“{field}”的位置超出了空白证书。", named)
    if not SMALLEST_TYPE <= place.size <= LARGEST_TYPE:
        yield Sentence(
            "“{field}”的字号应在{least:g}至{most:g}磅之间。", {**named, "least": SMALLEST_TYPE, "most": LARGEST_TYPE}
        )
