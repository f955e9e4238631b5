"""What the register says of a signed letter: all that a verdict rests on, in one question and so of one moment.

In SQL as it is: asking for letter, successor, predecessors and key one after another, and making rows of Django's
models of the answers, took a quarter of a verification page.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import CharField

from certdesk.ports.typesetter import LetterRecord
from certdesk.stages.issue.certificates import Revocation
from certdesk.stages.issue.compose import from_json
from certdesk.stages.issue.models import Letter, SigningCertificate
from certdesk.stages.issue.numbers import LetterNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A signed letter as its row stands, what replaces it and what it replaces, and whether its key still counts."""

    pk: int
    record: LetterRecord
    state: str
    holder_masked: str
    signed_sha256: str
    signed_at: datetime | None
    specimen: bool
    ended_at: datetime | None
    end_reason: str
    details_until: date | None
    key_revoked: Revocation | None
    replaced_by: str  # its number, or nothing
    replaces: tuple[str, ...]


_OWN = (
    "record", "state", "holder_masked", "signed_sha256", "signed_at", "specimen", "ended_at", "end_reason",
    "details_until",
)  # fmt: skip
_FIELDS: tuple[Any, ...] = (
    *(Letter._meta.get_field(name) for name in _OWN),  # noqa: SLF001  # Django's documented API
    *(SigningCertificate._meta.get_field(name) for name in ("revoked_at", "reason")),  # noqa: SLF001  # as above
)
_AS_WRITTEN = tuple(type(field) is CharField for field in _FIELDS)
_QUESTION = (
    f"SELECT {', '.join('letter.' + name for name in _OWN)}, certificate.revoked_at, certificate.reason,"  # noqa: S608  # our own words
    " letter.id, later.series, later.serial, earlier.series, earlier.serial FROM issue_letter letter"
    " LEFT JOIN issue_signingcertificate certificate"
    " ON certificate.fingerprint = letter.signer_fingerprint AND certificate.revoked_at IS NOT NULL"
    " LEFT JOIN issue_letter later ON later.id = letter.successor_id"
    " LEFT JOIN issue_letter earlier ON earlier.successor_id = letter.id"
    " WHERE {condition} AND letter.signed_sha256 <> '' ORDER BY letter.id, earlier.id"
)


_DIGITS = 9  # that a column of whole numbers surely holds; SQLite's driver fails at a number that no column does


def registered_by_code(code: str) -> Registered | None:
    """Return the signed letter of a verification code; a draft has no public existence."""
    return _ask("letter.code = %s", code.strip().upper())


def registered_by_number(number: str) -> Registered | None:
    """Return the signed letter of a printed number."""
    series, _, serial = number.strip().upper().rpartition("-")
    if not (serial.isascii() and serial.isdecimal()) or len(serial) > _DIGITS:
        return None
    return _ask("letter.series = %s AND letter.serial = %s", series, int(serial))


def registered_by_content(sha256: str) -> Registered | None:
    """Return the signed letter whose file has this SHA-256."""
    return _ask("letter.signed_sha256 = %s", sha256)


def _ask(condition: str, *values: str | int) -> Registered | None:
    if any(isinstance(value, str) and "\0" in value for value in values):
        return None  # no text of PostgreSQL's holds one, and its driver fails at the question
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION.format(condition=condition), values)
        rows = cursor.fetchall()
    return _read(rows) if rows else None


def _read(rows: list[tuple[Any, ...]]) -> Registered:
    """Read the rows of one letter: they differ only in the letters it replaces."""
    width = len(_FIELDS)
    *own, revoked_at, reason = map(_value, _FIELDS, _AS_WRITTEN, rows[0][:width])
    values = dict(zip(_OWN, own, strict=True))
    letter, *later = rows[0][width : width + 3]
    return Registered(
        **values | {"record": from_json(values["record"])},
        pk=letter,
        key_revoked=Revocation(revoked_at, reason) if revoked_at else None,
        replaced_by=_number(*later),
        replaces=tuple(_number(*row[-2:]) for row in rows if row[width] == letter and row[-1] is not None),
    )


def _value(field: Any, as_written: bool, written: Any) -> Any:
    """Return the value of a column, as Django reads it from this database."""
    if as_written or written is None:
        return written
    for convert in (*connection.ops.get_db_converters(field.cached_col), *field.get_db_converters(connection)):
        written = convert(written, field.cached_col, connection)
    return written


def _number(series: str | None, serial: int | None) -> str:
    return "" if series is None or serial is None else str(LetterNumber(series, serial))
