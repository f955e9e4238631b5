"""The wording of letters as it ships: one file for each kind."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from certdesk.guide.rows import Row
from certdesk.rules.letter_text import Block, TextForm, text_problems


def read_texts(roots: Iterable[Row]) -> Mapping[str, TextForm]:
    """Read every file of wording.

    Raises:
        GuideDamaged: a block uses a fact that its file does not list, or says what no letter may.
    """
    forms = (_form(root) for root in roots)
    return MappingProxyType({form.kind: form for form in sorted(forms, key=lambda form: form.kind)})


def _form(root: Row) -> TextForm:
    facts = root.row("facts")
    blocks = tuple(_block(row, facts) for row in root.rows("blocks"))
    form = TextForm(kind=root.text("kind"), label=root.text("label"), blocks=blocks)
    for name, sentence in text_problems(form, form.texts).items():
        raise root.damaged(f"“{name}”：{sentence}")
    return form


def _block(row: Row, facts: Row) -> Block:
    return Block(
        name=row.text("name"),
        label=row.text("label"),
        text=row.text("text"),
        placeholders=MappingProxyType({name: facts.text(name) for name in row.texts("uses", required=False)}),
        optional=row.flag("optional"),
        clause=row.text("clause", default=""),
    )
