"""Replies, automatic mails, cloud attachments, verdicts on the sender, and what is hardly a mail."""

from tests.mail.cases import Case, b64, mail, multipart, part, raw_mail, text_part, word

UTF8 = "Content-Type: text/plain; charset=utf-8"
OURS = "LN-26-000123@desk.example.invalid"


def _reply(name: str, text: str, new: str, signature: str = "", quoted: str = "") -> Case:
    raw = mail(
        f"Subject: {word('Re: 请补交材料', 'utf-8')}",
        UTF8,
        f"In-Reply-To: <{OURS}>",
        f"References: <a@b> <{OURS}>",
        body=text.encode(),
    )
    expect = {
        "new_text": new,
        "signature_text": signature,
        "in_reply_to": f"<{OURS}>",
        "references": ["<a@b>", f"<{OURS}>"],
    }
    return Case(name, raw, {**expect, "quoted_contains": quoted} if quoted else expect)


def _replies() -> list[Case]:
    """Quoted mail told apart, as QQ, 163, Outlook, Apple, Gmail and telephones mark it."""
    return [
        _reply(
            "reply-qq",
            "补上了，请查收\n\n------------------ 原始邮件 ------------------\n发件人: 样例中心;\n"
            "主题: 请补交材料\n\n请补交",
            "补上了，请查收",
            quoted="请补交",
        ),
        _reply(
            "reply-163",
            '已补\n\n\n\n\n\n在 2026-11-20 10:00:00，"样例中心" <lnjnjd@163.com> 写道：\n>请补交\n>材料',
            "已补",
            quoted=">材料",
        ),
        _reply(
            "reply-outlook",
            (
                "已补交，请审核。\n\n发件人: 样例中心 <lnjnjd@163.com>\n发送时间: 2026年11月20日 10:0"
                "0\n收件人: 张三\n主题: 请补交材料\n\n请补交"
            ),
            "已补交，请审核。",
            quoted="发送时间",
        ),
        _reply(
            "reply-iphone",
            "补了\n\n发自我的iPhone\n\n> 在 2026年11月20日，上午10:00，样例中心 <lnjnjd@163.com> 写道：\n> \n> 请补交",
            "补了",
            quoted="请补交",
        ),
        _reply(
            "reply-gmail",
            "Done\n\nLiaoning <lnjnjd@163.com> 于2026年11月20日周五 10:00写道：\n\n> 请补交",
            "Done",
            quoted="请补交",
        ),
        _reply(
            "reply-english",
            "Attached.\n\nOn Fri, Nov 20, 2026 at 10:00 AM Desk <lnjnjd@163.com>\nwrote:\n> send",
            "Attached.",
            quoted="send",
        ),
        _reply(
            "reply-mail-master",
            "好的\n\n| |\n张三\n|\n---- 回复的原邮件 ----\n| 发件人 | 样例中心 |\n请补交",
            "好的\n\n| |\n张三\n|",
            quoted="请补交",
        ),
        _reply(
            "signature-two-dashes", "我补交了国徽面。\n-- \n张三\n15400000001", "我补交了国徽面。", "张三\n15400000001"
        ),
        _reply("no-quote-at-all", "发件人写错了，收件人是李四。\n在家等。", "发件人写错了，收件人是李四。\n在家等。"),
    ]


def _automatic() -> list[Case]:
    """What no person wrote is recognised, whoever sends it."""
    status = "Final-Recipient: rfc822; x@y\nAction: failed\nStatus: 5.1.1\n"
    report = multipart(
        "bb",
        [
            text_part("未能送达"),
            part("message/delivery-status", status.encode()),
            part("text/rfc822-headers", f"Message-ID: <{OURS}>\nSubject: x\n".encode()),
        ],
    )
    returned = multipart("bb", [text_part("failed"), part("message/rfc822", f"Message-ID: <{OURS}>\n\nhello".encode())])
    bounce = {"automatic": "bounce", "bounce_of": f"<{OURS}>"}
    return [
        Case(
            "bounce-report",
            mail("Content-Type: multipart/report; report-type=delivery-status; boundary=bb", body=report),
            bounce,
        ),
        Case("bounce-with-the-mail", mail("Content-Type: multipart/report; boundary=bb", body=returned), bounce),
        Case(
            "bounce-plain-163",
            mail(
                f"Subject: {word('系统退信', 'gbk')}",
                f"References: <{OURS}>",
                sender="Postmaster@163.com",
                body=b"bounced",
            ),
            bounce,
        ),
        Case(
            "bounce-null-path",
            mail("Subject: Undelivered Mail Returned to Sender", "Return-Path: <>", body=b"x"),
            {"automatic": "bounce"},
        ),
        Case(
            "read-receipt",
            mail("Content-Type: multipart/report; report-type=disposition-notification; boundary=bb", body=report),
            {"automatic": "receipt"},
        ),
        Case(
            "vacation-rfc3834", mail("Auto-Submitted: auto-replied (vacation)", body=b"away"), {"automatic": "vacation"}
        ),
        Case(
            "vacation-qq",
            mail(f"Subject: {word('自动回复:证书补办', 'gb18030')}", UTF8, body="我在休假".encode()),
            {"automatic": "vacation"},
        ),
        Case(
            "vacation-exchange",
            mail("Subject: Automatic reply: x", "X-Auto-Response-Suppress: All"),
            {"automatic": "vacation"},
        ),
        Case(
            "newsletter", mail("List-Unsubscribe: <mailto:x@y>", "Precedence: bulk", body=b"buy"), {"automatic": "list"}
        ),
        Case("robot", mail("Subject: notice", sender="no-reply@service.example"), {"automatic": "other"}),
        Case(
            "a-person-answers",
            mail("Auto-Submitted: no", "X-Auto-Response-Suppress: OOF", body=b"hi"),
            {"automatic": None},
        ),
    ]


def _clouds() -> list[Case]:
    """Large attachments that stayed with the sender's mail service."""
    qq = (
        '<div>见附件</div><div>从QQ邮箱发来的超大附件</div><a href="https://wx.mail.qq.com/ftn/download?func=3&amp;key=abc">身份证和证书.zip</a>'
        ' (52.10M, 2026年12月20日 10:00 到期) <a href="https://wx.mail.qq.com/ftn/download?func=3&amp;key=abc">进入下载页面</a>'
    )
    netease = (
        "材料太大了\n从网易163邮箱发来的云附件\n证书原件照片.rar (60.00M, 2026年12月08日 15:04 到期)\n"
        "下载：https://mail.163.com/large-attachment-download/index.html?p=X-NETEASE-HUGE-ATTACHMENT&file=abc\n"
    )
    html = "Content-Type: text/html; charset=utf-8"
    return [
        Case("cloud-qq", mail(html, body=qq.encode()), {"cloud_links": [["wx.mail.qq.com", "身份证和证书.zip"]]}),
        Case("cloud-163", mail(UTF8, body=netease.encode()), {"cloud_links": [["mail.163.com", "证书原件照片.rar"]]}),
        Case(
            "cloud-baidu-disk",
            mail(UTF8, body="链接: https://pan.baidu.com/s/1abcDEF 提取码: 1234".encode()),
            {"cloud_links": [["pan.baidu.com", ""]]},
        ),
        Case(
            "ordinary-links-are-no-attachments",
            mail(
                UTF8,
                body="查询网址 http://zscx.osta.org.cn 和 https://mail.163.com/ 还有 https://mail.qq.com/".encode(),
            ),
            {"cloud_links": []},
        ),
    ]


def _senders() -> list[Case]:
    """Who sends, and whether the receiving server believes it."""
    verdicts = (
        "Authentication-Results: mx.163.com; spf=pass smtp.mailfrom=a@qq.com; dkim=fail header.d=qq.com;\r\n dmarc=none"
    )
    forged = "Authentication-Results: evil.example; spf=pass; dkim=pass; dmarc=pass"
    spoof = '"lnjnjd@163.com" <someone@evil.example>'
    return [
        Case("verdicts", mail(verdicts, forged), {"authentication": ["pass", "fail", "none"]}),
        Case("verdict-received-spf", mail("Received-SPF: softfail (x)"), {"authentication": ["softfail", "", ""]}),
        Case(
            "spoofed-display-name",
            mail(sender=spoof),
            {"from_name": "lnjnjd@163.com", "from_address": "someone@evil.example"},
        ),
        Case(
            "sender-without-brackets",
            mail(sender="ZHANG@QQ.com (张三)".encode().decode("latin-1").encode("ascii", "ignore").decode()),
            {"from_address": "zhang@qq.com"},
        ),
        Case(
            "no-sender",
            b"Subject: x\r\nTo: lnjnjd@163.com\r\n\r\nhello",
            {"from_address": "", "new_text": "hello", "problems": ["没有发件人"]},
        ),
        Case(
            "sender-only-in-return-path",
            b"Return-Path: <a@qq.com>\r\nSubject: x\r\n\r\nhi",
            {"from_address": "a@qq.com"},
        ),
    ]


def _hardly_mails() -> list[Case]:
    """Empty ones, pictures, garbage, wrong encodings."""
    return [
        Case(
            "nothing-at-all", b"", {"looks_like_mail": False, "parts_in": 0, "problems": ["邮件是空的", "没有邮件头"]}
        ),
        Case("head-only", b"From: a@qq.com\r\nSubject: x\r\n", {"looks_like_mail": True, "new_text": "", "files": []}),
        Case(
            "a-picture-in-the-mailbox",
            b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)),
            {
                "looks_like_mail": False,
                "files": [{"media_type": "image/jpeg", "size": 267}],
                "problems": ["没有邮件头"],
            },
        ),
        Case(
            "garbage",
            bytes((value * 7 + 3) % 256 for value in range(600)),
            {"looks_like_mail": False, "parts_in": 1, "problems": ["没有邮件头"]},
        ),
        Case(
            "base64-that-is-text",
            mail(
                UTF8, "Content-Transfer-Encoding: base64", body="您好, this is plain text, not encoded at all.".encode()
            ),
            {"new_text": "您好, this is plain text, not encoded at all.", "problems": ["没有编码"]},
        ),
        Case(
            "base64-twice-in-one",
            mail(UTF8, "Content-Transfer-Encoding: base64", body=b64("第一段，".encode()) + b64("第二段。".encode())),
            {"new_text": "第一段，第二段。"},
        ),
        Case(
            "base64-with-a-footer",
            mail(
                UTF8,
                "Content-Transfer-Encoding: base64",
                body=b64("您好您好".encode() + b"x") + b"____\nlist footer, unsubscribe here!\n",
            ),
            {"new_text": "您好您好x", "problems": ["编码数据之后"]},
        ),
        Case(
            "transfer-encoding-unknown",
            mail("Content-Transfer-Encoding: rot13", body=b"hello"),
            {"new_text": "hello", "problems": ["rot13"]},
        ),
        Case(
            "plain-twin-says-nothing",
            mail(
                'Content-Type: multipart/alternative; boundary="bb"',
                body=multipart(
                    "bb",
                    [
                        text_part("您的邮件客户端不支持HTML格式，请换用其他客户端查看"),
                        part("text/html; charset=utf-8", "<p>我的证书丢了</p>".encode()),
                    ],
                ),
            ),
            {"new_text": "我的证书丢了", "html_only": True},
        ),
        Case(
            "html-table",
            mail(
                "Content-Type: text/html; charset=utf-8",
                body="<table><tr><td>姓名</td><td>张三</td></tr><tr><td>电话</td><td>15400000001</td></tr></table><style>p{}</style>".encode(),
            ),
            {"html_only": True, "understood": {"name": "张三", "telephone": "15400000001"}},
        ),
        Case(
            "html-too-deep",
            mail("Content-Type: text/html; charset=utf-8", body=("<div>" * 400 + "证书丢了" + "</div>" * 400).encode()),
            {"new_text": "证书丢了"},
        ),
        Case(
            "format-flowed",
            mail(
                "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes",
                body="寄到沈阳市虚拟区 \n样张街1号\n谢谢".encode(),
            ),
            {"new_text": "寄到沈阳市虚拟区样张街1号\n谢谢"},
        ),
        Case("date-nonsense", raw_mail(b"From: a@b.example", b"Date: yesterday at noon", body=b"x"), {"date": None}),
    ]


def cases() -> list[Case]:
    return [*_replies(), *_automatic(), *_clouds(), *_senders(), *_hardly_mails()]
