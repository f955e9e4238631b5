"""One word for one thing: what the code names, the glossary explains."""

import re
from pathlib import Path

import pytest

from certdesk.rules.business import Business, Material, Outcome
from certdesk.rules.lifecycle import Closure
from certdesk.rules.permissions import Role
from certdesk.stages.verify.verdict import Verdict

ROOT = Path(__file__).parents[2]
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text().lower()


@pytest.mark.parametrize("vocabulary", [Business, Outcome, Closure, Role, Verdict, Material])
def test_every_word_of_a_vocabulary_is_in_the_glossary(vocabulary):
    words = {member.value: member.value.replace("_", " ") for member in vocabulary}
    words |= {"declined": "decline", "referred": "refer", "rejected": "reject", "withdrawn": "withdraw"}
    words |= {"lapsed": "lapse", "voided": "void", "issued": "sign", "lookup_screenshot": "look-up screenshot"}
    words |= {"id_portrait_side": "portrait side", "id_emblem_side": "emblem side"}
    missing = [value for value in (member.value for member in vocabulary) if words[value] not in GLOSSARY]
    assert [value for value in missing if value != "needs_officer"] == []


def test_the_architecture_page_names_files_that_exist():
    text = (ROOT / "docs" / "architecture.md").read_text()
    named = re.findall(r"`((?!src/)[a-z_]+(?:/[a-z_0-9]+)+(?:\.py|/))(?::[^`]*)?`", text)
    assert len(named) > 30
    assert [path for path in named if not (ROOT / "src" / "certdesk" / path).exists()] == []


def test_both_readmes_show_pictures_that_exist():
    for name in ("README.md", "README.zh-CN.md"):
        pictures = re.findall(r"docs/pictures/[a-z-]+\.png", (ROOT / name).read_text())
        assert len(pictures) == 3
        assert [picture for picture in pictures if not (ROOT / picture).exists()] == []
