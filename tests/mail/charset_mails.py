"""Character sets as they really come: declared wrongly, not declared, cut, mixed."""

import base64
import quopri

from tests.mail.cases import Case, b64, jpeg, jpeg_file, mail, multipart, raw_mail, text_part, word

PLAIN = "Content-Type: text/plain; charset={}"
B64 = "Content-Transfer-Encoding: base64"
MIXED = 'Content-Type: multipart/mixed; boundary="bb"'


def _gb_labels() -> list[Case]:
    """Characters beyond GB2312 under every name that programs give the family."""
    text = "朱镕基的镕、㛃、喆、堃，都要读得出来。"
    labels = ["gb2312", "GBK", "x-gbk", "EUC-CN", "cp936", "gb_2312-80", "hz-gb-2312", '"gb18030"', "chinese"]
    return [
        Case(
            f"charset-{number:02d}-{label.strip(chr(34)).lower()}",
            mail(
                f"Subject: {word('证书㛃', 'gb18030', label.strip(chr(34)))}",
                PLAIN.format(label),
                B64,
                body=b64(text.encode("gb18030")),
            ),
            {"subject": "证书㛃", "new_text": text},
        )
        for number, label in enumerate(labels, start=1)
    ]


def _split_words() -> list[Case]:
    """Encoded words cut inside a character, and other breaches of RFC 2047."""
    data = "证书丢失补证明申请".encode("gb18030")
    pieces = [base64.b64encode(data[start : start + 5]).decode() for start in range(0, len(data), 5)]
    cut = "\r\n ".join(f"=?gb18030?B?{piece}?=" for piece in pieces)
    utf8 = "证书丢失".encode()
    halves = (
        f"=?utf-8?Q?{quopri.encodestring(utf8[:4]).decode()}?=\r\n =?utf-8?Q?{quopri.encodestring(utf8[4:]).decode()}?="
    )
    quoted = '"' + word("张三（沈阳）", "gb2312") + '" <zhang@qq.example.invalid>'
    return [
        Case("words-cut-inside-a-character", mail(f"Subject: {cut}"), {"subject": "证书丢失补证明申请"}),
        Case("words-quoted-printable-cut", mail(f"Subject: {halves}"), {"subject": "证书丢失"}),
        Case("words-inside-quotes", mail("Subject: x", sender=quoted), {"from_name": "张三（沈阳）"}),
        Case(
            "words-with-blanks-inside",
            mail("Subject: =?utf-8?Q?=E8=AF=81=E4=B9=A6 =E4=B8=A2=E5=A4=B1?="),
            {"subject": "证书 丢失"},
        ),
        Case(
            "words-without-padding",
            mail(f"Subject: =?GBK?B?{base64.b64encode('证书丢失了'.encode('gbk')).decode().rstrip('=')}?="),
            {"subject": "证书丢失了"},
        ),
        Case("words-with-a-language", mail(f"Subject: {word('补证明', 'gbk', 'gb2312*zh-cn')}"), {"subject": "补证明"}),
        Case(
            "words-stuck-together",
            mail(f"Subject: Re:{word('证书', 'gbk')}{word('丢失', 'gbk')}abc{word('了', 'utf-8')}"),
            {"subject": "Re:证书丢失abc了"},
        ),
    ]


def _raw_eight_bit() -> list[Case]:
    """Eight-bit bytes where ASCII should be: heads, bodies, file names."""
    gbk, utf8, big5 = "证书丢失补证明".encode("gbk"), "证书丢失补证明".encode(), "證書遺失補證明".encode("big5")
    name = "张三".encode("gbk")
    file_name = "身份证|正面.jpg".encode("gbk")
    attached = (
        b'Content-Type: image/jpeg; name="'
        + file_name
        + b'"\nContent-Transfer-Encoding: base64\n\n'
        + b64(b"\xff\xd8\xff0")
    )
    return [
        Case(
            "raw-gbk-everywhere",
            raw_mail(
                b'From: "' + name + b'" <zhang@qq.example.invalid>',
                b"Subject: " + gbk,
                body="丢了，补一个。".encode("gbk"),
            ),
            {"subject": "证书丢失补证明", "from_name": "张三", "new_text": "丢了，补一个。"},
        ),
        Case("raw-utf8-head", raw_mail(b"From: a@b.example", b"Subject: " + utf8), {"subject": "证书丢失补证明"}),
        Case(
            "raw-big5",
            raw_mail(b"From: a@b.example", b"Subject: " + big5, body="您好，我的證書遺失了。".encode("big5")),
            {"subject": "證書遺失補證明", "new_text": "您好，我的證書遺失了。"},
        ),
        Case(
            "raw-gbk-file-name-with-a-bar",
            raw_mail(
                b"From: a@b.example",
                b"Subject: x",
                b"Content-Type: multipart/mixed; boundary=bb",
                body=multipart("bb", [attached]),
            ),
            {"files": [{"name": "身份证|正面.jpg", "media_type": "image/jpeg", "size": 4}]},
        ),
        Case(
            "raw-gbk-folded-without-indent",
            raw_mail(
                b"From: a@b.example", b"Subject: " + gbk, "（续）张三".encode("gbk"), b"MIME-Version: 1.0", body=b"x"
            ),
            {"subject": "证书丢失补证明 （续）张三", "new_text": "x"},
        ),
    ]


def _wrong_labels() -> list[Case]:
    """The label says one thing, the bytes another."""
    chinese, latin = "您好，证书丢失了，请帮忙。", "Grüße aus Köln, schöne Größe für Bücher, Äpfel und Öl."
    mixed = multipart("bb", [text_part("你好，张三", "utf-8", "gb2312"), jpeg(1, "Content-Disposition: attachment")])
    return [
        Case(
            "label-utf8-but-gbk",
            mail(PLAIN.format("utf-8"), B64, body=b64(chinese.encode("gbk"))),
            {"new_text": chinese},
        ),
        Case(
            "label-gb2312-but-utf8",
            mail(PLAIN.format("gb2312"), B64, body=b64(chinese.encode())),
            {"new_text": chinese},
        ),
        Case(
            "label-latin1-but-gbk",
            mail(PLAIN.format("iso-8859-1"), B64, body=b64(chinese.encode("gbk"))),
            {"new_text": chinese},
        ),
        Case(
            "label-big5-but-gbk",
            mail(PLAIN.format("big5"), B64, body=b64(chinese.encode("gbk"))),
            {"new_text": chinese},
        ),
        Case(
            "label-gb2312-but-big5",
            mail(PLAIN.format("gb2312"), B64, body=b64("您好，我的證書遺失了，請補發。".encode("big5"))),
            {"new_text": "您好，我的證書遺失了，請補發。"},
        ),
        Case(
            "label-unknown",
            mail(PLAIN.format("x-mac-nonsense"), B64, body=b64(chinese.encode("gbk"))),
            {"new_text": chinese},
        ),
        Case(
            "label-none-and-gbk", mail("MIME-Version: 1.0", B64, body=b64(chinese.encode("gbk"))), {"new_text": chinese}
        ),
        Case(
            "latin-stays-latin",
            mail(PLAIN.format("iso-8859-1"), B64, body=b64(latin.encode("latin-1"))),
            {"new_text": latin},
        ),
        Case(
            "latin-without-a-label",
            mail("MIME-Version: 1.0", B64, body=b64(latin.encode("latin-1"))),
            {"new_text": latin},
        ),
        Case(
            "latin-labelled-gb2312",
            mail(PLAIN.format("gb2312"), B64, body=b64(latin.encode("latin-1"))),
            {"new_text": latin},
        ),
        Case(
            "label-differs-by-part",
            mail(MIXED, body=mixed),
            {"new_text": "你好，张三", "files": [jpeg_file("附件1.jpg", 1)]},
        ),
        Case("real-hz", mail(PLAIN.format("hz-gb-2312"), body="证书丢失 ok".encode("hz")), {"new_text": "证书丢失 ok"}),
        Case("hz-without-a-label", mail(body="证书丢失，补办".encode("hz")), {"new_text": "证书丢失，补办"}),
        Case(
            "utf-16-with-a-mark",
            mail(PLAIN.format("utf-16"), B64, body=b64(chinese.encode("utf-16"))),
            {"new_text": chinese},
        ),
        Case("utf-7", mail(PLAIN.format("utf-7"), body=chinese.encode("utf-7")), {"new_text": chinese}),
        Case(
            "cut-inside-the-last-character",
            mail(PLAIN.format("gb2312"), B64, body=b64(chinese.encode("gbk")[:-1])),
            {"new_text": chinese[:-1] + "\ufffd", "problems": ["文字编码有损坏"]},
        ),
        Case(
            "html-names-its-own-charset",
            mail(
                "Content-Type: text/html",
                B64,
                body=b64(f'<html><head><meta charset="gbk"></head><body>{chinese}</body></html>'.encode("gbk")),
            ),
            {"new_text": chinese, "html_only": True},
        ),
    ]


def cases() -> list[Case]:
    return [*_gb_labels(), *_split_words(), *_raw_eight_bit(), *_wrong_labels()]
