"""What of a person a screen shows before somebody asks for the whole: enough to recognise, not enough to use."""

import re

from certdesk.rules.identity_number import masked as masked_identity_number

MARK = "＊"
ADDRESS_SHOWN = re.compile(r".*?(?:[区县旗]|市(?!.*?[区县旗]))")
ADDRESS_FALLBACK = 6  # characters of an address that names no district
TELEPHONE_SHOWN_FIRST, TELEPHONE_SHOWN_LAST = 3, 4
LONG_NUMBER = re.compile(r"[0-9０-９]{6,}[Xx]?")
SHORTEST_TELEPHONE = 8  # shorter numbers would be half revealed

__all__ = [
    "masked_address",
    "masked_digits",
    "masked_email",
    "masked_identity_number",
    "masked_name",
    "masked_telephone",
]


def masked_digits(text: str) -> str:
    """Strike long numbers out of free text: a subject may hold an ID number or a telephone number."""
    return LONG_NUMBER.sub(lambda found: found[0][:3] + "…", text)


def masked_name(name: str) -> str:
    """Show the first character and as many marks as there are others."""
    name = name.strip()
    return name[:1] + MARK * max(len(name) - 1, 1) if name else ""


def masked_telephone(telephone: str) -> str:
    """Show the first three and last four digits; of a short number only the end."""
    digits = "".join(filter(str.isdigit, telephone))
    if not digits:
        return ""
    if len(digits) < SHORTEST_TELEPHONE:
        return "*" * (len(digits) - 1) + digits[-1]
    hidden = len(digits) - TELEPHONE_SHOWN_FIRST - TELEPHONE_SHOWN_LAST
    return digits[:TELEPHONE_SHOWN_FIRST] + "*" * hidden + digits[-TELEPHONE_SHOWN_LAST:]


def masked_address(address: str) -> str:
    """Show the place down to its district, and nothing of street and door."""
    address = address.strip()
    if not address:
        return ""
    place = ADDRESS_SHOWN.match(address)
    shown = place.group() if place else address[:ADDRESS_FALLBACK]
    if len(shown) >= len(address):  # nothing would be hidden
        shown = address[: len(address) // 2]
    return shown + MARK * 3


def masked_email(email: str) -> str:
    """Show the first character and the mail service."""
    name, at, host = email.strip().rpartition("@")
    return f"{name[:1]}***{at}{host}" if at else ""
