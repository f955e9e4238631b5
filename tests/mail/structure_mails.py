"""How files hide in mails: names, wrappers, lost boundaries, mails inside mails."""

import base64
import struct
from urllib.parse import quote

from asn1crypto import cms
from tests.mail.cases import Case, b64, jpeg, jpeg_file, mail, multipart, part, photo, text_part, word

MIXED = 'Content-Type: multipart/mixed; boundary="bb"'
ATTACHED = "Content-Disposition: attachment"


def _names() -> list[Case]:
    """Names in every dress, and none at all."""
    long = "辽宁省技能人才评价工作网查询结果截图第一页完整版（张三）.jpg"
    encoded = quote(long.encode())
    pieces = [encoded[start : start + 60] for start in range(0, len(encoded), 60)]
    sections = ";\n ".join(
        f"filename*{number}*={chr(39).join(['utf-8', '', piece]) if number == 0 else piece}"
        for number, piece in enumerate(pieces)
    )
    shuffled = ";\n ".join(reversed(sections.split(";\n ")))
    gbk = "".join(f"%{byte:02X}" for byte in "身份证.jpg".encode("gbk"))
    return [
        _one_file("name-rfc2231-in-sections", long, f"{ATTACHED};\n {sections}"),
        _one_file("name-rfc2231-out-of-order", long, f"{ATTACHED};\n {shuffled}"),
        _one_file("name-rfc2231-gbk", "身份证.jpg", f"{ATTACHED}; filename*=gb2312''{gbk}"),
        _one_file(
            "name-encoded-word-in-quotes", "身份证正面.jpg", f'{ATTACHED}; filename="{word("身份证正面.jpg", "gbk")}"'
        ),
        _one_file(
            "name-two-words-cut", "身份证国徽面照片.jpg", f'{ATTACHED}; filename="{_two_words("身份证国徽面照片.jpg")}"'
        ),
        _one_file(
            "name-only-in-content-type", "证书.jpg", ATTACHED, kind=f'image/jpeg; name="{word("证书.jpg", "utf-8")}"'
        ),
        _one_file("name-with-folders", "a.jpg", f'{ATTACHED}; filename="C:\\\\Users\\\\x\\\\..\\\\a.jpg"'),
        _one_file("name-missing", "附件1.jpg", ATTACHED),
        _one_file("name-missing-and-type-lies", "附件1.jpg", "X-Note: none", kind="application/octet-stream"),
        _one_file(
            "name-and-plain-text-type", "照片.jpg", ATTACHED, kind=f'text/plain; name="{word("照片.jpg", "gbk")}"'
        ),
    ]


def _two_words(name: str) -> str:
    data = name.encode("gb18030")
    halves = (data[:7], data[7:])
    return "\n ".join(f"=?gb18030?B?{base64.b64encode(half).decode()}?=" for half in halves)


def _one_file(case: str, name: str, disposition: str, kind: str = "image/jpeg") -> Case:
    body = multipart("bb", [text_part("材料见附件"), jpeg(1, disposition, kind=kind)])
    return Case(case, mail(MIXED, body=body), {"new_text": "材料见附件", "files": [jpeg_file(name, 1)]})


def _wrappers() -> list[Case]:
    """winmail.dat, uuencode, S/MIME, pictures inside HTML."""
    signed = cms.ContentInfo(
        {
            "content_type": "signed_data",
            "content": cms.SignedData(
                {
                    "version": "v1",
                    "digest_algorithms": [],
                    "encap_content_info": {"content_type": "data", "content": text_part("签名邮件的正文")},
                    "signer_infos": [],
                }
            ),
        }
    ).dump()
    uu = b"begin 644 photo.jpg\n" + _uuencode(photo(3)) + b"`\nend\n"
    html = f'<p>照片：</p><img src="data:image/jpeg;base64,{base64.b64encode(photo(4)).decode()}"><img src="cid:x1">'
    related = multipart("rr", [part("text/html; charset=utf-8", html.encode()), jpeg(5, "Content-ID: <x1>")])
    detached = multipart(
        "bb",
        [text_part("见附件"), part("application/pkcs7-signature", b64(b"sig"), "Content-Transfer-Encoding: base64")],
    )
    return [
        Case(
            "winmail-dat",
            mail(
                MIXED,
                body=multipart(
                    "bb",
                    [
                        text_part("见附件"),
                        part(
                            "application/ms-tnef; name=winmail.dat", b64(_tnef()), "Content-Transfer-Encoding: base64"
                        ),
                    ],
                ),
            ),
            {"new_text": "见附件", "files": [jpeg_file("idcard.jpg", 2, origin="winmail")], "parts_in": 3},
        ),
        Case(
            "winmail-dat-broken",
            mail(
                MIXED,
                body=multipart(
                    "bb",
                    [
                        text_part("见附件"),
                        part(
                            "application/ms-tnef; name=winmail.dat",
                            b64(_tnef()[:20]),
                            "Content-Transfer-Encoding: base64",
                        ),
                    ],
                ),
            ),
            {"files": [{"name": "winmail.dat", "origin": "attachment"}], "problems": []},
        ),
        Case(
            "uuencode-in-the-text",
            mail(body="照片如下\n".encode() + uu + "谢谢\n".encode()),
            {"new_text": "照片如下\n谢谢", "files": [jpeg_file("photo.jpg", 3, origin="uuencode")]},
        ),
        Case(
            "smime-opaque",
            mail(
                "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
                "Content-Transfer-Encoding: base64",
                body=b64(signed),
            ),
            {"new_text": "签名邮件的正文", "files": []},
        ),
        Case(
            "smime-encrypted",
            mail(
                "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
                "Content-Transfer-Encoding: base64",
                body=b64(b"0\x80secret"),
            ),
            {"files": [{"name": "smime.p7m"}], "problems": ["加密"]},
        ),
        Case(
            "smime-detached",
            mail('Content-Type: multipart/signed; protocol="x"; boundary=bb', body=detached),
            {"new_text": "见附件", "files": [{"media_type": "application/pkcs7-signature", "origin": "technical"}]},
        ),
        Case(
            "pictures-in-html",
            mail('Content-Type: multipart/related; boundary="rr"', body=related),
            {
                "html_only": True,
                "files": [
                    jpeg_file("正文图片1.jpg", 4, inline=True, origin="inline"),
                    jpeg_file("附件2.jpg", 5, inline=True, origin="inline"),
                ],
            },
        ),
    ]


def _uuencode(data: bytes) -> bytes:
    chunks = [data[start : start + 45] for start in range(0, len(data), 45)]
    return b"".join(_uu_line(chunk) for chunk in chunks)


def _uu_line(chunk: bytes) -> bytes:
    padded = chunk + bytes(-len(chunk) % 3)
    letters = []
    for start in range(0, len(padded), 3):
        value = int.from_bytes(padded[start : start + 3], "big")
        letters += [(value >> shift) & 63 for shift in (18, 12, 6, 0)]
    return bytes([len(chunk) + 32]) + bytes(letter + 32 if letter else 96 for letter in letters) + b"\n"


def _tnef() -> bytes:
    """The smallest winmail.dat with one attachment."""

    def attribute(level: int, name: int, kind: int, data: bytes) -> bytes:
        return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(
        [
            attribute(1, 0x9006, 8, struct.pack("<I", 0x10000)),
            attribute(2, 0x9002, 6, bytes(14)),
            attribute(2, 0x8010, 1, b"idcard.jpg\0"),
            attribute(2, 0x800F, 6, photo(2)),
        ]
    )


def _forwards() -> list[Case]:
    """Mails inside mails, attached or quoted."""
    inner = mail(
        f"Subject: {word('证书丢失补证明', 'gbk')}",
        MIXED.replace("bb", "in"),
        key="inner",
        body=multipart("in", [text_part("我是张三，证书丢了。"), jpeg(6, f'{ATTACHED}; filename="id.jpg"')]),
    )
    expected = {
        "forwarded": True,
        "new_text": "请看附件\n\n主题：证书丢失补证明\n\n我是张三，证书丢了。",
        "files": [jpeg_file("id.jpg", 6, origin="forwarded")],
    }
    attached = part("message/rfc822", inner)
    encoded = part("message/rfc822", b64(inner), "Content-Transfer-Encoding: base64")
    body_163 = (
        "张三的材料转给您\n\n-------- 转发邮件信息 --------\n发件人：张三 <zhang@qq.example.inval"
        "id>\n发送日期：2026-11-20 10:00:00\n"
        "收件人：li@163.example.invalid\n主题：证书丢失补证明\n\n您好，我叫张三，证书丢了。\n"
    )
    apple = (
        "\n发自我的iPhone\n\n开始转发的邮件：\n\n> 发件人: 张三 <zhang@qq.example.invalid>\n"
        "> 日期: 2026年11月20日\n> 主题: 补证明\n>\n> 您好，我叫张三。\n"
    )
    return [
        Case("forward-as-a-message", mail(MIXED, body=multipart("bb", [text_part("请看附件"), attached])), expected),
        Case(
            "forward-as-a-message-in-base64",
            mail(MIXED, body=multipart("bb", [text_part("请看附件"), encoded])),
            expected,
        ),
        Case(
            "forward-163",
            mail(
                f"Subject: {word('转发：证书丢失补证明', 'utf-8')}",
                "Content-Type: text/plain; charset=utf-8",
                body=body_163.encode(),
            ),
            {"forwarded": True, "new_text": "张三的材料转给您\n\n主题：证书丢失补证明\n您好，我叫张三，证书丢了。"},
        ),
        Case(
            "forward-iphone",
            mail(
                f"Subject: {word('转发: 补证明', 'utf-8')}",
                "Content-Type: text/plain; charset=utf-8",
                body=apple.encode(),
            ),
            {"forwarded": True, "new_text": "主题：补证明\n您好，我叫张三。"},
        ),
        Case(
            "forward-ten-deep",
            mail(MIXED, body=_nested(10)),
            {"forwarded": True, "files": [jpeg_file("deep.jpg", 7, origin="forwarded")]},
        ),
    ]


def _nested(depth: int) -> bytes:
    content = jpeg(7, f'{ATTACHED}; filename="deep.jpg"')
    for level in range(depth):
        content = part(
            "message/rfc822",
            mail(
                "Subject: x",
                f'Content-Type: multipart/mixed; boundary="n{level}"',
                body=multipart(f"n{level}", [content]),
            ),
        )
    return multipart("bb", [content])


def _boundaries() -> list[Case]:
    """Boundaries lost, wrong, alike, unclosed."""
    parts = [text_part("见附件"), jpeg(8, f'{ATTACHED}; filename="a.jpg"')]
    both = {"new_text": "见附件", "files": [jpeg_file("a.jpg", 8)]}
    inner = part('multipart/alternative; boundary="bb-1"', multipart("bb-1", [text_part("见附件")]))
    late = multipart("bb", parts[:1]) + multipart("bb", parts[1:])
    return [
        Case(
            "boundary-not-closed",
            mail(MIXED, body=multipart("bb", parts, closed=False)),
            {**both, "problems": ["没有收完整"]},
        ),
        Case("boundary-not-declared", mail("Content-Type: multipart/mixed", body=multipart("bb", parts)), both),
        Case("boundary-declared-wrongly", mail(MIXED, body=multipart("cc", parts)), both),
        Case("boundary-like-its-child", mail(MIXED, body=multipart("bb", [inner, parts[1]])), both),
        Case("boundary-parts-after-the-end", mail(MIXED, body=late), both),
        Case(
            "boundary-text-after-the-end",
            mail(MIXED, body=multipart("bb", parts) + b"list footer\n"),
            {**both, "problems": ["正式结尾之后"]},
        ),
        Case(
            "multipart-in-base64",
            mail(MIXED, "Content-Transfer-Encoding: base64", body=b64(multipart("bb", parts))),
            both,
        ),
        Case("bare-line-feeds", mail(MIXED, body=multipart("bb", parts)).replace(b"\r\n", b"\n"), both),
        Case(
            "bare-carriage-returns",
            mail("Content-Type: text/plain; charset=utf-8", body="第一行\n第二行".encode()).replace(b"\r\n", b"\r"),
            {"new_text": "第一行\n第二行"},
        ),
    ]


def cases() -> list[Case]:
    return [*_names(), *_wrappers(), *_forwards(), *_boundaries()]
