"""Bounds on what one request may bring, and on how often one address may guess."""

import hashlib
from collections.abc import Callable
from ipaddress import IPv4Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from certdesk.web.language import PUBLIC, page_words

MINUTES = 10
GUESSES = "guesses"  # the cache of the counts
LINE_BITS = 64  # of an IPv6 address; the others are the visitor's own to choose
HEADROOM = 2  # up to this multiple a form is read, so that its fields survive the refusal of its files


class UploadBound:
    """Refuses requests far beyond the limit; smaller excess is refused by the form, with all that was typed kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 before the body is read."""
        if announced_length(request) > settings.CERTDESK_MAX_UPLOAD_BYTES * HEADROOM:
            return _too_large(request)
        return self.get_response(request)


def _too_large(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(PUBLIC):
        return render(request, "public/too_large.html", page_words(request), status=413)
    return render(request, "web/too_large.html", {"limit": settings.CERTDESK_MAX_UPLOAD_BYTES}, status=413)


def announced_length(request: HttpRequest) -> int:
    """Return the length a request announces, nought for nonsense."""
    text = request.META.get("CONTENT_LENGTH") or ""
    return int(text) if text.isdecimal() else 0


def client_address(request: HttpRequest) -> str:
    """Return where a request comes from; behind our own proxy, what the proxy saw and not what the client claims."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _neighbourhood(address: str) -> str:
    """Return what one visitor is counted by: an IPv4 address, or the 64 bits of IPv6 that one line is given."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address  # no address, as from a socket of the machine itself
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, LINE_BITS), strict=False))


def _misses_key(request: HttpRequest) -> str:
    return "misses/" + hashlib.sha256(_neighbourhood(client_address(request)).encode()).hexdigest()


def guesses(request: HttpRequest) -> bool:
    """Tell whether an address has lately asked for too many codes that nobody gave out."""
    return int(caches[GUESSES].get(_misses_key(request), 0)) >= settings.CERTDESK_MISSES


def note_miss(request: HttpRequest) -> None:
    """Count a code that nobody gave out; codes have 128 bits, so this spares the server and guards nothing else."""
    counts, key = caches[GUESSES], _misses_key(request)
    if counts.add(key, 1, MINUTES * 60):
        return
    try:
        counts.incr(key)
    except ValueError:  # its ten minutes ended in between
        counts.set(key, 1, MINUTES * 60)
