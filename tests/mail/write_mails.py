"""Writes every hard mail and its expectation beside it: ``python -m tests.mail.write_mails``."""

import json
from pathlib import Path

from tests.mail import application_mails, charset_mails, freehand_mails, kinds_mails, structure_mails
from tests.mail.cases import Case

FOLDER = Path(__file__).parent / "eml"


def all_cases() -> list[Case]:
    return [
        *charset_mails.cases(),
        *structure_mails.cases(),
        *kinds_mails.cases(),
        *application_mails.cases(),
        *freehand_mails.cases(),
    ]


def as_files(case: Case) -> dict[str, bytes]:
    """The two files of a case, by name."""
    expected = json.dumps(case.expect, ensure_ascii=False, indent=1) + "\n"
    return {f"{case.name}.eml": case.raw, f"{case.name}.json": expected.encode()}


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    for case in all_cases():
        for name, content in as_files(case).items():
            (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()
