"""D-5: an exchanged certificate prints the correct item in its place, never once more what was wrong."""

from dataclasses import replace

from certdesk.cases.models import Case
from certdesk.rules.corrected_item import is_the_error
from certdesk.stages.evidence.look_up import Entry

_REGISTERED_TOO = ("occupation", "direction", "level")  # the officer sets these right on the case
_LABELS = {
    "occupation": "职业（工种）",
    "direction": "职业方向",
    "level": "等级",
    "issued_on": "发证日期",
    "body": "发证机构",
    "sex": "性别",
    "theory_score": "理论知识考试成绩",
    "practice_score": "操作技能考核成绩",
    "result": "评定成绩",
}


def as_corrected(case: Case, entry: Entry) -> Entry:
    """Return what the look-up showed, with what the officer registered in place of the item that is corrected."""
    right = {
        name: getattr(case, name)
        for name in _REGISTERED_TOO
        if _wrong(case, getattr(entry, name)) and not _wrong(case, getattr(case, name)) and getattr(case, name)
    }
    return replace(entry, **right)


def still_wrong(case: Case, entry: Entry) -> list[str]:
    """Name what would be printed wrong again."""
    return [label for name, label in _LABELS.items() if _wrong(case, getattr(entry, name))]


def _wrong(case: Case, value: object) -> bool:
    return is_the_error(value, case.recorded_item, case.correct_item)  # type: ignore[arg-type]
