"""How a hard mail and what must be read from it are written down."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"made up photo "
ID_ONE = "210199199003071232"  # county 99 does not exist
ID_TWO = "210199198506124565"
NUMBER = "1807000000103353"


@dataclass(frozen=True)
class Case:
    """A mail, and what must be read from it; what is not named is not checked, except that nothing is damaged."""

    name: str
    raw: bytes
    expect: dict[str, Any] = field(default_factory=dict)


def photo(number: int) -> bytes:
    return PHOTO + str(number).encode()


def b64(data: bytes) -> bytes:
    return base64.encodebytes(data)


def word(text: str, charset: str, label: str = "") -> str:
    """One encoded word in base64; ``label`` is what the mail program calls the character set."""
    return f"=?{label or charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="


def mail(*headers: str, body: bytes = b"", sender: str = "zhang@qq.example.invalid", key: str = "1") -> bytes:
    """A mail with the usual head; later headers of the same name are not checked."""
    fields = [f"From: {sender}", "To: lnjnjd@163.com", f"Message-ID: <{key}@qq.example.invalid>"]
    fields += ["Date: Mon, 23 Nov 2026 09:30:00 +0800", *headers]
    return "\r\n".join(fields).encode("ascii") + b"\r\n\r\n" + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def raw_mail(*headers: bytes, body: bytes = b"") -> bytes:
    """A mail whose head holds eight-bit bytes."""
    fields = [b"To: lnjnjd@163.com", b"Message-ID: <raw@qq.example.invalid>", *headers]
    return b"\r\n".join(fields) + b"\r\n\r\n" + body


def part(kind: str, content: bytes, *headers: str) -> bytes:
    return "\n".join([f"Content-Type: {kind}", *headers]).encode("ascii") + b"\n\n" + content


def multipart(boundary: str, parts: Sequence[bytes], *, closed: bool = True) -> bytes:
    mark = b"--" + boundary.encode("ascii")
    body = b"".join(mark + b"\n" + each + b"\n" for each in parts)
    return body + (mark + b"--\n" if closed else b"")


def jpeg(number: int, *headers: str, kind: str = "image/jpeg") -> bytes:
    return part(kind, b64(photo(number)), "Content-Transfer-Encoding: base64", *headers)


def text_part(text: str, charset: str = "utf-8", label: str = "") -> bytes:
    encoded = b64(text.encode(charset))
    return part(f"text/plain; charset={label or charset}", encoded, "Content-Transfer-Encoding: base64")


def jpeg_file(name: str, number: int, *, inline: bool = False, origin: str = "attachment") -> dict[str, Any]:
    return {"name": name, "media_type": "image/jpeg", "size": len(photo(number)), "inline": inline, "origin": origin}
