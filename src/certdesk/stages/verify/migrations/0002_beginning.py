"""The log begins with the letters that were signed before it was kept."""

from pathlib import Path

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from certdesk.guide.load import load_guide
from certdesk.rules.log_leaf import LeafKind
from certdesk.rules.merkle import Growing, leaf_hash
from certdesk.stages.verify.log import COUNTER, leaf_of


def begin(apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Enter what was signed before, and what ended, each in the order in which it happened."""
    signed = apps.get_model("issue", "Letter").objects.exclude(signed_sha256="").defer("record")
    if not signed.exists():
        return
    happened = [(letter.signed_at, letter.pk, LeafKind.ISSUED, letter) for letter in signed]
    happened += [
        (letter.ended_at, letter.pk, LeafKind(letter.state), letter) for letter in signed.filter(ended_at__isnull=False)
    ]
    guide = load_guide(Path(settings.CERTDESK_GUIDE) if settings.CERTDESK_GUIDE else None)
    growing = Growing()
    for _at, _pk, kind, letter in sorted(happened, key=lambda row: row[:2]):
        text = leaf_of(letter, kind, guide.local_date).text
        leaf = leaf_hash(text.encode())
        apps.get_model("verify", "LogEntry").objects.create(
            index=growing.size, letter=letter, kind=kind.value, leaf=text, hash=leaf.hex()
        )
        for (level, index), raw in growing.add(leaf)[1:]:
            apps.get_model("verify", "LogNode").objects.create(level=level, index=index, hash=raw.hex())
    apps.get_model("cases", "Counter").objects.create(name=COUNTER, value=growing.size)


class Migration(migrations.Migration):
    dependencies = [("verify", "0001_initial"), ("cases", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
