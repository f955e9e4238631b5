"""Settings of the test run: a throw-away home with fresh keys, rehearsal adapters, quick passwords."""

import atexit
import os
import shutil
import tempfile

from certdesk.sealing.key_ring import new_key_ring, to_json

_HOME = tempfile.mkdtemp(prefix="certdesk-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["CERTDESK_HOME"] = _HOME
os.environ.setdefault("CERTDESK_KEY_RING", to_json(new_key_ring()))
os.environ.setdefault("CERTDESK_READER", "none")
os.environ.setdefault("CERTDESK_LOG", "CRITICAL")

from certdesk.config.settings import *  # noqa: E402, F403  # the environment must stand first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["*"]
CERTDESK_COUNT_EVERY = 0  # at once: a test has no three seconds
