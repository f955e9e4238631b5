"""Counts how often a JPEG goes over its picture: each time costs a decoding of the whole."""

import re
from typing import Final

MOST_SCANS: Final = 64  # a camera writes one, progressive files ten or eleven
_SCAN, _END = 0xDA, 0xD9
_MARKER: Final = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])", re.DOTALL)


def too_many_scans(content: bytes) -> bool:
    """Tell whether a JPEG has more scans than any honest program writes; what is hung on behind it does not count."""
    at, scans = 2, 0
    while scans <= MOST_SCANS:
        marker = _MARKER.search(content, at)
        if marker is None or marker[1][0] == _END:
            return False
        scans += marker[1][0] == _SCAN
        at = marker.end() + max(2, int.from_bytes(content[marker.end() : marker.end() + 2], "big"))
    return True
