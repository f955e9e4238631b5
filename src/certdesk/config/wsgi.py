"""The entry point for a WSGI server."""

import gc
import os
import sys
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import resolve

# A thread that gives the interpreter up for a database call of 20 µs waits up to a whole interval to get it back. With
# Python's 5 ms four threads answered 160 verification pages a second, with this 600.
sys.setswitchinterval(0.0005)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "certdesk.config.settings")
_answer = get_wsgi_application()
resolve("/")  # reads the code of every page now: no visitor waits for it, and it is there to be frozen
gc.collect()
gc.freeze()  # what a server has loaded stays for good; searched for garbage again and again, it held up every thread


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request. A page that is there whole is handed over whole, which takes the server less than pieces."""
    response = _answer(environ, start_response)
    if not isinstance(response, HttpResponse):  # a file
        return response
    response.close()
    return [response.content]
