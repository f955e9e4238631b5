"""The guide's clauses: each has a journey that cites it, and nothing cites a clause that does not exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = [f"G-{number:02d}" for number in range(1, 23)]  # what the service guide says
DOUBTS = [f"D-{number}" for number in range(1, 10)]  # where it is silent or contradicts itself
CLAUSES = {*GUIDE, *DOUBTS}
CITED = re.compile(r"(?<![A-Za-z0-9_-])[GD]-[0-9]{1,3}(?![0-9-])")
SPAN = re.compile(r"(?<![A-Za-z0-9_-])([GD])-([0-9]{1,2})\s*(?:to|…|–)\s*[GD]-([0-9]{1,2})")
TEXTS = {".py", ".toml", ".json", ".typ", ".html", ".txt", ".md", ".css"}


def journey_docstrings() -> dict[str, str]:
    """Return the docstring of every journey test, by its name."""
    found = {}
    for path in (ROOT / "tests" / "journeys").glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[f"{path.name}:{node.name}"] = ast.get_docstring(node) or ""
    return found


def cited(text: str) -> set[str]:
    return set(CITED.findall(text))


def test_every_clause_has_a_journey_that_cites_it():
    docstrings = " ".join(journey_docstrings().values())
    assert sorted(CLAUSES - cited(docstrings)) == []


def test_a_journey_cites_only_clauses_that_exist():
    wrong = {name: cited(text) - CLAUSES for name, text in journey_docstrings().items()}
    assert {name: ids for name, ids in wrong.items() if ids} == {}


def test_every_clause_cited_in_the_source_exists():
    files = [path for path in (ROOT / "src").rglob("*") if path.is_file() and path.suffix in TEXTS]
    wrong = {str(path.relative_to(ROOT)): cited(path.read_text()) - CLAUSES for path in files}
    assert {name: sorted(ids) for name, ids in wrong.items() if ids} == {}


def test_every_clause_stands_somewhere_in_the_source():
    """A clause nobody cites is one nobody thought of; ``G-12 to G-17`` cites them all."""
    texts = [path.read_text() for path in (ROOT / "src").rglob("*") if path.is_file() and path.suffix in TEXTS]
    found = set().union(*map(cited, texts))
    for letter, first, last in SPAN.findall(" ".join(texts)):
        width = len(first)
        found |= {f"{letter}-{number:0{width}d}" for number in range(int(first), int(last) + 1)}
    assert sorted(CLAUSES - found) == []


def test_the_pattern_tells_a_clause_from_other_words():
    assert cited("G-15, D-6：(G-02) G-03…G-06") == {"G-15", "D-6", "G-02", "G-03", "G-06"}
    assert cited("id-1 MOD-3 AG-12 G-1-2 gD-4x 3D-6") == set()
