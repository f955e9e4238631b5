"""The history in sentences: codes become words, and runs of the desk's own housekeeping stay short."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from certdesk import wiring
from certdesk.cases.history import timeline
from certdesk.rules.events import EventKind, sentence
from certdesk.web.labels import label

if TYPE_CHECKING:
    from certdesk.cases.models import Case

WORDS = {"material": "material", "kind": "letter"}  # data whose codes have words


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history."""

    at: datetime
    words: str
    who: str
    note: str


def history_of(case: Case) -> list[Line]:
    """Return the history of a case, newest first."""
    return [
        Line(event.at, told(EventKind(event.kind), event.data), event.actor_label, event.note)
        for event in reversed(timeline(case))
    ]


def told(kind: EventKind, data: Mapping[str, object]) -> str:
    """Tell one event, its codes in words."""
    sites = {site.code: site.name for site in wiring.guide().lookup_sites}
    values = {
        name: label(WORDS[name], value) if name in WORDS else sites.get(str(value), value) if name == "site" else value
        for name, value in data.items()
    }
    words = sentence(kind, values).translated(gettext)
    if kind is EventKind.ACCEPTED and "outcome" in data:
        words = gettext("{event}：{outcome}").format(event=words, outcome=label("outcome", data["outcome"]))
    return words
