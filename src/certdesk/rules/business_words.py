"""Which business a mail asks for, from its subject and text (G-13)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from certdesk.rules.business import Business
from certdesk.rules.wording import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessWords:
    """How people name a business: the guide's own subjects, what they really write, and what misleads."""

    subjects: tuple[str, ...]
    words: tuple[str, ...]
    misleading: tuple[str, ...] = ()  # struck out before looking: 未丢失, 身份证丢失


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessFinding:
    """The business recognised, or None, and on what words that rests."""

    business: Business | None
    reason: Sentence
    clause: str = "G-13"


def recognise_business(subject: str, body: str, words: Mapping[Business, BusinessWords]) -> BusinessFinding:
    """Look for the official subjects first, then for free wording; in the subject before the text.

    Words of two businesses in the same place decide nothing: that is a question for an officer.
    """
    misleading = [_fold(phrase) for entry in words.values() for phrase in entry.misleading]
    official = {business: entry.subjects for business, entry in words.items()}
    free = {business: entry.words for business, entry in words.items()}
    subject_text, body_text = _strike_out(_fold(subject), misleading), _strike_out(_fold(body), misleading)
    places = (
        (subject_text, official, Sentence("邮件主题写明了业务")),
        (subject_text, free, Sentence("根据邮件主题中的用语判断")),
        (body_text, official, Sentence("正文写明了业务")),
        (body_text, free, Sentence("根据正文中的用语判断")),
    )
    for text, vocabulary, reason in places:
        found = {business for business, phrases in vocabulary.items() if _mentions(text, phrases)}
        if len(found) == 1:
            return BusinessFinding(business=found.pop(), reason=reason)
        if found:
            return BusinessFinding(business=None, reason=Sentence("同时提到了不止一项业务，需经办人判断"))
    return BusinessFinding(business=None, reason=Sentence("主题和正文都没有写明办理哪项业务"))


def _fold(text: str) -> str:
    """Fold width and case, and drop every space, so that 「出国 换证」 is 「出国换证」."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _strike_out(text: str, phrases: list[str]) -> str:
    """Replace misleading phrases, the longest first, by a mark that joins nothing."""
    for phrase in sorted(phrases, key=len, reverse=True):
        text = text.replace(phrase, "|")
    return text


def _mentions(text: str, phrases: tuple[str, ...]) -> bool:
    return any(_fold(phrase) in text for phrase in phrases)
