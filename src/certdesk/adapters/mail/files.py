"""What a part is as a file: its name, its true kind, whether it is a text at all."""

import mimetypes
import re
import unicodedata

from certdesk.adapters.mail.structure import Entity

MAGIC = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"BM", "image/bmp"),
)
TEXT_TYPES = frozenset({"text/plain", "text/html", "text/enriched", "text/richtext"})
BAD_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
NAME_LIMIT = 150
USUAL_ENDINGS = {"image/jpeg": ".jpg", "image/jpg": ".jpg", "image/pjpeg": ".jpg", "message/rfc822": ".eml"}


def declared_name(part: Entity) -> str:
    """Return the name a part gives itself, or nothing."""
    _, disposition = part.disposition
    _, content_type = part.content_type
    name = disposition.get("filename") or content_type.get("name") or content_type.get("filename") or ""
    return safe_name(name)


def safe_name(name: str) -> str:
    """Keep a file name as written, without folders, control characters or excess length."""
    plain = unicodedata.normalize("NFC", BAD_IN_NAMES.sub("", name)).replace("\\", "/").rpartition("/")[2].strip()
    if len(plain) <= NAME_LIMIT:
        return plain
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[: NAME_LIMIT - 10]}{dot}{suffix[:9]}" if dot else plain[:NAME_LIMIT]


def invented_name(number: int, media_type: str) -> str:
    """Name a file that came without a name."""
    suffix = USUAL_ENDINGS.get(media_type) or mimetypes.guess_extension(media_type)
    return f"附件{number}{suffix or '.bin'}"


def true_type(content: bytes, declared: str) -> str:
    """Say what a content shows itself to be; what shows nothing is what it was declared."""
    for offset, magic, media_type in MAGIC:
        if content.startswith(magic, offset):
            office = media_type in {"application/zip", "application/x-ole-storage"} and declared.startswith(
                ("application/vnd.", "application/msword", "application/ms")
            )
            return declared if office else media_type
    return declared


def is_attached(part: Entity) -> bool:
    """Tell whether a part wants to be a file: so disposed, or named."""
    disposition, _ = part.disposition
    return disposition == "attachment" or bool(declared_name(part))


def is_binary(content: bytes) -> bool:
    """Tell whether what calls itself text is none."""
    head = content[:4096]
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return False  # UTF-16 text has zeros
    return b"\0" in head or (true_type(head, "") not in {"", "image/bmp"})
