"""How an answer is printed: JSON for programs, lines of Chinese for people."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from typing import Any

from certdesk.guide.model import Guide
from certdesk.rules.certificate_number import NumberReading


def answer(args: Namespace, payload: dict[str, Any], lines: Iterable[str]) -> None:
    """Print ``payload`` with ``--json``, and ``lines`` without."""
    if args.json:
        sys.stdout.write(json.dumps(payload, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in lines))


def office_payload(guide: Guide, reading: NumberReading) -> dict[str, Any] | None:
    """Return the contact card of the office that answers for a number, if there is one (G-07)."""
    office = guide.office_of(reading)
    if office is None:
        return None
    return {
        "code": office.code,
        "name": office.name,
        "address": office.address,
        "telephones": list(office.telephones),
        "notes": [note.text for note in office.notes],
    }


def office_lines(guide: Guide, reading: NumberReading) -> list[str]:
    """Return the same card as lines."""
    card = office_payload(guide, reading)
    if card is None:
        return ["办理单位：无法判断"]
    lines = [f"办理单位：{card['name']}", f"地址：{card['address']}", f"电话：{'、'.join(card['telephones'])}"]
    return lines + [f"注：{note}" for note in card["notes"]]


def why_unopened(error: OSError) -> str:
    """Say in the reader's language why a file could not be opened."""
    match error:
        case FileNotFoundError():
            return "没有这个文件"
        case PermissionError():
            return "没有读取的权限"
        case IsADirectoryError():
            return "这是文件夹，不是文件"
    return error.strerror or type(error).__name__


def complain(text: str) -> None:
    """Say on standard error why the answer is no."""
    sys.stderr.write(f"{text}\n")


def say(text: str) -> None:
    """Print one line at once, for commands that report as they go."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
