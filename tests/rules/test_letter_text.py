"""The wording of letters: only known facts, none of them empty, nothing that cannot be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.guide.load import load_guide
from certdesk.ports.typesetter import LetterKind
from certdesk.rules.letter_text import LONGEST, Block, TextForm, fill_texts, text_problems

FORM = TextForm(
    kind="proof",
    label="证明",
    blocks=(
        Block(name="title", label="标题", text="证明", placeholders={}),
        Block(name="opening", label="引言", text="经{day}在{site}查询：", placeholders={"day": "日期", "site": "网站"}),
        Block(name="note", label="附注", text="", placeholders={}, optional=True),
    ),
)
GOOD = {"title": "证明", "opening": "经{day}查询：", "note": ""}


def test_the_shipped_wording_of_every_letter_has_no_problem():
    texts = load_guide().letter_texts
    assert set(texts) >= {kind.value for kind in LetterKind}
    assert all(text_problems(form, form.texts) == {} for form in texts.values())


@pytest.mark.parametrize(
    ("block", "text", "words"),
    [
        ("title", "  ", "不能空着"),
        ("title", "证" * (LONGEST + 1), "太长"),
        ("title", "证\u200b明", "看不见"),
        ("title", "{day}的证明", "不能使用{day}"),
        ("opening", "经{holder}查询", "不能使用{holder}"),
        ("opening", "经{day查询", "没有成对"),
        ("opening", "经{}查询", "不能使用{}"),
        ("opening", "经{day!r}查询", "不能使用{day!r}"),
        ("opening", "经{day.__class__}查询", "不能使用"),
    ],
)
def test_what_no_letter_may_say_is_named_with_its_block(block, text, words):
    (name, sentence), *more = text_problems(FORM, GOOD | {block: text}).items()
    assert (name, more) == (block, [])
    assert words in str(sentence)


def test_an_optional_block_may_be_empty():
    assert text_problems(FORM, GOOD) == {}


def test_facts_are_filled_in_and_a_block_that_lacks_one_is_left_out():
    texts = {"title": "证明", "opening": "经{day}在{site}查询：", "note": "共 一\n段"}
    filled = fill_texts(FORM, texts, {"day": "2026年1月2日", "site": ""})
    assert filled == {"title": "证明", "opening": "", "note": "共 一 段"}
    assert fill_texts(FORM, texts, {"day": "今天", "site": "某网"})["opening"] == "经今天在某网查询："


@given(st.text(), st.text(min_size=1))
def test_a_fact_is_text_whatever_it_holds(text, fact):
    filled = fill_texts(FORM, {"title": text, "opening": "{day}"}, {"day": fact})
    assert filled["opening"] == fact
    assert "\n" not in filled["title"]
