"""Files wrapped inside other things: winmail.dat, S/MIME, uuencode in a text, pictures inside HTML."""

import mimetypes
import re
from dataclasses import dataclass

from asn1crypto import cms
from tnefparse import TNEF

from certdesk.adapters.mail.charset import decode
from certdesk.adapters.mail.headers import decode_base64_loosely, decode_header
from certdesk.adapters.mail.transfer import uu_blocks

TNEF_SIGNATURE = b"\x78\x9f\x3e\x22"
TNEF_OBJECT_LIMIT = 5_000
DATA_PICTURE = re.compile(r"data:(image/[a-z0-9.+-]{1,40})(?:;[a-z0-9=._-]{1,60}){0,3};base64,", re.IGNORECASE)
DATA_END = re.compile(r"[^A-Za-z0-9+/=\s%]")
PICTURE_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A file found inside something else."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """What a wrapper held: files, a text if it had one, and what went wrong."""

    files: tuple[Found, ...] = ()
    text: str = ""
    html: str = ""
    problem: str = ""


def open_winmail(content: bytes) -> Opened | None:
    """Open Outlook's winmail.dat; None when it cannot be read and must stay the file it is."""
    if content[:4] != TNEF_SIGNATURE or _count_objects(content) > TNEF_OBJECT_LIMIT:
        return None
    try:
        winmail = TNEF(content, do_checksum=False)
        files = tuple(
            Found(_tnef_name(attached.long_filename()), "", bytes(attached.data)) for attached in winmail.attachments
        )
        text, html = _as_text(winmail.body), _as_text(winmail.htmlbody)
    except Exception:  # noqa: BLE001 - the library raises whatever a damaged file makes it meet
        return None
    return Opened(files, text, html)


def _count_objects(content: bytes) -> int:
    """Walk the object lengths only: the library copies the rest of the file at every object."""
    position, count = 6, 0
    while position + 12 < len(content) and count <= TNEF_OBJECT_LIMIT:
        position += int.from_bytes(content[position + 5 : position + 9], "little") + 11
        count += 1
    return count


def _as_text(value: object) -> str:
    if isinstance(value, bytes):
        return decode(value.strip(b"\0"), "gb18030").text
    return value.strip("\0") if isinstance(value, str) else ""


def _tnef_name(name: object) -> str:
    return decode_header(name) if isinstance(name, bytes) else _as_text(name)


def signed_content(content: bytes) -> bytes | None:
    """Return what an opaque S/MIME signature wraps; None when the mail is encrypted or unreadable."""
    try:
        info = cms.ContentInfo.load(content)
        if info["content_type"].native != "signed_data":
            return None
        inner = info["content"]["encap_content_info"]["content"].native
    except Exception:  # noqa: BLE001 - ASN.1 from strangers
        return None
    return inner if isinstance(inner, bytes) and inner else None


def take_uuencoded(data: bytes) -> tuple[bytes, Opened]:
    """Take the uuencoded files out of a text."""
    if b"begin" not in data:
        return data, Opened()
    blocks = uu_blocks(data)
    if not blocks:
        return data, Opened()
    rest, position = [], 0
    for block in blocks:
        rest.append(data[position : block.start])
        position = block.end
    rest.append(data[position:])
    files = tuple(Found(decode_header(block.raw_name), "", block.content) for block in blocks)
    problem = next((block.problem for block in blocks if block.problem), "")
    return b"".join(rest), Opened(files, problem=problem)


def take_data_pictures(html: str) -> tuple[str, tuple[Found, ...]]:
    """Take pictures that were pasted into HTML as data: addresses out of it."""
    pictures: list[Found] = []
    rest: list[str] = []
    position = 0
    while len(pictures) < PICTURE_LIMIT and (match := DATA_PICTURE.search(html, position)) is not None:
        stop = DATA_END.search(html, match.end())
        end = stop.start() if stop else len(html)
        encoded = html[match.end() : end].replace("%2B", "+").replace("%2F", "/").replace("%3D", "=")
        content = decode_base64_loosely(encoded.encode("ascii"))
        rest.append(html[position : match.start()])
        if content:
            suffix = mimetypes.guess_extension(match[1].lower()) or ""
            pictures.append(Found(f"正文图片{len(pictures) + 1}{suffix}", match[1].lower(), content))
        position = end
    return "".join([*rest, html[position:]]), tuple(pictures)
