"""A desk in a throw-away home for one measuring process: real database, vault, keys and parts.

Importing this module sets the home up, so import it before anything of Django's models. ``DATABASE_URL`` chooses the
database, which must be empty; without it there is an SQLite file in the home, durable as the desk's settings make it.
"""

import atexit
import os
import resource
import shutil
import tempfile
from pathlib import Path

import django

from certdesk.sealing.key_ring import new_key_ring, to_json

HOME = Path(tempfile.mkdtemp(prefix="certdesk-bench-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "certdesk.config.settings",
    "CERTDESK_HOME": str(HOME),
    "CERTDESK_KEY_RING": to_json(new_key_ring()),
    "CERTDESK_READER": "none",  # pictures are measured by bench/pictures.py
    "CERTDESK_LOG": "ERROR",
}
django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import connection  # noqa: E402

from certdesk.cases.accounts import create_account  # noqa: E402
from certdesk.cases.staff import Actor, actor_for  # noqa: E402
from certdesk.rules.permissions import Role  # noqa: E402

call_command("migrate", interactive=False, verbosity=0)
DATABASE = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]


def staff(name: str, role: Role, office: str = "00") -> Actor:
    """Return somebody who works at the desk."""
    return actor_for(create_account(name, name, "", office_code=office, role=role))


def peak_megabytes() -> int:
    """Return the most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
