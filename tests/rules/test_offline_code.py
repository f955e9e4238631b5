"""The code in a letter's QR: whole, compact, and nothing but what was signed."""

import re
from base64 import b32encode
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.rules.offline_code import (
    DOMAIN,
    NotAnOfflineCode,
    OfflineFacts,
    read_code,
    to_be_signed,
    write_code,
)

FACTS = OfflineFacts(
    letter_number="LN2026-00-00001",
    holder_masked="林＊＊",
    certificate_number="1507000000412345",
    issued_on=date(2026, 11, 23),
    specimen=False,
)
KEY = b"\x01\x02\x03\x04"
SIGNATURE = bytes(range(64))
SHORT = st.text(max_size=40)


@given(
    number=SHORT,
    name=SHORT,
    certificate=SHORT,
    day=st.dates(date(2000, 1, 1), date(2179, 6, 6)),
    specimen=st.booleans(),
    key=st.binary(min_size=4, max_size=4),
    signature=st.binary(min_size=64, max_size=64),
)
def test_what_is_written_is_read_back(number, name, certificate, day, specimen, key, signature):
    facts = OfflineFacts(
        letter_number=number, holder_masked=name, certificate_number=certificate, issued_on=day, specimen=specimen
    )
    signed = to_be_signed(facts, key)
    code = read_code(write_code(signed, signature))
    assert (code.facts, code.key_id, code.signed, code.signature) == (facts, key, signed, signature)


def test_an_ordinary_code_fits_the_alphanumeric_alphabet_and_a_small_symbol():
    text = write_code(to_be_signed(FACTS, KEY), SIGNATURE)
    assert re.fullmatch(r"[A-Z2-7]+", text)
    assert len(text) <= 190


def test_the_whole_address_will_do_in_any_case():
    text = write_code(to_be_signed(FACTS, KEY), SIGNATURE)
    assert read_code(f"HTTPS://DESK.EXAMPLE/V/{text}").facts == FACTS
    assert read_code(f" https://desk.example/v/{text.lower()}/ ").facts == FACTS


def test_what_is_signed_can_be_mistaken_for_no_other_message():
    assert to_be_signed(FACTS, KEY).startswith(DOMAIN)


@given(st.text(max_size=700))
def test_any_other_text_is_refused_and_never_fails_otherwise(text):
    try:
        read_code(text)
    except NotAnOfflineCode:
        return
    raise AssertionError("accidentally a code")


@given(st.integers(0, 113), st.integers(1, 255))
def test_a_changed_byte_changes_what_was_signed_or_the_signature(place, change):
    text = write_code(to_be_signed(FACTS, KEY), SIGNATURE)
    good = read_code(text)
    raw = bytearray(good.signed.removeprefix(DOMAIN) + good.signature)
    raw[place % len(raw)] ^= change
    try:
        bad = read_code(b32encode(bytes(raw)).decode().rstrip("="))
    except NotAnOfflineCode:
        return
    assert (bad.signed, bad.signature) != (good.signed, good.signature)


@pytest.mark.parametrize("cut", [1, 30, 64, 100, 180])
def test_a_code_that_was_cut_off_is_refused(cut):
    with pytest.raises(NotAnOfflineCode):
        read_code(write_code(to_be_signed(FACTS, KEY), SIGNATURE)[:-cut])


def test_what_does_not_fit_is_refused_when_written():
    with pytest.raises(ValueError, match="too long"):
        to_be_signed(replace(FACTS, letter_number="x" * 256), KEY)


def test_a_text_longer_than_any_code_is_not_even_decoded():
    with pytest.raises(NotAnOfflineCode, match="too long"):
        read_code("A" * 700)


def test_what_follows_the_last_field_is_refused():  # else one letter had many codes
    with pytest.raises(NotAnOfflineCode, match="follows"):
        read_code(write_code(to_be_signed(FACTS, KEY) + b"x", SIGNATURE))


def test_a_field_that_is_no_text_is_refused():
    signed = to_be_signed(replace(FACTS, letter_number="LN"), KEY).replace(b"\x02LN", b"\x02\xff\xff")
    with pytest.raises(NotAnOfflineCode, match="UTF-8"):
        read_code(write_code(signed, SIGNATURE))
