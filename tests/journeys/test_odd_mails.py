"""G-12: a mail may break every rule of mail and still be a good application; it becomes a case on any database."""

import pytest
from tests.journeys.conftest import ALL_THREE, BODY, NUMBER, a_mail

from certdesk.stages.intake.models import Bucket

pytestmark = pytest.mark.django_db
GOOD = a_mail()
ID_LINE = b"Message-ID: <first@example.com>"
FROM_LINE = b"From: lin@example.com"


def with_head(old: bytes, new: bytes) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize(
    "raw",
    [
        with_head(ID_LINE, b"Message-ID: <" + b"x" * 400 + b"@example.com>"),
        with_head(ID_LINE, b"Message-ID: <a\x00b@example.com>"),
        with_head(ID_LINE, b"X-None: 1"),
        with_head(FROM_LINE, b'From: "\x00\xff\xfe" <lin@example.com>'),
        with_head(FROM_LINE, b"From: " + b"l" * 300 + b"@example.com"),
        with_head(FROM_LINE, FROM_LINE + b"\nReferences: " + b" ".join(b"<%d@example.com>" % n for n in range(400))),
        with_head(b"To: lnjnjd@163.com", b"To: undisclosed-recipients:;"),
        a_mail(files=ALL_THREE | {"长" * 200 + ".jpg": b"id_portrait_side|again"}),
        a_mail(files=ALL_THREE | {f"{n}.jpg": b"unknown|%d" % n for n in range(60)}),
        a_mail(body=BODY + "\x00\x07 谢谢 \ud83d".encode("utf-8", "replace").decode()),
        a_mail(body=BODY.replace("电工", "电工\x00")),
        a_mail(body="姓" * 200_000 + "\n" + BODY),
        GOOD.replace(b"\n", b"\r\n"),
        GOOD + b"\n--left over",
    ],
    ids=[
        "long-id", "nul-in-id", "no-id", "bytes-in-name", "long-sender", "400-references", "undisclosed", "long-name",
        "60-files", "nul-in-text", "nul-in-occupation", "long-text", "crlf", "trailer",
    ],
)  # fmt: skip
def test_an_odd_mail_is_an_application_all_the_same(desk, post, fetch, raw):
    """G-12: stored as it came, understood, answered."""
    post(raw)
    (row,) = fetch()
    assert row.bucket == Bucket.APPLICATION, row.reason
    assert row.case.certificate_number == NUMBER
    assert desk.vault.get(row.raw_sha256) == raw
    assert row.case.outgoing.get().state == "sent"


@pytest.mark.parametrize("subject", ["证书丢失补证明" + "!" * 5000, "证书丢失补证明\x00"])
def test_a_subject_of_any_length_and_bytes(post, fetch, subject):
    """G-12, G-13: sealed whole; the business is recognised."""
    old = GOOD[GOOD.index(b"Subject:") : GOOD.index(b"Message-ID:")]
    raw = GOOD.replace(old, b"Subject: " + subject.encode() + b"\n")
    post(raw)
    (row,) = fetch()
    assert (row.bucket, row.case.business) == (Bucket.APPLICATION, "lost")


def test_a_form_with_any_text_is_a_case(submit):
    """G-12: longer than any column, and beyond the basic plane."""
    case = submit(
        name="林" * 300, occupation="电" * 300, direction="方" * 300, certificate_number="1" * 300,
        address="𠮷" * 5000, sender_name="x" * 5000,
    )  # fmt: skip
    assert len(case.occupation) == 120
    assert case.parties.get(role="recipient").address == "𠮷" * 5000
