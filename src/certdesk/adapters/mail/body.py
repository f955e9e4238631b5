"""Bodies to plain text: HTML rendered, flowed lines joined."""

import html as entities
import re

from inscriptis import get_text
from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.model.config import ParserConfig

HTML_LIMIT = 2_000_000  # characters of HTML that are rendered; the rest only loses its tags
CONFIG = ParserConfig(css=STRICT_CSS_PROFILE)
UNSEEN = re.compile(r"<(script|style|head|title)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/table|/blockquote)\b[^>]{0,2000}>", re.IGNORECASE)
CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z!][^<>]{0,20000}>")
META_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
EMPTY_LINES = re.compile(r"\n{4,}")
HAN = re.compile("[\u3400-\u9fff]")
STUB = re.compile(
    r"(?i)(?:不支持|无法(?:显示|查看)).{0,12}HTML|HTML(?:格式)?的?邮件|"
    r"not (?:support|display).{0,20}html|view.{0,20}in.{0,20}browser"
)
ENOUGH = 20


def html_to_text(html: str) -> str:
    """Render HTML as a reader would see it; what the renderer drops by itself is taken back from the plain strip."""
    crude = _strip_tags(html)
    if len(html) > HTML_LIMIT:
        return crude
    try:
        rendered = str(get_text(html, CONFIG))
    except Exception:  # noqa: BLE001 - whatever a renderer meets in strangers' HTML, the text must come through
        return crude
    # libxml2 stops at its own depth limit without a word: count what came through.
    return rendered if len(HAN.findall(rendered)) >= 0.9 * len(HAN.findall(crude)) else crude


def _strip_tags(html: str) -> str:
    text = UNSEEN.sub(" ", html)
    text = CELL.sub(" \t", BREAK.sub("\n", text))
    lines = (" ".join(line.split()) for line in entities.unescape(TAG.sub("", text)).splitlines())
    return "\n".join(line for line in lines if line)


def is_stub(plain: str, html: str) -> bool:
    """Tell whether the plain twin of an HTML body says nothing of its own."""
    text = "".join(plain.split())
    if not text or (len(text) < 200 and STUB.search(plain)):  # noqa: PLR2004 - a longer text says something of its own
        return True
    return len(text) < ENOUGH and len("".join(_strip_tags(html).split())) > 2 * len(text) + ENOUGH


def join_flowed(text: str, *, without_space: bool) -> str:
    """Join the soft-wrapped lines of format=flowed (RFC 3676)."""
    lines: list[str] = []
    open_line = False
    for line in text.split("\n"):
        stuffed = line.removeprefix(" ")
        flows = stuffed.endswith(" ") and stuffed != "-- " and not stuffed.startswith(">")
        piece = stuffed[:-1] if flows and without_space else stuffed
        if open_line:
            lines[-1] += piece
        else:
            lines.append(piece)
        open_line = flows
    return "\n".join(lines)


def tidy(text: str) -> str:
    """Normalise line ends, drop control characters and trailing blanks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = CONTROL.sub("", text).replace("\u00a0", " ").replace("\u2028", "\n").replace("\u2029", "\n")
    text = "\n".join(line.rstrip(" \t\u3000") for line in text.split("\n"))
    return EMPTY_LINES.sub("\n\n\n", text).strip("\n")


def meta_charset(data: bytes) -> str:
    """Read the character set an HTML body declares inside itself."""
    match = META_CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else ""
