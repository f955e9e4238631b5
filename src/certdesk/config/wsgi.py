"""The entry point for a WSGI server."""

import os
import sys

from django.core.wsgi import get_wsgi_application

# A thread that gives the interpreter up for a database call of 20 µs waits up to a whole interval to get it back. With
# Python's 5 ms four threads answered 160 verification pages a second, with this 600.
sys.setswitchinterval(0.0005)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "certdesk.config.settings")
application = get_wsgi_application()
