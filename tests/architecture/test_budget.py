"""The house's budget, and rules that an import linter cannot see."""

import ast
import itertools
import re
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "certdesk"
FILES = [path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts]
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def functions(path: Path) -> Iterator[FunctionNode]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, FunctionNode))


def length(function: FunctionNode) -> int:
    """Lines from ``def`` to the end, less the docstring."""
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno - first.lineno + 1) if is_docstring else 0
    return function.end_lineno - function.lineno + 1 - docstring


def all_lengths() -> dict[str, int]:
    return {
        f"{path.relative_to(SOURCE)}:{function.name}": length(function)
        for path in FILES
        for function in functions(path)
    }


def test_no_function_is_longer_than_50_lines_and_95_in_100_have_at_most_30():
    lengths = all_lengths()
    assert {name: lines for name, lines in lengths.items() if lines > 50} == {}
    assert statistics.quantiles(lengths.values(), n=100)[94] <= 30


def test_no_file_is_longer_than_450_lines():
    tests = list((ROOT / "tests").rglob("*.py"))
    long = {
        str(path.relative_to(ROOT)): count
        for path in FILES + tests
        if (count := len(path.read_text().splitlines())) > 450
    }
    assert long == {}


def test_imports_stand_at_the_top_of_the_file():
    inline = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in FILES
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inline == []


def test_every_module_says_what_it_is_for():
    assert [str(path) for path in FILES if ast.get_docstring(ast.parse(path.read_text())) is None] == []


@pytest.mark.parametrize("layer", ["rules"])
def test_the_rules_import_the_standard_library_and_themselves_only(layer):
    allowed = set(sys.stdlib_module_names)
    for path in (SOURCE / layer).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] in allowed or name.startswith("certdesk.rules"), f"{path}: {name}"


def test_nothing_is_left_for_later_and_no_drawer_for_odds_and_ends_is_open():
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    assert [str(path) for path in FILES if words.search(path.read_text())] == []
    drawers = {"utils.py", "helpers.py", "services.py", "signals.py", "misc.py", "common_utils.py"}
    assert [str(path) for path in FILES if path.name in drawers] == []


def test_no_committed_text_names_a_registry_or_a_path_of_one_machine():
    locks = (ROOT / "requirements").glob("*.txt")
    assert [str(path) for path in locks if re.search(r"https?://|--index|--find-links", path.read_text())] == []
    paths = re.compile(r"(?<![A-Za-z0-9_.])/(?:work|root|home)/[A-Za-z]")
    texts = itertools.chain(FILES, (ROOT / "docs").rglob("*.md"), ROOT.glob("*.md"))
    assert [str(path) for path in texts if paths.search(path.read_text())] == []
