"""Whatever bytes arrive, one value comes out and no part is lost."""

import base64
import os
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mail.write_mails import FOLDER

from certdesk.adapters.mail.parser import read_mail

EXAMPLES = 5_000 if os.environ.get("CI") == "true" else 300  # about a minute where there is time for it
HARD_MAILS = [path.read_bytes() for path in sorted(FOLDER.glob("*.eml"))]
INSERTED = [
    b"\r\n",
    b"--",
    b"=?",
    b"?=",
    b'"',
    b";",
    b"\0",
    b"\xd5\xc5",
    b"=",
    b"<div>" * 50,
    b"begin 644 a\n",
    b"~{",
    b"> ",
]
INSERTED += [b"Content-Transfer-Encoding: base64\r\n", b"Content-Type: multipart/mixed; boundary=bb\r\n", b"\r\n\r\n"]
INSERTED += [b"charset=" + name for name in (b"utf-7", b"idna", b"utf-16", b"zip", b"unicode_escape", b"gb2312")]
CHARSETS = ["gb2312", "gbk", "x-gbk", "hz-gb-2312", "utf-8", "big5", "utf-7", "utf-16", "", "no-such", "idna", "x\0"]
TYPES = ["text/plain", "text/html", "image/jpeg", "multipart/mixed", "multipart/alternative", "multipart/report"]
TYPES += ["message/rfc822", "application/ms-tnef", "application/pkcs7-mime", "text", "", "multipart/signed; boundary=b"]
ENCODINGS = ["", "base64", "quoted-printable", "x-uuencode", "8bit", "base 64", "nonsense"]
NAMES = ["", "身份证.jpg", "=?gb2312?B?yfo=?=", "a/../b.png", "winmail.dat", "x" * 400, 'a"b;c']

FIRST_LINES = [b"", b"From: a@qq.com\r\n", b"Subject: =?gb2312?B?1qTK6Q==?=\r\n", b"To: x\r\n \xd5\xc5\r\n"]

heads = st.builds(
    lambda kind, charset, boundary, name, encoding: (
        f'Content-Type: {kind}; charset="{charset}"; boundary="{boundary}"; name="{name}"\r\n'
        f"Content-Transfer-Encoding: {encoding}\r\n"
    ).encode("gb18030"),
    st.sampled_from(TYPES),
    st.sampled_from(CHARSETS),
    st.sampled_from(["b", "bb", "", "=_x"]),
    st.sampled_from(NAMES),
    st.sampled_from(ENCODINGS),
)
bodies = st.one_of(
    st.binary(max_size=300),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
    st.binary(max_size=200).map(base64.encodebytes),
    st.just(b"begin 644 a.jpg\n#0V%T\n`\nend\n"),
    st.just(b"\x78\x9f\x3e\x22" + b"\x01\x02" + b"\x02\x90\x06\x09\x00\x04\x00\x00\x00abcd\x00\x00" * 3),
)


@st.composite
def mails(draw):
    pieces = [
        draw(
            st.sampled_from(
                [b"", b"From: a@qq.com\r\n", b"Subject: =?gb2312?B?1qTK6Q==?=\r\n", b"To: x\r\n \xd5\xc5\r\n"]
            )
        ),
        draw(heads),
        b"\r\n",
    ]
    for _ in range(draw(st.integers(0, 4))):
        pieces += [b"--", draw(st.sampled_from([b"b", b"bb", b"b--", b"=_x"])), b"\r\n"]
        if draw(st.booleans()):
            pieces += [draw(heads), b"\r\n"]
        pieces += [draw(bodies), b"\r\n"]
    pieces.append(draw(st.sampled_from([b"", b"--b--\r\n", b"--b--\r\nepilogue"])))
    return b"".join(pieces)


def check(raw):
    mail = read_mail(raw)
    assert mail.parts_in == mail.parts_out
    assert len(mail.content_key) == 64
    assert set(mail.content_key) <= set(string.hexdigits)
    assert all(file.name for file in mail.files)
    for text in (mail.subject, mail.new_text, mail.from_name, *(file.name for file in mail.files)):
        text.encode("utf-8")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=2000))
def test_any_bytes_give_a_mail_and_lose_no_part(raw):
    check(raw)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mails())
def test_any_broken_structure_gives_a_mail_and_loses_no_part(raw):
    check(raw)


edits = st.lists(
    st.tuples(st.integers(0, 10**6), st.integers(0, 60), st.one_of(st.sampled_from(INSERTED), st.binary(max_size=3))),
    min_size=1,
    max_size=10,
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(HARD_MAILS), edits)
def test_a_hard_mail_damaged_anyhow_gives_a_mail_and_loses_no_part(raw, changes):
    for position, length, inserted in changes:
        start = position % (len(raw) + 1)
        raw = raw[:start] + inserted + raw[start + length :]
    check(raw)
