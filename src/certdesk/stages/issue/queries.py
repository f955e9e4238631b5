"""What may be asked about letters."""

from collections.abc import Collection

from certdesk.cases.models import Case
from certdesk.rules.lifecycle import State, is_open
from certdesk.stages.issue.models import Letter, LetterState


def letter_of(case: Case) -> Letter | None:
    """Return the letter a case works on or has issued; returned drafts do not count."""
    return case.letters.exclude(state=LetterState.RETURNED).order_by("-pk").first()


def has_open_draft(case: Case) -> bool:
    """Tell whether a draft of the case waits for approval or signature."""
    return case.letters.filter(state__in=[LetterState.DRAFTED, LetterState.APPROVED]).exists()


def signed_letter_of(case: Case) -> Letter | None:
    """Return the letter of a case that is signed and stands."""
    return case.letters.filter(state=LetterState.SIGNED).order_by("-pk").first()


def may_be_voided(case: Case) -> bool:
    """Tell whether a case can be voided by one person: it is open, and no letter of it stands."""
    return is_open(State(case.state)) and signed_letter_of(case) is None


#: What a visitor's page reads of a letter. In SQL as it is: building it anew each time took longer than the answer.
_PUBLIC = (
    "id, kind, state, series, serial, code, record, holder_masked, signed_sha256, signed_at, signer_fingerprint,"
    " specimen, ended_at, end_reason, details_until, successor_id, case_id"
)


def _public(where: str, *values: object) -> Letter | None:
    """Return the signed letter of a unique value; a draft has no public existence."""
    sql = f"SELECT {_PUBLIC} FROM issue_letter WHERE {where} AND signed_sha256 <> '' LIMIT 1"  # noqa: S608  # our own words
    return next(iter(Letter.objects.raw(sql, values)), None)


def letter_by_code(code: str) -> Letter | None:
    """Return the signed letter of a verification code."""
    return _public("code = %s", code.strip().upper())


def letter_by_number(number: str) -> Letter | None:
    """Return the signed letter of a printed number."""
    series, _, serial = number.strip().upper().rpartition("-")
    if not (serial.isascii() and serial.isdecimal()):
        return None
    return _public("series = %s AND serial = %s", series, int(serial))


def letter_by_content(sha256: str) -> Letter | None:
    """Return the signed letter whose file has this SHA-256."""
    return _public("signed_sha256 = %s", sha256)


def any_signed_from(approved: Collection[str]) -> bool:
    """Tell whether a signed letter was made from bytes with one of these SHA-256."""
    return Letter.objects.filter(pdf_sha256__in=approved).exclude(signed_sha256="").exists()


def waiting_for_approval(offices: frozenset[str]) -> list[Letter]:
    """Return the drafts that wait for a second person, oldest first."""
    found = Letter.objects.filter(state=LetterState.DRAFTED, case__office_code__in=offices)
    return list(found.select_related("case", "prepared_by").order_by("prepared_at"))


def waiting_for_signature(offices: frozenset[str]) -> list[Letter]:
    """Return approved letters whose signature has not come yet: more than a moment of it is an alarm."""
    found = Letter.objects.filter(state=LetterState.APPROVED, case__office_code__in=offices)
    return list(found.select_related("case").order_by("approved_at"))


def letter_by_id(letter_id: int) -> Letter | None:
    """Return a letter with its case and the people who worked on it."""
    return Letter.objects.filter(pk=letter_id).select_related("case", "prepared_by", "approved_by").first()


def letters_of(case: Case) -> list[Letter]:
    """Return every letter of a case, newest first."""
    return list(case.letters.select_related("prepared_by", "approved_by").order_by("-pk"))
