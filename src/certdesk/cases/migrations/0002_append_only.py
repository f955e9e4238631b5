"""The history is append-only in the database itself: triggers refuse to change or remove an event.

The sealed note may be sealed anew under another key; every other column stands.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMNS = "case_id, seq, kind, at, actor_id, actor_label, data, previous_hash, hash"

SQLITE = [
    f"CREATE TRIGGER cases_event_no_update BEFORE UPDATE OF {COLUMNS} ON cases_event "
    "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END",
    "CREATE TRIGGER cases_event_no_delete BEFORE DELETE ON cases_event "
    "BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END",
]
POSTGRESQL = [
    "CREATE FUNCTION cases_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the history is append-only'; END $$",
    f"CREATE TRIGGER cases_event_no_update BEFORE UPDATE OF {COLUMNS} ON cases_event "
    "FOR EACH ROW EXECUTE FUNCTION cases_event_refuse()",
    "CREATE TRIGGER cases_event_no_delete BEFORE DELETE ON cases_event "
    "FOR EACH ROW EXECUTE FUNCTION cases_event_refuse()",
]
UNDO = {
    "sqlite": ["DROP TRIGGER cases_event_no_update", "DROP TRIGGER cases_event_no_delete"],
    "postgresql": [
        "DROP TRIGGER cases_event_no_update ON cases_event",
        "DROP TRIGGER cases_event_no_delete ON cases_event",
        "DROP FUNCTION cases_event_refuse()",
    ],
}


def guard(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[editor.connection.vendor]:
        editor.execute(statement)


def unguard(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
