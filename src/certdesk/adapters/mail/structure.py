"""The tree of a mail cut into its leaves, by positions in the bytes: nothing is copied, nothing is left over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from certdesk.adapters.mail.headers import Headers, parameters, split_head
from certdesk.adapters.mail.transfer import undo

TOO_MANY = "邮件层数或部分过多，其余内容未拆开，作为一个文件保存。"
UNCLOSED = "邮件结尾缺失，可能没有收完整。"
EPILOGUE = "邮件正式结尾之后还有内容，未作读取。"
DEPTH_LIMIT = 40
LEAF_LIMIT = 2_000
GUESSED_BOUNDARY = re.compile(rb"^--([^\s][^\r\n]{0,198}?)[ \t]*\r?\n(?=Content-)", re.MULTILINE | re.IGNORECASE)
MESSAGE_TYPES = frozenset({"message/rfc822", "message/global", "message/news"})


@dataclass(slots=True)
class Entity:
    """A mail or a part of one: a head, and a body between two positions of a buffer."""

    buffer: bytes
    headers: Headers
    body_start: int
    end: int
    depth: int = 0
    parent_type: str = ""  # the multipart it stands in
    position: int = 0  # its place there, from 0
    message: int = 0  # 0: the mail itself; n: the n-th message found inside it
    alternative: int = 0  # the multipart/alternative it stands in, however deep; 0: none
    default_type: str = "text/plain"
    _content_type: tuple[str, dict[str, str]] | None = None
    _disposition: tuple[str, dict[str, str]] | None = None

    @property
    def content_type(self) -> tuple[str, dict[str, str]]:
        """The media type, mended where it is no type at all, and its parameters."""
        if self._content_type is None:
            self._content_type = self._read_content_type()
        return self._content_type

    @property
    def disposition(self) -> tuple[str, dict[str, str]]:
        """How the part wants to be shown, and its parameters."""
        if self._disposition is None:
            self._disposition = parameters(self.headers.raw("content-disposition"))
        return self._disposition

    def treat_as(self, main: str) -> None:
        """Take the part for another type than it declares."""
        self._content_type = main, {}

    def _read_content_type(self) -> tuple[str, dict[str, str]]:
        main, found = parameters(self.headers.raw("content-type"))
        if main in {"text", "html", "plain"}:
            main = "text/html" if main == "html" else "text/plain"
        if "/" not in main:
            main = "application/octet-stream" if main else self.default_type
        return main, found


@dataclass(slots=True)
class Tree:
    """What cutting gave: leaves in order, the heads of inner messages, and what was damaged."""

    leaves: list[Entity] = field(default_factory=list)
    messages: list[Headers] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def entity_at(buffer: bytes, start: int, end: int) -> Entity:
    """Read the head at ``start`` and take the rest as body."""
    headers, body = split_head(buffer, start, end)
    return Entity(buffer, headers, body, end)


def cut(root: Entity, tree: Tree, *, open_messages: bool) -> None:
    """Cut a mail into leaves. Inner messages are opened unless the mail is a report about another one."""
    waiting = [root]
    while waiting:
        entity = waiting.pop()
        tree.problems.extend(entity.headers.problems)
        if len(tree.leaves) + len(waiting) >= LEAF_LIMIT or entity.depth >= DEPTH_LIMIT:
            _keep_whole(tree, entity)
            continue
        children = _children(tree, entity, open_messages=open_messages)
        if children:
            waiting.extend(reversed(children))
        else:
            tree.leaves.append(entity)


def _keep_whole(tree: Tree, entity: Entity) -> None:
    """Keep an entity as one leaf without looking further into it."""
    main, _ = entity.content_type
    if main.startswith(("multipart/", "message/")):
        tree.problems.append(TOO_MANY)
        entity.treat_as("application/octet-stream")
    tree.leaves.append(entity)


def _children(tree: Tree, entity: Entity, *, open_messages: bool) -> list[Entity]:
    main, found = entity.content_type
    if main.startswith("multipart/"):
        return _split_multipart(tree, entity, main, found.get("boundary", ""))
    if main in MESSAGE_TYPES and open_messages:
        return _open_message(tree, entity)
    return []


def _open_message(tree: Tree, entity: Entity) -> list[Entity]:
    """Open a forwarded message; some programs put it in base64 against the rules."""
    buffer, start, end = _plain_body(entity)
    inner = entity_at(buffer, start, end)
    if not inner.headers.fields:
        return []
    tree.messages.append(inner.headers)
    inner.depth, inner.message = entity.depth + 1, len(tree.messages)
    return [inner]


def _plain_body(entity: Entity) -> tuple[bytes, int, int]:
    """Return the body without a transfer encoding, which a container should not have had."""
    encoding = entity.headers.text("content-transfer-encoding")
    if encoding.lower() not in {"base64", "quoted-printable"}:
        return entity.buffer, entity.body_start, entity.end
    content = undo(entity.buffer, entity.body_start, entity.end, encoding).content
    return content, 0, len(content)


def _split_multipart(tree: Tree, entity: Entity, main: str, boundary: str) -> list[Entity]:
    """Split at the boundary lines; a lost boundary is looked for, a lost end is said."""
    for buffer, start, end in _bodies(entity):
        for mark in (boundary.encode("utf-8", "replace"), _guess_boundary(buffer, start, end)):
            regions, problem = _regions(buffer, start, end, mark) if mark else ([], "")
            if regions:
                tree.problems.extend([problem] if problem else [])
                return _parts(entity, main, buffer, regions)
    if entity.buffer[entity.body_start : entity.body_start + 4096].strip():
        tree.problems.append("邮件的分隔标记丢失，内容按一个整体读取。")
    entity.treat_as("text/plain")
    return []


def _bodies(entity: Entity) -> Iterator[tuple[bytes, int, int]]:
    """Offer the body as it stands, then decoded where a transfer encoding is declared."""
    yield entity.buffer, entity.body_start, entity.end
    decoded = _plain_body(entity)
    if decoded[0] is not entity.buffer:
        yield decoded


def _guess_boundary(buffer: bytes, start: int, end: int) -> bytes:
    match = GUESSED_BOUNDARY.search(buffer, start, min(end, start + 65_536))
    return match[1] if match else b""


def _regions(buffer: bytes, start: int, end: int, boundary: bytes) -> tuple[list[tuple[int, int]], str]:
    """Return the regions between boundary lines, and what is wrong with them. The preamble is for old programs."""
    regions: list[tuple[int, int]] = []
    opened, outside = -1, start
    for line_start, line_end, closing in _boundary_lines(buffer, start, end, b"--" + boundary):
        if opened >= 0:
            regions.append((opened, _before_newline(buffer, opened, line_start)))
        if len(regions) >= LEAF_LIMIT:
            return [*regions, (line_start, end)], TOO_MANY
        # Parts after a closing line are against the rules, but they are parts.
        opened, outside = (-1, line_end) if closing else (line_end, end)
    if opened >= 0:
        regions.append((opened, end))
        return regions, UNCLOSED
    return regions, EPILOGUE if buffer[outside : min(end, outside + 65_536)].strip() else ""


def _boundary_lines(buffer: bytes, start: int, end: int, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yield start and end of each line that is the mark, and whether it is the closing one."""
    position = start
    while (found := buffer.find(mark, position, end)) >= 0:
        position = found + len(mark)
        if found > start and buffer[found - 1] not in b"\r\n":
            continue
        newline = buffer.find(b"\n", position, min(end, position + 1000))
        line_end = newline + 1 if newline >= 0 else min(end, position + 1000)
        rest = buffer[position:line_end].strip()
        if rest in {b"", b"--"} or (rest.startswith(b"--") and not rest.strip(b"-")):
            yield found, line_end, bool(rest)
            position = line_end


def _before_newline(buffer: bytes, start: int, position: int) -> int:
    """Step back over the line break that belongs to the boundary."""
    for mark in (b"\n", b"\r"):
        if position > start and buffer[position - 1 : position] == mark:
            position -= 1
    return position


def _parts(entity: Entity, main: str, buffer: bytes, regions: list[tuple[int, int]]) -> list[Entity]:
    """Make an entity of each region."""
    parts = []
    # The body's position tells one multipart/alternative from another.
    alternative = entity.body_start + 1 if main == "multipart/alternative" else entity.alternative
    for position, (start, end) in enumerate(regions):
        part = entity_at(buffer, start, end)
        part.depth, part.message = entity.depth + 1, entity.message
        part.parent_type, part.position, part.alternative = main, position, alternative
        part.default_type = "message/rfc822" if main == "multipart/digest" else "text/plain"
        parts.append(part)
    return parts
