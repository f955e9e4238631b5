"""What staff see of a mail beside its bucket: whom it speaks of, and what is doubtful about its sender."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from certdesk.rules.sender_doubts import SENTENCES, SenderDoubt
from certdesk.rules.wording import Sentence
from certdesk.stages.intake.provenance import people_of
from certdesk.stages.intake.queries import opened_from, related_cases

if TYPE_CHECKING:
    from certdesk.cases.models import Case
    from certdesk.stages.intake.models import ReceivedMessage


@dataclass(frozen=True, slots=True)
class Proposed:
    """One person a message speaks of, and the case it became."""

    number: int
    values: Mapping[str, Mapping[str, Any]]  # stages.intake.provenance: value, source, sure, why
    case: Case | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A parked message with what was made of it."""

    row: ReceivedMessage
    people: list[Proposed]
    doubts: list[Sentence]
    related: list[Case]


def shown(rows: Iterable[ReceivedMessage]) -> list[Shown]:
    """Prepare parked messages for the page."""
    listed = list(rows)
    opened = opened_from(row.pk for row in listed)
    related = related_cases(listed)
    return [Shown(row, _people(row, opened.get(row.pk, {})), doubts_of([row]), related[row.pk]) for row in listed]


def _people(row: ReceivedMessage, cases: Mapping[int, Case]) -> list[Proposed]:
    found = enumerate(people_of(row.understood))
    return [Proposed(number, values, cases.get(number)) for number, values in found if values]


def doubts_of(rows: Iterable[ReceivedMessage]) -> list[Sentence]:
    """Say what is doubtful about the senders of these messages, each thing once."""
    known = set(SenderDoubt)
    codes = dict.fromkeys(code for row in rows for code in row.sender_doubts if code in known)
    return [SENTENCES[SenderDoubt(code)] for code in codes]
