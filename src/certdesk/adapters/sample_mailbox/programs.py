"""How the usual mail programs build a mail: QQ, 163, Outlook, iPhone, and what WeChat passes on."""

import base64
import quopri
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
DESK = "lnjnjd@163.com"


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo on its way: the name its program gave it, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What somebody writes, before a program packs it."""

    key: str  # the local part of the Message-ID
    sender: str
    sender_name: str
    subject: str
    text: str
    sent: datetime
    pictures: tuple[Picture, ...] = ()
    headers: tuple[tuple[str, str], ...] = field(default=())


def qq(letter: Letter) -> bytes:
    """Pack as QQ mail does: GB18030 in base64 everywhere, text and HTML, an id for every part."""
    boundary, inner = f"----=_NextPart_{letter.key}_0", f"----=_NextPart_{letter.key}_1"
    html = "".join(f"<div>{line}</div>" for line in letter.text.split("\n"))
    head = _head(letter, "gb18030", [("X-Mailer", "QQMail 2.x"), ("X-QQ-STYLE", "1")])
    body = _part(f'multipart/alternative; boundary="{inner}"', "8Bit", b"", ())
    body += _sections(inner, [
        _part('text/plain; charset="gb18030"', "base64", _lines(letter.text.encode("gb18030")), ()),
        _part('text/html; charset="gb18030"', "base64", _lines(html.encode("gb18030")), ()),
    ])  # fmt: skip
    return head + _multipart("mixed", boundary, [body, *(_attached(each, "gb18030") for each in letter.pictures)])


def netease(letter: Letter) -> bytes:
    """Pack as 163's web mail does: GBK in base64."""
    boundary = f"----=_Part_{letter.key}"
    head = _head(letter, "GBK", [("X-Mailer", "Coremail Webmail Server Version XT5.0.14"), ("X-Priority", "3")])
    text = _part("text/plain; charset=GBK", "base64", _lines(letter.text.encode("gbk")), ())
    return head + _multipart("mixed", boundary, [text, *(_attached(each, "GBK") for each in letter.pictures)])


def outlook(letter: Letter) -> bytes:
    """Pack as Outlook does: GB2312 quoted-printable beside HTML, names as RFC 2231."""
    boundary, inner = f"_004_{letter.key}_", f"_000_{letter.key}_"
    html = "".join(f"<p class=3DMsoNormal>{line}<o:p></o:p></p>" for line in letter.text.split("\n"))
    head = _head(letter, "gb2312", [("X-Mailer", "Microsoft Outlook 16.0"), ("Content-Language", "zh-cn")])
    body = _part(f'multipart/alternative; boundary="{inner}"', "8bit", b"", ())
    body += _sections(inner, [
        _part('text/plain; charset="gb2312"', "quoted-printable", quopri.encodestring(letter.text.encode("gbk")), ()),
        _part('text/html; charset="gb2312"', "quoted-printable", html.encode("gbk"), ()),
    ])  # fmt: skip
    return head + _multipart("mixed", boundary, [body, *(_continued(each) for each in letter.pictures)])


def iphone(letter: Letter) -> bytes:
    """Pack as an iPhone does: UTF-8, pictures in the middle of the text, its own line at the end."""
    boundary = f"Apple-Mail-{letter.key}"
    head = _head(letter, "utf-8", [("X-Mailer", "iPhone Mail (21F90)"), ("Mime-Version", "1.0 (1.0)")])
    before, _, after = letter.text.partition("\n\n")
    parts = [_apple_text(before + "\n")]
    for number, picture in enumerate(letter.pictures):
        headers = (("Content-Disposition", f"inline; filename=IMG_{4100 + number}.jpeg"),
                   ("Content-Id", f"<{letter.key}-{number}@apple>"))  # fmt: skip
        parts.append(_part(f"image/jpeg; name=IMG_{4100 + number}.jpeg", "base64", _lines(picture.content), headers))
    parts.append(_apple_text(f"\n{after}\n\n发自我的iPhone\n"))
    return head + _multipart("mixed", boundary, parts)


def wechat(letter: Letter) -> bytes:
    """Pack as a telephone's mail program does with what was passed on from WeChat: HTML only."""
    boundary = f"=-{letter.key}="
    html = "<html><body>" + "<br>".join(letter.text.split("\n")) + "</body></html>"
    head = _head(letter, "utf-8", [("X-Mailer", "MailMasterAndroid/7.16.3_(14)")])
    text = _part("text/html; charset=utf-8", "base64", _lines(html.encode()), ())
    return head + _multipart("mixed", boundary, [text, *(_attached(each, "utf-8") for each in letter.pictures)])


def plain(letter: Letter) -> bytes:
    """Pack a text alone."""
    head = _head(letter, "utf-8", [("MIME-Version", "1.0")])
    return head + _part("text/plain; charset=utf-8", "base64", _lines(letter.text.encode()), ())


def _head(letter: Letter, charset: str, program: list[tuple[str, str]]) -> bytes:
    """Write the head, an empty sender left out."""
    sent = format_datetime(letter.sent.astimezone(CHINA))
    fields = [("From", f'"{_word(letter.sender_name, charset)}" <{letter.sender}>')] if letter.sender else []
    fields += [("To", f"<{DESK}>"), ("Subject", _word(letter.subject, charset)), ("Date", sent),
               ("Message-ID", f"<{letter.key}@rehearsal.example.invalid>"), *letter.headers, *program]  # fmt: skip
    return "".join(f"{name}: {value}\r\n" for name, value in fields if value).encode("ascii")


def _word(text: str, charset: str) -> str:
    """Write an encoded word, cut where it is full, even inside a character, as web mail does."""
    if text.isascii():
        return text
    data = text.encode(charset)
    pieces = [data[start : start + 45] for start in range(0, len(data), 45)]
    return "\r\n ".join(f"=?{charset}?B?{base64.b64encode(piece).decode('ascii')}?=" for piece in pieces)


def _lines(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def _part(kind: str, encoding: str, body: bytes, headers: tuple[tuple[str, str], ...]) -> bytes:
    fields = (("Content-Type", kind), ("Content-Transfer-Encoding", encoding), *headers)
    return "".join(f"{name}: {value}\r\n" for name, value in fields).encode("ascii") + b"\r\n" + body


def _attached(picture: Picture, charset: str) -> bytes:
    name = _word(picture.name, charset)
    disposition = ("Content-Disposition", f'attachment; filename="{name}"')
    return _part(f'image/jpeg; name="{name}"', "base64", _lines(picture.content), (disposition,))


def _continued(picture: Picture) -> bytes:
    """Write a file name in sections, as Outlook and Thunderbird do."""
    encoded = "".join(f"%{byte:02X}" for byte in picture.name.encode())
    pieces = [encoded[start : start + 48] for start in range(0, len(encoded), 48)]
    name = ";\r\n ".join(f"filename*{number}*={'utf-8' + chr(39) * 2 if not number else ''}{piece}"
                         for number, piece in enumerate(pieces))  # fmt: skip
    return _part("image/jpeg", "base64", _lines(picture.content), (("Content-Disposition", f"attachment;\r\n {name}"),))


def _apple_text(text: str) -> bytes:
    encoded = quopri.encodestring(text.encode()).replace(b"\n", b"\r\n")
    return _part("text/plain; charset=utf-8", "quoted-printable", encoded, ())


def _sections(boundary: str, parts: list[bytes]) -> bytes:
    mark = boundary.encode("ascii")
    return b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + mark + b"--\r\n"


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    head = f'MIME-Version: 1.0\r\nContent-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")
    return head + b"This is a multi-part message in MIME format.\r\n\r\n" + _sections(boundary, parts)
