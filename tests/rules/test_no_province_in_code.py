"""No fact of any province stands in code: the guide's data is the only place (issue of the second province)."""

import io
import tokenize
from pathlib import Path

import pytest

import certdesk
from certdesk.guide.load import load_guide

SOURCE = Path(certdesk.__file__).parent
FILES = sorted([*(SOURCE / "rules").glob("*.py"), *(SOURCE / "guide").glob("*.py"), *(SOURCE / "cli").glob("*.py")])
SHIPPED_FILE_NAME = "liaoning.toml"  # guide/load.py names the file that ships; that is all it knows
CONTRACT_WORD = "not_liaoning"  # a problem code, the same whatever the province


def names() -> set[str]:
    """Words that only the data may say."""
    guide = load_guide()
    cities = guide.rulebook.numbering.cities.values()
    words = {"辽宁", "Liaoning", guide.province_name, guide.mailbox_address, guide.pickup.address}
    words |= {city.name for city in cities if city.name != "省本级"} | {city.seat for city in cities}
    words |= {telephone for office in guide.offices.values() for telephone in office.telephones}
    words |= {office.name for office in guide.offices.values()} | {site.host for site in guide.lookup_sites}
    words |= {name for trap in guide.rulebook.catalogue.traps for name in trap.names}
    return words


def codes() -> set[str]:
    """Literals that would be a code of the province: whole strings, since 07 is also a number."""
    guide = load_guide()
    areas = {area for city in guide.rulebook.numbering.cities.values() for area in city.area_codes}
    return areas | {guide.rulebook.numbering.province_code, guide.reference_prefix}


def literals(path: Path) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return [token.string for token in tokens if token.type == tokenize.STRING]


def code_strings(path: Path) -> list[str]:
    """List string literals without docstrings: an example in a docstring decides nothing."""
    return [text for text in literals(path) if not text.startswith('"""')]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_name_or_code_of_the_province_stands_in_code(path):
    text = " ".join(code_strings(path)).replace(SHIPPED_FILE_NAME, "").replace(CONTRACT_WORD, "")

    assert [name for name in names() if name in text] == []
    assert [literal for literal in code_strings(path) if literal.strip("\"'") in codes()] == []


def test_the_search_would_find_one(tmp_path):
    path = tmp_path / "guilty.py"
    path.write_text('CITY = "沈阳"\nPROVINCE = "07"\n', encoding="utf-8")

    assert "沈阳" in " ".join(code_strings(path))
    assert '"07"' in code_strings(path)
    assert "沈阳" in names()
    assert "07" in codes()
