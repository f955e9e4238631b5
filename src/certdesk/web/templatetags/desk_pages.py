"""Filters and tags of all pages: words for values, masks, sentences in the page's language."""

import re
from datetime import date

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from certdesk.rules import masking
from certdesk.rules.wording import Sentence
from certdesk.web.labels import label

register = template.Library()

SURE, LIKELY = 0.9, 0.7  # shares of confidence, for the colour beside a reading


@register.filter(name="label")
def label_filter(value: object, kind: str) -> str:
    """Return the words for a value."""
    return label(kind, value)


@register.filter
def level_words(text: str) -> str:
    """Return the words for a level read as a digit."""
    return label("level", int(text)) if text.isdigit() else text


@register.filter
def said(sentence: Sentence) -> str:
    """Fill a sentence in the language of the page; a value that is itself a known sentence is translated too."""
    values = {name: gettext(text) if isinstance(text, str) and text else text for name, text in sentence.values.items()}
    return Sentence(sentence.template, values).translated(gettext)


UNBROKEN = re.compile(r"([A-Z]{2}\d{4}-\d{2}-\d{5,}|\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?)")


@register.filter
def unbroken(text: str) -> SafeString:
    """Keep letter numbers and days of a sentence on one line: a number that is broken is read wrongly."""
    parts = UNBROKEN.split(text)  # every other one is to be kept
    marked = (format_html('<span class="nowrap">{}</span>', part) if at % 2 else part for at, part in enumerate(parts))
    return format_html_join("", "{}", ((part,) for part in marked))


MASKS = {
    "name": masking.masked_name,
    "id_number": masking.masked_identity_number,
    "telephone": masking.masked_telephone,
    "address": masking.masked_address,
    "email": masking.masked_email,
    "digits": masking.masked_digits,
}


@register.filter
def mask(value: str, kind: str) -> str:
    """Show only what a screen may show."""
    return MASKS[kind](value) if value else ""


@register.filter
def day(value: date | None) -> str:
    """Write a day as people do: 2026年10月8日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else "—"


@register.filter
def percent(share: float) -> str:
    """Write a confidence as a whole percentage, never rounded up to certainty."""
    return f"{int(share * 100)}%"


@register.filter
def trust(share: float) -> str:
    """Name the colour of a confidence."""
    if share >= SURE:
        return "good"
    return "warn" if share >= LIKELY else "bad"


@register.filter
def telephone_link(telephone: str) -> str:
    """Return what a telephone dials: digits only."""
    return "tel:" + "".join(filter(str.isdigit, telephone))


@register.filter
def groups(text: str) -> str:
    """Set a long code in groups of four, easier to compare."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


@register.filter
def get(mapping: dict[str, object], key: str) -> object:
    """Return a mapping's value."""
    return mapping.get(key)


@register.inclusion_tag("web/field.html")
def field(bound: BoundField, css: str = "") -> dict[str, object]:
    """Show one field of a form: label, help, mistakes, control."""
    return {"field": bound, "css": css, "choice": getattr(bound.field.widget, "input_type", "") == "checkbox"}


@register.simple_tag
def rehearsal() -> bool:
    """Tell whether the letters of this desk are specimens: no office's own key is set."""
    return not (settings.CERTDESK_SIGNING_P12 or settings.CERTDESK_SIGNING_PKCS11)
