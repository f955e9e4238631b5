"""Reading rows of a data file: what is absent or of the wrong kind is named by file and row, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self, TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


class GuideDamaged(Exception):
    """A data file of the guide cannot be used; the text names the file and the row."""

    def __init__(self, file: str, row: str, why: str) -> None:
        super().__init__(f"办事指南数据有误：文件 {file}，{row}：{why}")
        self.file = file
        self.row = row


@dataclass(frozen=True, slots=True)
class Row:
    """One table of a data file, with the name by which a person finds it."""

    file: str
    name: str
    values: Mapping[str, Any]

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; one without ``default`` must be there and not empty."""
        value: str = self._value(key, str, default)
        if default is None and not value.strip():
            raise self.damaged(f"“{key}”不能为空")
        return value

    def plain_text(self, key: str) -> str:
        """Return a text that will serve as a sentence, and so must not hold braces."""
        value = self.text(key)
        if "{" in value or "}" in value:
            raise self.damaged(f"“{key}”不能含有花括号")
        return value

    def number(self, key: str) -> int:
        """Return a whole number."""
        value: int = self._value(key, int, None)
        return value

    def flag(self, key: str) -> bool:
        """Return a yes or no; absent is no."""
        value: bool = self._value(key, bool, default=False)
        return value

    def day(self, key: str) -> date:
        """Return a date, written as TOML's own or as ISO text."""
        return self._as_day(key, self._value(key, (date, str), None))

    def days(self, key: str) -> frozenset[date]:
        """Return a set of dates."""
        return frozenset(self._as_day(key, item) for item in self._items(key, (date, str), required=True))

    def texts(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(self._items(key, str, required=required))

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """Return one value of a closed vocabulary."""
        return self._as_choice(key, self.text(key), kind)

    def choices(self, key: str, kind: type[Choice]) -> tuple[Choice, ...]:
        """Return a list of values of a closed vocabulary."""
        return tuple(self._as_choice(key, item, kind) for item in self.texts(key))

    def row(self, key: str) -> Self:
        """Return a table inside this one."""
        return type(self)(self.file, key, self._value(key, dict, None))

    def rows(self, key: str, *, required: bool = True) -> tuple[Self, ...]:
        """Return a list of tables, each named by its own code where it has one."""
        items = self._items(key, dict, required=required)
        return tuple(
            type(self)(self.file, _row_name(key, place, item), item) for place, item in enumerate(items, start=1)
        )

    def damaged(self, why: str) -> GuideDamaged:
        """Make the error that names this row."""
        return GuideDamaged(self.file, self.name, why)

    def _value(self, key: str, kind: Any, default: Any) -> Any:
        value = self.values.get(key, default)
        if value is None:
            raise self.damaged(f"缺少“{key}”")
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.damaged(f"“{key}”的类型不对")
        return value

    def _items(self, key: str, kind: Any, *, required: bool) -> list[Any]:
        items: list[Any] = self._value(key, list, None if required else [])
        if not all(isinstance(item, kind) for item in items):
            raise self.damaged(f"“{key}”中有类型不对的项")
        return items

    def _as_day(self, key: str, value: date | str) -> date:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.damaged(f"“{key}”中的“{value}”不是日期") from None

    def _as_choice(self, key: str, value: str, kind: type[Choice]) -> Choice:
        try:
            return kind(value)
        except ValueError:
            raise self.damaged(f"“{key}”不能是“{value}”") from None


def by_code(rows: tuple[Row, ...]) -> dict[str, Row]:
    """Return rows by their code; two rows of one code are an error, not a choice."""
    found: dict[str, Row] = {}
    for row in rows:
        code = row.text("code")
        if code in found:
            raise row.damaged(f"代码“{code}”重复")
        found[code] = row
    return found


def _row_name(key: str, place: int, item: Mapping[str, Any]) -> str:
    code = item.get("code") or item.get("number") or item.get("name")
    return f"{key} 第{place}行（{code}）" if code else f"{key} 第{place}行"
