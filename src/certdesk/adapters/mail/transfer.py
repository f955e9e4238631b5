"""Transfer encodings undone, as far as damaged data allows. Works on views, so a 50 MB part is copied once."""

import binascii
import re
from dataclasses import dataclass

import pybase64

from certdesk.adapters.mail.headers import decode_base64_loosely

LOOK = 4096  # bytes that show whether a part is encoded at all
NOT_ENCODED = "有一部分声明为base64编码，实际没有编码，已按原文读取。"
DAMAGED_BASE64 = "有附件或正文的编码不完整，可能有缺失。"
PLAIN_ENCODINGS = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit", "none", "8bits", "7bits", "utf-8"})
NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]")
INNER_BLANK = re.compile(rb"[^\s][ \t]+(?=[^\s])")
UU_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,300})\r?\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Payload:
    """Decoded bytes and what was wrong with their encoding (empty: nothing)."""

    content: bytes
    problem: str = ""


def undo(data: bytes, start: int, end: int, encoding: str) -> Payload:
    """Decode the region of ``data`` by its Content-Transfer-Encoding."""
    name = encoding.strip().strip("\"'").lower().partition(";")[0].strip().replace(" ", "")
    region = memoryview(data)[start:end]
    if name in {"base64", "base-64", "x-base64"}:
        return _undo_base64(data, start, end, region)
    if name in {"quoted-printable", "quotedprintable", "qp"}:
        return Payload(binascii.a2b_qp(region))
    if name in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        blocks = uu_blocks(bytes(region))
        if blocks:
            return Payload(blocks[0].content, blocks[0].problem)
        return Payload(bytes(region), "有附件的编码（uuencode）无法识别，已原样保存。")
    problem = "" if name in PLAIN_ENCODINGS else f"有一部分使用了不认识的传输编码“{name[:40]}”，已原样保存。"
    return Payload(bytes(region), problem)


def _undo_base64(data: bytes, start: int, end: int, region: memoryview) -> Payload:
    """Decode base64; data after the first padding is read too when it is base64 as well."""
    if _is_no_base64(bytes(region[:LOOK])):
        return Payload(bytes(region), NOT_ENCODED)
    padding = data.find(b"=", start, end)
    tail_start = padding if padding >= 0 else end
    while tail_start < end and data[tail_start] in b"= \t\r\n":
        tail_start += 1
    try:
        head = pybase64.b64decode(region[: tail_start - start])
        problem = ""
    except binascii.Error:
        head = decode_base64_loosely(bytes(region[: tail_start - start])) or b""
        problem = DAMAGED_BASE64
    if tail_start < end:
        return _with_tail(data, tail_start, end, head)
    if not head and region.nbytes and bytes(region[:4096]).strip():
        return Payload(bytes(region), DAMAGED_BASE64)
    return Payload(head, problem)


def _is_no_base64(sample: bytes) -> bool:
    """Tell plain text under a wrong label: blanks inside its first line, characters that base64 does not have."""
    first_line = sample.strip().partition(b"\n")[0]
    foreign = len(NOT_BASE64.findall(first_line)) + len(INNER_BLANK.findall(first_line))
    return foreign * 20 > len(first_line)


def _with_tail(data: bytes, start: int, end: int, head: bytes) -> Payload:
    """Go on after a padding in the middle: several base64 texts were joined, or a footer was added."""
    pieces, position = [head], start
    while position < end:
        stop = data.find(b"=", position, end)
        stop = end if stop < 0 else stop
        if NOT_BASE64.search(data, position, stop):
            return Payload(b"".join(pieces), "有一部分在编码数据之后还有别的文字，未能读取。")
        pieces.append(decode_base64_loosely(data[position:stop]) or b"")
        position = stop
        while position < end and data[position] in b"= \t\r\n":
            position += 1
    return Payload(b"".join(pieces))


@dataclass(frozen=True, slots=True)
class UuBlock:
    """One uuencoded file inside a text: its raw name, content, and the region it took."""

    raw_name: bytes
    content: bytes
    start: int
    end: int
    problem: str = ""


def uu_blocks(data: bytes) -> tuple[UuBlock, ...]:
    """Find the uuencoded files in a text."""
    blocks: list[UuBlock] = []
    position = 0
    while (match := UU_BEGIN.search(data, position)) is not None:
        block = _uu_block(data, match)
        if block is not None:
            blocks.append(block)
        position = block.end if block is not None else match.end()
    return tuple(blocks)


def _uu_block(data: bytes, match: re.Match[bytes]) -> UuBlock | None:
    """Read the lines of one block up to its end line; no block when its first line is no data."""
    pieces: list[bytes] = []
    position, problem = match.end(), "有 uuencode 附件没有结尾，可能不完整。"
    while position < len(data):
        newline = data.find(b"\n", position)
        after = len(data) if newline < 0 else newline + 1
        line = data[position:after].rstrip(b"\r\n")
        if line.strip() == b"end":
            return UuBlock(match[1].strip(), b"".join(pieces), match.start(), after)
        decoded = _uu_line(line)
        if decoded is None:
            break
        pieces.append(decoded)
        position = after
    if not any(pieces):
        return None
    return UuBlock(match[1].strip(), b"".join(pieces), match.start(), position, problem)


def _uu_line(line: bytes) -> bytes | None:
    """Decode one line; programs that miscount its trailing padding are forgiven."""
    if not line.strip():
        return b""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        size = (((line[0] - 32) & 63) * 4 + 5) // 3
        try:
            return binascii.a2b_uu(line[:size])
        except binascii.Error:
            return None
