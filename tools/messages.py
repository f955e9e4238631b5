"""Collect the Chinese sentences of the public pages into the English catalogue, and compile it.

Run it after changing a public page: ``python tools/messages.py``, write the English beside what is new, run it again.
"""  # noqa: INP001  # a script, not a package

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[1] / "src" / "certdesk"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
TEMPLATES = ("web/templates/public/*.html", "web/templates/web/base.html")
MODULES = (
    "web/public/*.py",
    "rules/grounds.py",
    "stages/verify/examine.py",
    "stages/verify/unregistered.py",
    "stages/verify/verdict.py",
    "journey/keeping_log.py",
    "journey/verifying.py",
    "adapters/letters/signature_checker.py",
)
LABELS = ("web/labels.py", {"LETTER", "LEVEL"})  # the only words of the desk that a public page shows
ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)  # the compiled file tells nobody when it was written
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def collect() -> set[str]:
    """Return every sentence a public page may show."""
    found: set[str] = set()
    for pattern in TEMPLATES:
        for path in PACKAGE.glob(pattern):
            found.update(_of_template(path))
    for pattern in MODULES:
        for path in PACKAGE.glob(pattern):
            found.update(_of_nodes([ast.parse(path.read_text())]))
    found.update(_of_nodes(_tables(PACKAGE / LABELS[0], LABELS[1])))
    return found


def _of_template(path: Path) -> Iterator[str]:
    source = io.BytesIO(templatize(path.read_text()).encode())
    for _line, _function, message, _comments in extract_python(source, ["gettext", "_"], [], {}):
        yield message if isinstance(message, str) else message[0]


def _tables(path: Path, names: set[str]) -> Iterator[ast.AST]:
    """Yield the assignments of these names."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id in names:
            yield node


def _of_nodes(trees: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the Chinese texts of a syntax tree; docstrings and the pieces of f-strings are none."""
    for tree in trees:
        pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        documents = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and CHINESE.search(text) and id(node) not in pieces | documents:
                yield text


def catalogue() -> Catalog:
    """Return the English catalogue as it stands."""
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def updated(old: Catalog, wanted: set[str]) -> Catalog:
    """Return a catalogue of exactly the wanted sentences, with the English there was."""
    new = Catalog(locale="en", charset="utf-8")
    for text in sorted(wanted):
        known = old.get(text)
        new.add(text, known.string if known else "", flags=["python-brace-format"] if "{" in text else [])
    return new


def po_bytes(messages: Catalog) -> bytes:
    """Return the catalogue's text; nothing in it depends on when or where it was written."""
    text = io.BytesIO()
    write_po(text, messages, sort_output=True, omit_header=True, width=110)
    header = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return header.encode() + text.getvalue().lstrip(b"\n")


def mo_bytes(messages: Catalog) -> bytes:
    """Return the compiled catalogue."""
    compiled = io.BytesIO()
    plain = Catalog(locale="en", project="CertDesk", charset="utf-8", creation_date=ALWAYS, revision_date=ALWAYS)
    for message in messages:
        if message.id:
            plain.add(message.id, message.string)
    write_mo(compiled, plain)
    return compiled.getvalue()


def main() -> int:
    """Update and compile; return 1 while something has no English."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    new = updated(catalogue() if PO.exists() else Catalog(locale="en"), collect())
    PO.write_bytes(po_bytes(new))
    MO.write_bytes(mo_bytes(new))
    empty = [str(message.id) for message in new if message.id and not message.string]
    sys.stderr.writelines(f"{text}\n" for text in empty)
    return 1 if empty else 0


if __name__ == "__main__":
    sys.exit(main())
