"""Which character set is believed, and what is never let through."""

import pytest

from certdesk.adapters.mail.charset import decode, plausibility


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        (b"", "gb2312", ""),
        ("㛃".encode("gb18030"), "gb2312", "㛃"),  # a rare name alone
        ("张".encode(), "gbk", "张"),
        ("联通".encode("gbk"), "gb2312", "联通"),
        ("證書".encode("gbk"), "big5", "證書"),
        (b"\xef\xbb\xbf" + "证书".encode(), "gb2312", "证书"),
        ("Привет".encode("koi8-r"), "koi8-r", "Привет"),
        ("日本語".encode("iso-2022-jp"), "iso-2022-jp", "日本語"),
        ("日本語".encode("shift_jis"), "shift_jis", "日本語"),
        ("é".encode("latin-1"), "", "é"),
        (b"\x81\x8d\x8f", "", "\x81\x8d\x8f"),  # no Western code page has these
        (b"abc", "utf-16", "abc"),
        ("证书".encode("gbk"), "zip", "证书"),
        ("证书".encode("gbk"), "rot13", "证书"),
        ("证书".encode("gbk"), "x\0y", "证书"),
        (b"abc", "unicode_escape", "abc"),
        (b"\\u4e2d \xff", "unicode_escape", "\\u4e2d ÿ"),
    ],
)
def test_what_is_read(data, declared, text):
    assert decode(data, declared).text == text


def test_a_lone_surrogate_never_gets_through():
    found = decode(b"+3o4-", "utf-7")
    assert found.text == "\ufffd"
    assert found.problem


def test_escaped_chinese_with_a_broken_end_is_said():
    found = decode(b"~{VPND~} ~{V", "hz")
    assert found.text.startswith("中文")


def test_plausibility_is_high_for_chinese_and_low_for_junk():
    assert plausibility("您好，证书丢失了") == 1
    assert plausibility("plain") == 1
    assert plausibility("Gr\ue3ea aus K鰈n") < 0.7
    assert plausibility("\ue000\ufffd\x80") < 0
