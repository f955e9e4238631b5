"""The log is append-only in the database itself."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("verify_logentry", "verify_lognode", "verify_logcheckpoint")
REFUSAL = "the log is append-only"


def guard(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION verify_log_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        body = "FOR EACH ROW EXECUTE FUNCTION verify_log_refuse()"
    else:
        body = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in TABLES:
        for deed in ("update", "delete"):
            editor.execute(f"CREATE TRIGGER {table}_no_{deed} BEFORE {deed.upper()} ON {table} {body}")


def unguard(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    on = editor.connection.vendor == "postgresql"
    for table in TABLES:
        for deed in ("update", "delete"):
            editor.execute(f"DROP TRIGGER {table}_no_{deed}" + (f" ON {table}" if on else ""))
    if on:
        editor.execute("DROP FUNCTION verify_log_refuse()")


class Migration(migrations.Migration):
    dependencies = [("verify", "0002_beginning")]
    operations = [migrations.RunPython(guard, unguard)]
