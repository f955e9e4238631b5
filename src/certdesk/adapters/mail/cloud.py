"""Large attachments that stayed on the sender's mail service (超大附件): recognised, never fetched."""

import html
import re
from urllib.parse import urlsplit

from certdesk.ports.mail_parser import CloudLink

LINK = re.compile(r"https?://[^\s\"'<>，。；、）】]{4,2000}", re.IGNORECASE)
# Host ending, and what the path and query must contain: an ordinary link to the same service is no attachment.
SERVICES = (
    ("mail.qq.com", re.compile(r"ftn|bigfile|largeattach", re.IGNORECASE)),
    ("ftn.qq.com", re.compile("")),
    ("weiyun.com", re.compile("")),
    ("163.com", re.compile(r"large-?attachment|cloud-?attachment|filehub|bigfile|/fs/|netdisk", re.IGNORECASE)),
    ("126.com", re.compile(r"large-?attachment|cloud-?attachment|filehub|bigfile|/fs/", re.IGNORECASE)),
    ("yeah.net", re.compile(r"large-?attachment|cloud-?attachment|filehub|bigfile|/fs/", re.IGNORECASE)),
    ("139.com", re.compile(r"largefile|bigfile|attach|share|disk", re.IGNORECASE)),
    ("10086.cn", re.compile(r"largefile|bigfile|attach|share|disk", re.IGNORECASE)),
    ("sina.com.cn", re.compile(r"attach|filecenter", re.IGNORECASE)),
    ("aliyun.com", re.compile(r"attach", re.IGNORECASE)),
    ("pan.baidu.com", re.compile("")),
    ("aliyundrive.com", re.compile("")),
    ("alipan.com", re.compile("")),
    ("pan.quark.cn", re.compile("")),
    ("cloud.189.cn", re.compile("")),
)
FILE_NAME = re.compile(
    r"[^\s<>\"'/\\|:：;；=&?]{1,120}\.(?:jpe?g|png|heic|bmp|gif|tiff?|webp|pdf|zip|rar|7z|docx?|xlsx?|wps|mp4)\b",
    re.IGNORECASE,
)
TAG = re.compile(r"<[^<>]{0,3000}>")
ANCHOR_TEXT = re.compile(r"[^<>]{0,2000}>([^<]{1,300})")
AROUND = 600
LIMIT = 100


def cloud_links(source: str) -> tuple[CloudLink, ...]:
    """Find the cloud attachments in a text or in HTML source; a file linked twice counts once."""
    if "http" not in source.lower():
        return ()
    found: dict[tuple[str, str], CloudLink] = {}
    for match in LINK.finditer(source):
        host = _cloud_host(html.unescape(match[0]))
        if host:
            link = CloudLink(host, _name_near(source, match.start(), match.end()))
            found.setdefault((link.host, link.name), link)
        if len(found) >= LIMIT:
            break
    named = tuple(link for link in found.values() if link.name)
    return named or tuple(found.values())


def _cloud_host(address: str) -> str:
    """Return the host when the address is that of a cloud attachment."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    for ending, path in SERVICES:
        if (host == ending or host.endswith(f".{ending}")) and path.search(f"{parts.netloc}{parts.path}?{parts.query}"):
            return host
    return ""


def _name_near(source: str, start: int, end: int) -> str:
    """Take the file name nearest to the link: mail services print it in, before or after it."""
    inside = ANCHOR_TEXT.match(source, end)
    before, after = source[max(0, start - AROUND) : start], source[end : end + AROUND]
    found = [*_names(inside[1] if inside else "")[:1], *_names(before)[-1:], *_names(after)[:1]]
    return found[0] if found else ""


def _names(piece: str) -> list[str]:
    """List the file names a piece of source shows outside its tags."""
    opened, closed = piece.find("<"), piece.find(">")
    if closed >= 0 and (opened < 0 or closed < opened):
        piece = piece[closed + 1 :]  # the piece begins inside a tag
    return FILE_NAME.findall(TAG.sub(" ", html.unescape(piece)))
