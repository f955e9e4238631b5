"""A 50 MB mail costs its own bytes and its files, and nothing like as much again."""

import base64
import tracemalloc

from tests.mail.cases import mail

from certdesk.adapters.mail.parser import read_mail

MEGABYTE = 1_000_000


def test_memory_stays_flat_on_a_fifty_megabyte_mail():
    photo = b"\xff\xd8\xff\xe0" + bytes(9 * MEGABYTE)
    encoded = base64.encodebytes(photo)
    part = b"--bb\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded + b"\r\n"
    raw = mail('Content-Type: multipart/mixed; boundary="bb"', body=part * 4 + b"--bb--\r\n")
    assert len(raw) > 48 * MEGABYTE
    tracemalloc.start()
    try:
        found = read_mail(raw)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [len(file.content) for file in found.files] == [len(photo)] * 4
    assert found.problems == ()
    assert peak < 40 * MEGABYTE


def test_a_head_without_end_is_cut_and_said():
    found = read_mail(b"From: a@qq.com\r\n" + b"X-Filler: 0123456789\r\n" * 60_000 + b"\r\nhello")
    assert found.new_text == "hello"
    assert "邮件头过长" in found.problems[0]


def test_more_parts_than_anybody_sends_are_kept_in_one_file():
    body = b"".join(b"--bb\nContent-Type: image/jpeg\n\n%d\n" % number for number in range(3000)) + b"--bb--\n"
    found = read_mail(mail('Content-Type: multipart/mixed; boundary="bb"', body=body))
    assert found.parts_in == found.parts_out == 2001
    assert (found.files[0].content, found.files[1999].content) == (b"0", b"1999")
    assert b"2999" in (found.new_text.encode() or found.files[-1].content)
    assert "过多" in found.problems[0]


def test_mails_in_mails_beyond_the_limit_are_kept_as_a_file_and_said():
    body = b"hello"
    for _ in range(60):
        body = b"Content-Type: message/rfc822\r\nSubject: x\r\n\r\n" + body
    found = read_mail(b"From: a@qq.com\r\n" + body)
    assert found.parts_in == found.parts_out == 1
    assert b"hello" in found.files[0].content
    assert "未拆开" in found.problems[0]
