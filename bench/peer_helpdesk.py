"""The same mails into tickets of django-helpdesk 2.6.1, over SQLite with the same durable settings.

Usage: peer_helpdesk.py FOLDER, with a Python that has django-helpdesk; it reads the folder's mails and deletes them.
"""

import logging
import sys
import tempfile
import time
from pathlib import Path

import django
from django.conf import settings

try:
    import helpdesk  # noqa: F401 - is it here?
except ImportError:
    print("django-helpdesk is not installed here. Put it into an environment of its own (pip install")
    print("django-helpdesk==2.6.1) and name that environment's Python in HELPDESK_PYTHON.")
    sys.exit(0)

FOLDER = Path(sys.argv[1])
HOME = tempfile.TemporaryDirectory()
APPS = ["auth", "contenttypes", "sessions", "sites", "admin", "messages", "humanize"]
settings.configure(
    INSTALLED_APPS=[*(f"django.contrib.{app}" for app in APPS), "rest_framework", "helpdesk"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": f"{HOME.name}/helpdesk.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;",
            },
        }
    },
    MIGRATION_MODULES={"helpdesk": None},
    HELPDESK_TEAMS_MODE_ENABLED=False,
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    MEDIA_ROOT=HOME.name,
    ROOT_URLCONF=__name__,
    SITE_ID=1,
    SECRET_KEY="bench",  # noqa: S106 - of a throw-away database
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
)
django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.urls import include, path  # noqa: E402
from helpdesk.email import process_queue  # noqa: E402
from helpdesk.models import Queue, Ticket  # noqa: E402

urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("loaddata", "emailtemplate.json", verbosity=0)
logger = logging.getLogger("bench")
logger.addHandler(logging.NullHandler())
logger.propagate = False
queue = Queue.objects.create(
    title="desk", slug="desk", allow_email_submission=True, email_box_type="local", email_box_local_dir=str(FOLDER)
)
count = len(list(FOLDER.iterdir()))
began, worked = time.perf_counter(), time.process_time()
process_queue(queue, logger)
seconds, busy = time.perf_counter() - began, time.process_time() - worked
left = len(list(FOLDER.iterdir()))
print(
    f"SQLite     django-helpdesk 2.6.1  {count / seconds:7.1f} mails/s  {busy / count * 1000:6.1f} ms of processor a "
    f"mail; {Ticket.objects.count()} tickets of {count} mails, {left} left lying"
)
