"""Every leaf of a mail becomes text or files. A leaf that cannot be read becomes a file as it stands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from certdesk.adapters.mail.body import html_to_text, is_stub, join_flowed, meta_charset, tidy
from certdesk.adapters.mail.charset import decode
from certdesk.adapters.mail.cloud import cloud_links
from certdesk.adapters.mail.files import (
    TEXT_TYPES,
    declared_name,
    invented_name,
    is_attached,
    is_binary,
    safe_name,
    true_type,
)
from certdesk.adapters.mail.structure import Entity, Tree, cut, entity_at
from certdesk.adapters.mail.transfer import Payload, undo
from certdesk.adapters.mail.wrapped import Found, open_winmail, signed_content, take_data_pictures, take_uuencoded
from certdesk.ports.mail_parser import CloudLink, FileOrigin, MailFile

SIGNATURE_TYPES = frozenset({
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature",
})  # fmt: skip
SMIME_TYPES = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
TNEF_TYPES = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
REPORT_TYPES = frozenset({
    "message/delivery-status", "message/disposition-notification", "text/rfc822-headers", "message/global-headers",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of readable text: plain, or HTML source still to be rendered."""

    source: str
    html: bool
    message: int
    alternative: int


@dataclass(slots=True)
class Harvest:
    """What the leaves gave."""

    texts: list[Text] = field(default_factory=list)
    files: list[MailFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    links: list[CloudLink] = field(default_factory=list)
    parts_in: int = 0
    parts_out: int = 0
    html_only: bool = False
    rendered: dict[int, str] = field(default_factory=dict)

    def text_of(self, message: int) -> str:
        """Return the readable text of the mail itself (0) or of the n-th message inside it."""
        return self.rendered.get(message, "")

    def note(self, problem: str) -> None:
        """Record a problem, unless there is none."""
        if problem:
            self.problems.append(problem)

    def add_file(self, name: str, media_type: str, content: bytes, origin: FileOrigin) -> None:
        """Keep a file; one without a name gets one."""
        kind = true_type(content, media_type or "application/octet-stream")
        self.files.append(
            MailFile(
                name=safe_name(name) or invented_name(len(self.files) + 1, kind),
                media_type=kind,
                content=content,
                inline=origin is FileOrigin.INLINE,
                origin=origin,
            )
        )
        self.parts_out += 1

    def add_found(self, found: Sequence[Found], origin: FileOrigin) -> None:
        """Keep files that were inside something else; each counts as a part."""
        self.parts_in += len(found)
        for item in found:
            self.add_file(item.name, item.media_type, item.content, origin)


def gather(tree: Tree) -> Harvest:
    """Place every leaf and render the texts. A signed wrapper adds leaves to the tree while it is walked."""
    harvest = Harvest()
    position = 0
    while position < len(tree.leaves):
        _place(harvest, tree, tree.leaves[position])
        position += 1
    harvest.parts_in += len(tree.leaves)
    _render(harvest)
    return harvest


def _place(harvest: Harvest, tree: Tree, leaf: Entity) -> None:
    """Put one leaf where it belongs."""
    main, found = leaf.content_type
    payload = undo(leaf.buffer, leaf.body_start, leaf.end, leaf.headers.text("content-transfer-encoding"))
    harvest.note(payload.problem)
    if main in SMIME_TYPES and found.get("smime-type", "").lower() != "certs-only":
        _open_signed(harvest, tree, leaf, payload)
    elif main in TNEF_TYPES or declared_name(leaf).lower() == "winmail.dat":
        _place_winmail(harvest, leaf, payload)
    elif main in TEXT_TYPES and not is_attached(leaf) and not is_binary(payload.content):
        _place_text(harvest, leaf, payload.content)
    else:
        harvest.add_file(declared_name(leaf), main, payload.content, _origin(leaf, main))


def _origin(leaf: Entity, main: str) -> FileOrigin:
    if main in SIGNATURE_TYPES or main in REPORT_TYPES or leaf.parent_type == "multipart/report":
        return FileOrigin.TECHNICAL
    if leaf.message:
        return FileOrigin.FORWARDED
    disposition, _ = leaf.disposition
    in_text = "content-id" in leaf.headers.fields and main.startswith("image/") and disposition != "attachment"
    return FileOrigin.INLINE if disposition == "inline" or in_text else FileOrigin.ATTACHMENT


def _open_signed(harvest: Harvest, tree: Tree, leaf: Entity, payload: Payload) -> None:
    """Open an S/MIME wrapper that only signs; what is encrypted stays a file."""
    content = signed_content(payload.content)
    if content is None:
        harvest.note("邮件经过加密，无法打开，请发件人改用普通邮件重新发送。")
        name = declared_name(leaf) or "smime.p7m"
        harvest.add_file(name, "application/pkcs7-mime", payload.content, _origin(leaf, ""))
        return
    inner = entity_at(content, 0, len(content))
    inner.depth, inner.message, inner.alternative = leaf.depth + 1, leaf.message, leaf.alternative
    cut(inner, tree, open_messages=True)
    harvest.parts_out += 1


def _place_winmail(harvest: Harvest, leaf: Entity, payload: Payload) -> None:
    opened = open_winmail(payload.content)
    if opened is None:
        harvest.note("附件 winmail.dat 无法打开，已原样保存。")
        harvest.add_file(declared_name(leaf), "application/ms-tnef", payload.content, FileOrigin.ATTACHMENT)
        return
    harvest.parts_out += 1
    harvest.add_found(opened.files, FileOrigin.WINMAIL)
    if (opened.text or opened.html) and not any(text.message == leaf.message for text in harvest.texts):
        source = opened.text or opened.html
        harvest.texts.append(Text(source, not opened.text, leaf.message, 0))


def _place_text(harvest: Harvest, leaf: Entity, content: bytes) -> None:
    main, found = leaf.content_type
    is_html = main == "text/html"
    content, opened = take_uuencoded(content)
    harvest.note(opened.problem)
    harvest.add_found(opened.files, FileOrigin.UUENCODE)
    decoded = decode(content, found.get("charset", "") or (meta_charset(content) if is_html else ""))
    harvest.note(decoded.problem)
    source = decoded.text
    if is_html:
        source, pictures = take_data_pictures(source)
        harvest.add_found(pictures, FileOrigin.INLINE)
    elif found.get("format", "").lower() == "flowed":
        source = join_flowed(source.replace("\r\n", "\n"), without_space=found.get("delsp", "").lower() == "yes")
    harvest.links.extend(cloud_links(source))
    harvest.texts.append(Text(source, is_html, leaf.message, leaf.alternative))
    harvest.parts_out += 1


def _render(harvest: Harvest) -> None:
    """Choose between the twins of each alternative and join the pieces of each message in their order."""
    twins: dict[tuple[int, int], list[Text]] = defaultdict(list)
    for text in harvest.texts:
        twins[text.message, text.alternative].append(text)
    pieces: dict[int, list[str]] = defaultdict(list)
    used_plain = used_html = False
    for (message, alternative), texts in twins.items():
        chosen = _choose(texts) if alternative else texts
        for text in chosen:
            pieces[message].append(tidy(html_to_text(text.source) if text.html else text.source))
            used_html = used_html or text.html
            used_plain = used_plain or (not text.html and bool(text.source.strip()))
    harvest.rendered = {message: "\n".join(piece for piece in found if piece) for message, found in pieces.items()}
    harvest.html_only = used_html and not used_plain


def _choose(texts: list[Text]) -> list[Text]:
    """Take the plain twin unless it says nothing of its own."""
    plain = [text for text in texts if not text.html]
    html = [text for text in texts if text.html]
    if not html:
        return plain
    if plain and not is_stub("\n".join(text.source for text in plain), "\n".join(text.source for text in html)):
        return plain
    return html
