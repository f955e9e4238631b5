"""A sender is doubtful by the server's verdict or by a name that pretends, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certdesk.rules.sender_doubts import SENTENCES, SenderDoubt, sender_doubts

OURS = {"our_names": ["示例省人事考试中心", "中心"], "our_address": "desk@example.com"}


def doubts(name: str = "", address: str = "lin@example.com", **verdicts: str) -> list[str]:
    given = {SenderDoubt(key): value for key, value in verdicts.items()}
    return [doubt.value for doubt in sender_doubts(name, address, given, **OURS)]


@pytest.mark.parametrize(
    ("verdicts", "found"),
    [
        ({}, []),
        ({"spf": "pass", "dkim": "pass", "dmarc": "pass"}, []),
        ({"spf": "none", "dkim": "none", "dmarc": "none"}, []),
        ({"spf": "fail"}, ["spf"]),
        ({"spf": "softfail"}, ["spf"]),
        ({"dkim": "FAIL"}, ["dkim"]),
        ({"dmarc": "fail", "spf": "neutral"}, ["dmarc"]),
        ({"spf": "fail", "dkim": "fail", "dmarc": "fail"}, ["spf", "dkim", "dmarc"]),
    ],
)
def test_a_verdict_counts_when_it_is_a_failure(verdicts, found):
    assert doubts(**verdicts) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("林晓梅", []),
        ("lin@example.com", []),
        ("LIN@EXAMPLE.COM", []),
        ("中心", []),
        ("boss@bank.example", ["name_shows_address"]),
        ("财务 boss＠bank.example", ["name_shows_address"]),
        ("示例省人事考试中心", ["name_is_ours"]),
        ("示例省 人事考试 中心（官方）", ["name_is_ours"]),
        ("DESK@example.com", ["name_is_ours"]),
    ],
)
def test_a_display_name_that_pretends_is_seen(name, found):
    assert doubts(name) == found


def test_our_own_address_as_the_sender_is_one_doubt_and_not_two():
    assert doubts("示例省人事考试中心", "Desk@Example.com") == ["address_is_ours"]


def test_every_doubt_has_its_sentence():
    assert set(SENTENCES) == set(SenderDoubt)
    assert all(str(sentence) for sentence in SENTENCES.values())


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_name_and_no_address_breaks_it(name, address):
    assert set(doubts(name, address)) <= {doubt.value for doubt in SenderDoubt}
