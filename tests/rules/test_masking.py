"""Screens show enough of a person to recognise, and not enough to use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.rules.masking import masked_address, masked_digits, masked_email, masked_name, masked_telephone


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("林晓梅", "林＊＊"),
        ("林梅", "林＊"),
        ("林", "林＊"),
        ("", ""),
        ("阿布都热合曼", "阿＊＊＊＊＊"),
        (" 林 ", "林＊"),
    ],
)
def test_a_name_keeps_its_first_character(name, shown):
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("telephone", "shown"),
    [
        ("13900001234", "139****1234"),
        ("139 0000 1234", "139****1234"),
        ("024-22955229", "024****5229"),
        ("2295522", "******2"),
        ("电话", ""),
        ("", ""),
    ],
)
def test_a_telephone_keeps_its_ends(telephone, shown):
    assert masked_telephone(telephone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("辽宁省沈阳市和平区示例街1号2单元301室", "辽宁省沈阳市和平区＊＊＊"),
        ("辽宁省沈阳市示例街1号", "辽宁省沈阳市＊＊＊"),
        ("示例街道一百二十号三单元", "示例街道一百＊＊＊"),
        ("和平区", "和＊＊＊"),
        ("短", "＊＊＊"),
        ("", ""),
    ],
)
def test_an_address_ends_with_its_district(address, shown):
    assert masked_address(address) == shown


@pytest.mark.parametrize(
    ("email", "shown"), [("lin@example.com", "l***@example.com"), ("不是邮箱", ""), ("", ""), ("@x.cn", "***@x.cn")]
)
def test_an_email_keeps_its_service(email, shown):
    assert masked_email(email) == shown


@given(st.text(min_size=2, alphabet=st.characters(categories=["Lo"])))
def test_no_masked_name_gives_the_whole_name(name):
    assert name not in masked_name(name)


@given(st.text(min_size=1).filter(str.strip))
def test_no_masked_address_gives_the_whole_address(address):
    assert masked_address(address).removesuffix("＊＊＊") != address.strip()


def test_a_long_number_in_a_text_keeps_three_digits():
    assert masked_digits("王丽 990102196803151238 补办") == "王丽 990… 补办"
