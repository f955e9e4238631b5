"""The head of a mail or part: lines, encoded words, parameters, addresses, from bytes that may break any rule."""

import binascii
import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from certdesk.adapters.mail.charset import decode

HEAD_LIMIT = 1_000_000  # bytes of a head that are looked at
VALUE_LIMIT = 65_536  # bytes of one value
FIELD = re.compile(rb"([\x21-\x39\x3b-\x7e]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
KNOWN_FIELD = re.compile(
    rb"(?i)(?:from|to|cc|bcc|sender|subject|date|message-id|mime-version|content-[a-z-]+|received|return-path|reply-to|"
    rb"references|in-reply-to|x-[a-z0-9-]+|dkim-signature|authentication-results)[ \t]*:"
)
WORD_CHARSET = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?")
SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True)
class Headers:
    """The fields of one head, names in lower case, values unfolded bytes in order of appearance."""

    fields: dict[str, list[bytes]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def raw(self, name: str) -> bytes:
        """Return the first value of a field, or nothing."""
        values = self.fields.get(name)
        return values[0] if values else b""

    def text(self, name: str) -> str:
        """Return the first value of a field as readable text."""
        return decode_header(self.raw(name))

    def all_text(self, name: str) -> tuple[str, ...]:
        """Return every value of a field as readable text."""
        return tuple(decode_header(value) for value in self.fields.get(name, ()))


def split_head(data: bytes, start: int, end: int) -> tuple[Headers, int]:
    """Read the head that begins at ``start``; also return where the body begins."""
    headers = Headers()
    position = start
    name = ""
    while position < end:
        stop, after = _line_end(data, position, end)
        if stop == position:
            return headers, after
        line = data[position : min(stop, position + VALUE_LIMIT)]
        if position - start > HEAD_LIMIT:
            headers.problems.append("邮件头过长，只读取了开头部分。")
            return headers, _after_blank_line(data, position, end)
        name = _take_line(headers, name, line)
        if not name and not _head_goes_on(data, after, end):
            return headers, position
        position = after
    return headers, end


def _line_end(data: bytes, position: int, end: int) -> tuple[int, int]:
    """Return where the line's content stops and where the next line begins."""
    newline = data.find(b"\n", position, end)
    if newline < 0:
        newline = end
    carriage = data.find(b"\r", position, newline)
    if carriage < 0:
        return newline, min(newline + 1, end)
    return carriage, carriage + (2 if carriage + 1 == newline and newline < end else 1)


def _after_blank_line(data: bytes, position: int, end: int) -> int:
    ends = [found + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if (found := data.find(mark, position, end)) >= 0]
    return min(ends, default=end)


def _take_line(headers: Headers, name: str, line: bytes) -> str:
    """Add one line to the head; return the field it belongs to, or nothing when it is no header line."""
    if line[:1] in b" \t":
        if name:
            _append(headers, name, line)
        return name or ("" if line.strip() else " ")
    match = FIELD.match(line)
    if match:
        name = match[1].decode("ascii").lower()
        headers.fields.setdefault(name, []).append(match[2].strip())
        return name
    if line.startswith((b"From ", b">From ")) and not headers.fields:
        return " "  # an mbox separator
    if name and name in headers.fields:
        _append(headers, name, line)  # a folded line that lost its indent; the caller looks whether the head goes on
    return ""


def _append(headers: Headers, name: str, line: bytes) -> None:
    values = headers.fields.get(name)
    if values and len(values[-1]) < VALUE_LIMIT:
        values[-1] = values[-1] + b" " + line.strip()


def _head_goes_on(data: bytes, position: int, end: int) -> bool:
    """Look a few lines ahead for a field that every mail program knows."""
    for _ in range(5):
        stop, after = _line_end(data, position, end)
        if stop == position:
            return False
        if KNOWN_FIELD.match(data, position, stop):
            return True
        position = after
    return False


def decode_header(raw: bytes) -> str:
    """Turn a field's bytes into one line of text: raw eight-bit bytes, then encoded words."""
    text = decode(raw[:VALUE_LIMIT]).text
    return SPACE.sub(" ", decode_words(text)).replace("\0", "").strip()


def decode_words(text: str) -> str:
    """Decode the encoded words of RFC 2047, also where they stand against its rules."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    charset, pending, position = "", b"", 0
    while (word := _next_word(text, position)) is not None:
        between = text[position : word.start]
        # Adjacent words are joined as bytes: many programs split inside a character.
        if pending and (between.strip() or word.charset != charset):
            pieces.append(decode(pending, charset).text)
            pending = b""
        if between.strip() or not (pending or pieces):
            pieces.append(between)
        charset, pending, position = word.charset, pending + word.payload, word.end
    if pending:
        pieces.append(decode(pending, charset).text)
    return "".join(pieces) + text[position:]


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    charset: str
    payload: bytes


def _next_word(text: str, position: int) -> _Word | None:
    """Find the next encoded word that can be read."""
    while (match := WORD_CHARSET.search(text, position)) is not None:
        stop = text.find("?=", match.end())
        if stop < 0:
            return None
        payload = _word_payload(text[match.end() : stop], match[2].lower())
        if payload is not None:
            return _Word(match.start(), stop + 2, match[1].lower(), payload)
        position = match.end()
    return None


def _word_payload(content: str, encoding: str) -> bytes | None:
    data = content.encode("utf-8", "replace")
    if encoding == "q":
        return binascii.a2b_qp(data.replace(b"_", b" "), header=False)
    return decode_base64_loosely(data)


def decode_base64_loosely(data: bytes) -> bytes | None:
    """Decode base64 whose padding is wrong or missing; nothing when it is no base64 at all."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(letters) * 2 < len(data):
        return None
    if len(letters) % 4 == 1:
        letters = letters[:-1]
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


PARAMETER = re.compile(
    r""";\s*([^\s=;"]{1,80}?)\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)""",
    re.DOTALL,
)
CONTINUED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")


def parameters(raw: bytes) -> tuple[str, dict[str, str]]:
    """Split a value such as Content-Type's into its main value and its decoded parameters."""
    value = raw[:VALUE_LIMIT]
    # One character per byte keeps raw GBK bytes apart from the syntax until their character set is known.
    text = value.decode("latin-1")
    main, _, _ = text.partition(";")
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in PARAMETER.finditer(text):
        name = CONTINUED.fullmatch(match[1].lower())
        if name is not None:
            section = int(name[2]) if name[2] else -1
            pieces.setdefault(name[1], []).append((section, bool(name[3]), _unquote(match[2])))
    return main.strip().lower(), {name: _join_sections(found) for name, found in pieces.items()}


def _unquote(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        value = value[1:].removesuffix('"')
        if value.isascii():  # in raw GBK a backslash may be the second half of a character
            value = re.sub(r"\\(.)", r"\1", value)
    return value


def _join_sections(found: list[tuple[int, bool, str]]) -> str:
    """Join the sections of RFC 2231 in their order; its extended form wins over a plain twin."""
    continued = sorted((item for item in found if item[0] >= 0), key=lambda item: item[0])
    extended = [item for item in found if item[1] and item[0] < 0]
    sections = continued or extended or found[:1]
    charset, data = "", b""
    for index, (_, is_extended, value) in enumerate(sections):
        piece = value
        if is_extended and index == 0 and piece.count("'") >= 2:  # noqa: PLR2004 - charset'language'text
            charset, _, piece = piece.split("'", 2)
        data += unquote_to_bytes(piece.encode("latin-1")) if is_extended else piece.encode("latin-1")
    return SPACE.sub(" ", decode_words(decode(data, charset).text)).strip()


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: display name as written, address in lower case."""

    name: str
    address: str


ANGLE = re.compile(r"<([^<>]{0,2000})>")
BARE = re.compile(r"[^\s<>()\"',;:；，@]{1,128}@[^\s<>()\"',;:；，@]{1,255}")


def addresses(raw: bytes) -> tuple[Address, ...]:
    """Read every mailbox of a From, To or Reply-To field. Structure first, encoded words after."""
    text = decode(raw[:VALUE_LIMIT]).text
    return tuple(found for part in _split_commas(text) if (found := _address(part)) is not None)


def _split_commas(text: str) -> list[str]:
    """Split at the commas that stand outside quotes, comments and angle brackets."""
    parts: list[str] = []
    current: list[str] = []
    depth, quoted = 0, False
    for char in text:
        if char == '"':
            quoted = not quoted
        elif not quoted and char in "<(":
            depth += 1
        elif not quoted and char in ">)":
            depth = max(0, depth - 1)
        if char in ",;" and not quoted and not depth:
            parts.append("".join(current))
            current = []
        else:
            current.append(char)
    return [*parts, "".join(current)]


def _address(part: str) -> Address | None:
    """Read one mailbox; the last angle bracket holds the address, whatever the display name pretends."""
    angles = list(ANGLE.finditer(part))
    if angles:
        name = part[: angles[-1].start()]
        address = angles[-1][1]
    else:
        bare = BARE.search(part) if "@" in part else None
        name = part[: bare.start()] + part[bare.end() :] if bare else part
        address = bare[0] if bare else ""
    address = SPACE.sub("", decode_words(address)).strip("<>'\"").lower()
    name = SPACE.sub(" ", decode_words(name.strip().strip("'\"()").strip())).strip().strip("\"'")
    return Address(name, address) if name or address else None


MESSAGE_ID = re.compile(r"<([^<>\s]{1,998})>")


def message_ids(raw: bytes) -> tuple[str, ...]:
    """Read the Message-IDs of a field, in angle brackets, at most fifty."""
    text = decode(raw[:VALUE_LIMIT]).text
    found = tuple(f"<{match[1]}>" for match in MESSAGE_ID.finditer(text))[:50]
    bare = text.strip()
    return found or ((f"<{bare.strip('<>')}>",) if bare.strip("<>") and " " not in bare else ())
