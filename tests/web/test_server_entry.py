"""What the web server calls: pages whole, files in pieces, and every request ended."""

import json
import os
import subprocess
import sys

VISITS = """
import gc, json, sys
from io import BytesIO
from certdesk.config.wsgi import application
from django.core.signals import request_finished
ended = []
request_finished.connect(lambda **_more: ended.append(1), weak=False)
found = {}
for method, address in (("GET", "/v/"), ("HEAD", "/v/"), ("GET", "/no/"), ("GET", "/static/web/style.css")):
    said = []
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": address, "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr,
    }
    answer = application(environ, lambda status, headers: said.append((status, dict(headers))))
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    (status, headers), = said
    found[method + address] = (status, headers["Content-Length"], len(body), type(answer) is list, len(ended))
json.dump([found, gc.get_freeze_count()], sys.stdout)
"""


def test_pages_are_handed_over_whole_and_files_in_pieces():
    """In a process of its own: the entry point changes how the whole process collects its garbage."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run([sys.executable, "-c", VISITS], env=environment, capture_output=True, text=True, check=True)
    found, frozen = json.loads(done.stdout)
    whole = {name: (status, in_one) for name, (status, _told, _length, in_one, _ended) in found.items()}
    assert whole == {
        "GET/v/": ("200 OK", True),
        "HEAD/v/": ("200 OK", True),
        "GET/no/": ("404 Not Found", True),
        "GET/static/web/style.css": ("200 OK", False),
    }
    lengths = {name: (int(told), length) for name, (_status, told, length, _in_one, _ended) in found.items()}
    assert all(told == length > 0 for told, length in lengths.values())
    assert [ended for *_rest, ended in found.values()] == [1, 2, 3, 4]
    assert frozen > 100_000
