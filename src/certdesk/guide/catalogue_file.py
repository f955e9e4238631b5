"""One edition of the national catalogue, from its JSON file."""

from certdesk.guide.rows import Row
from certdesk.rules.catalogue import Catalogue, CatalogueEntry, FormerName, Match, Trap
from certdesk.rules.wording import Sentence


def read_catalogue(row: Row) -> Catalogue:
    """Build a catalogue from the file's one table."""
    catalogue = Catalogue(
        version=row.text("version"),
        title=row.text("title"),
        effective_from=row.day("effective_from"),
        entries=tuple(_entry(entry) for entry in row.rows("entries")),
        former_names=tuple(_former_name(former) for former in row.rows("former_names", required=False)),
        traps=tuple(_trap(trap) for trap in row.rows("traps", required=False)),
        level_words=row.texts("level_words", required=False),
        doubt_words=row.texts("doubt_words", required=False),
        clause=row.text("clause", default=""),
    )
    names = {name for entry in catalogue.entries for name in entry.all_names}
    targets = [former.entry for former in catalogue.former_names] + [trap.entry for trap in catalogue.traps]
    for target in targets:
        if target not in names:
            raise row.damaged(f"目录中没有“{target}”")
    return catalogue


def _entry(row: Row) -> CatalogueEntry:
    return CatalogueEntry(
        number=row.text("number"),
        name=row.text("name"),
        sub_items=row.texts("sub_items"),
        heading=row.flag("heading"),
        category=row.text("category"),
        confidence=row.text("confidence"),
        note=row.text("note", default=""),
        clause=row.text("clause", default=""),
    )


def _former_name(row: Row) -> FormerName:
    return FormerName(former=row.text("former"), entry=row.text("entry"), clause=row.text("clause", default=""))


def _trap(row: Row) -> Trap:
    return Trap(
        names=row.texts("names"),
        entry=row.text("entry"),
        decided_by=row.texts("decided_by"),
        otherwise=row.choice("otherwise", Match),
        without_direction=row.choice("without_direction", Match),
        question=Sentence(row.plain_text("question")),
        clause=row.text("clause", default=""),
    )
