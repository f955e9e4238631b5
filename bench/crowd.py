"""A desk with many cases: a few go through the real journey, the others are copies of their rows.

A copy has its own reference, numbers, people and dates; what its rows say in sealed text is its model's. So every row
has the shape and the size that the desk itself gives it, and a hundred thousand cases take minutes and not a day.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from bench import office_day as day
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from certdesk.adapters.specimens import SpecimenPerson, example_person
from certdesk.cases.models import Case
from certdesk.cases.parties import email_index, id_number_index, telephone_index
from certdesk.cases.staff import Actor
from certdesk.jobs.handlers import HANDLERS
from certdesk.jobs.worker import run_until_idle
from certdesk.journey import archiving, deciding, delivering, evidence
from certdesk.rules.reference import make_reference
from certdesk.stages.delivery.hand_over import Parcel
from certdesk.wiring import desk, workload

#: How many of a hundred cases have come how far: few are open beside many that are closed.
STAGES = {
    "archived": 70, "closed": 15, "declined": 5, "referred": 3,
    "received": 2, "awaiting": 2, "accepted": 1, "drafted": 1, "signed": 1,
}  # fmt: skip
OFFICES = ("00", "00", "00", "00", "02")  # four of five are the provincial centre's
APPS = ("cases", "intake", "evidence", "decision", "issue", "delivery")
PARENTS = {"file_id": "evidence_evidencefile", "letter_id": "issue_letter"}
ROOM = 64  # ids for the rows of one case in one table
FIRST = 100  # the number of the first copy; the ids below its own are the templates'
BATCH = 500
DAYS_BACK = 1000  # over which the closed ones are spread


def fill(count: int, officer: Actor, approver: Actor) -> None:
    """Make ``count`` cases."""
    templates = {stage: Template(_case_at(stage, number, officer, approver)) for number, stage in enumerate(STAGES)}
    stages = [stage for stage, share in STAGES.items() for _ in range(share)]
    for start in range(FIRST, FIRST + count, BATCH):
        numbers = range(start, min(start + BATCH, FIRST + count))
        with transaction.atomic():
            for stage, template in templates.items():
                template.copy([Copy(number) for number in numbers if stages[number * 37 % 100] == stage])
    _tidy()


def _case_at(stage: str, number: int, officer: Actor, approver: Actor) -> int:
    """Bring an application as far as that stage."""
    case_id, said = day.receive(number)
    run_until_idle(desk(), workload(), HANDLERS)
    match stage:
        case "received":
            return case_id
        case "awaiting":
            evidence.request_supplement(desk(), case_id, "请补充一张清晰的照片。", by=officer)
        case "declined":
            refusal = deciding.Refusal(clauses=["G-05"], reasons="两个网站都没有查到。")
            deciding.decline(desk(), case_id, refusal, by=officer)
        case "referred":
            deciding.refer(desk(), case_id, "02", "证书由该市颁发。", by=officer)
        case _:
            day.accept(case_id, said, officer)
            _issue(stage, case_id, officer, approver)
    run_until_idle(desk(), workload(), HANDLERS)
    return case_id


def _issue(stage: str, case_id: int, officer: Actor, approver: Actor) -> None:
    if stage == "accepted":
        return
    letter = day.draft(case_id, officer)
    if stage == "drafted":
        return
    day.approve(letter, day.preview(letter, approver), approver)
    day.sign(letter)
    if stage == "signed":
        return
    delivering.dispatch(desk(), case_id, Parcel("顺丰", f"SF{case_id:010d}"), by=officer)
    delivering.close(desk(), case_id, by=officer)
    if stage == "archived":
        archiving.archive(desk(), case_id, by=officer)


@dataclass(frozen=True)
class Copy:
    """One case to come: its number decides everything that tells it from the others."""

    number: int

    @cached_property
    def person(self) -> SpecimenPerson:
        """Whose it is."""
        return example_person(self.number)

    @property
    def office(self) -> str:
        """Return the code of the office that works it."""
        return OFFICES[self.number // 7 % len(OFFICES)]

    @property
    def reference(self) -> str:
        """Return its reference, with the right check digit."""
        return str(make_reference(desk().guide.reference_prefix, 26, self.office, self.number))

    @property
    def telephone(self) -> str:
        """Return the recipient's number."""
        return f"138{self.number:08d}"

    @property
    def email(self) -> str:
        """Return the sender's address."""
        return f"holder{self.number}@example.net"

    def days_later(self, moment: object) -> object:
        """Move a day or a moment: open cases are due from last week to the next, closed ones lie up to years back."""
        value = datetime.fromisoformat(str(moment)) if isinstance(moment, str) else moment
        moved = value + timedelta(days=self.number * 7 % 15 - 7)  # type: ignore[operator]
        return moved.isoformat(" ") if isinstance(moment, str) else moved

    def long_ago(self, moment: object) -> object:
        """Move the end of a closed case back."""
        value = datetime.fromisoformat(str(moment)) if isinstance(moment, str) else moment
        moved = value - timedelta(days=self.number % DAYS_BACK)  # type: ignore[operator]
        return moved.isoformat(" ") if isinstance(moment, str) else moved


#: What a copy changes, by column; an empty value stays empty.
CHANGES: Mapping[str, Callable[[Copy, object], object]] = {
    "reference": lambda copy, _: copy.reference,
    "serial": lambda copy, _: copy.number,
    "office_code": lambda copy, _: copy.office,
    "certificate_number": lambda copy, _: copy.person.certificate_number,
    "due_on": lambda copy, old: copy.days_later(old)[:10] if isinstance(old, str) else copy.days_later(old),  # type: ignore[index]
    "closed_at": lambda copy, old: copy.long_ago(old),
    "key": lambda copy, old: f"{old}/{copy.number}",
    "message_id": lambda copy, old: f"{copy.number}.{old}",
    "content_key": lambda copy, _: f"{copy.number:064d}",
    "code": lambda copy, _: f"{copy.number:026d}",
    "id_index": lambda copy, _: id_number_index(copy.person.id_number),
    "telephone_index": lambda copy, _: telephone_index(copy.telephone),
    "email_index": lambda copy, _: email_index(copy.email),
    "sender_index": lambda copy, _: email_index(copy.email),
    "recipient_index": lambda copy, _: email_index(copy.email),
}


class Template:
    """A case that went through the journey, all its rows as they stand in the database."""

    def __init__(self, case_id: int) -> None:
        self._tables = {model._meta.db_table: _raw_rows(model, case_id) for model in _models()}  # noqa: SLF001
        self._ids = {table: [row["id"] for row in rows] for table, rows in self._tables.items()}

    def copy(self, copies: Sequence[Copy]) -> None:
        """Insert the rows of these copies, parents first."""
        for table, rows in self._tables.items():
            if rows and copies:
                _insert(table, list(rows[0]), self._values(table, copies))

    def _values(self, table: str, copies: Sequence[Copy]) -> Iterator[list[object]]:
        for copy in copies:
            for position, row in enumerate(self._tables[table]):
                yield [self._value(copy, name, old, position) for name, old in row.items()]

    def _value(self, copy: Copy, name: str, old: object, position: int) -> object:
        if name == "id":
            return copy.number * ROOM + position
        if name == "case_id":
            return copy.number * ROOM
        if name in PARENTS:
            return copy.number * ROOM + self._ids[PARENTS[name]].index(old)
        change = CHANGES.get(name)
        return change(copy, old) if change and old not in {None, ""} else old


def _insert(table: str, names: Sequence[str], values: Iterator[list[object]]) -> None:
    """Insert rows the quickest way the database has."""
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as bulk:
                for row in values:
                    bulk.write_row(row)
        else:
            places = ", ".join(["%s"] * len(names))
            statement = f'INSERT INTO "{table}" ({columns}) VALUES ({places})'  # noqa: S608 - our own names
            cursor.executemany(statement, list(values))


def _models() -> list[type[models.Model]]:
    """Return the tables with rows of a case, each after those it points to."""
    found = [model for app in APPS for model in apps.get_app_config(app).get_models() if model is Case or _path(model)]
    return sorted(found, key=lambda model: (model is not Case, bool({"file", "letter"} & _names(model))))


def _names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.local_fields}  # noqa: SLF001 - Django's documented API


def _path(model: type[models.Model]) -> str:
    """Return the way from a row to its case, or nothing."""
    return "case" if "case" in _names(model) else "file__case" if "file" in _names(model) else ""


def _raw_rows(model: type[models.Model], case_id: int) -> list[dict[str, object]]:
    """Read the rows of a case without opening what is sealed."""
    where = {"pk": case_id} if model is Case else {_path(model): case_id}
    ids = list(model._default_manager.filter(**where).order_by("pk").values_list("pk", flat=True))  # noqa: SLF001
    table = model._meta.db_table  # noqa: SLF001
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(ids)) or "NULL"
        cursor.execute(f'SELECT * FROM "{table}" WHERE id IN ({marks}) ORDER BY id', ids)  # noqa: S608
        names = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _tidy() -> None:
    """Do what PostgreSQL's own housekeeping does by and by; SQLite stays as the desk leaves it."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
