"""What a signature finding comes to when the register does not know the file."""

from datetime import date

import pytest

from certdesk.guide.load import load_guide
from certdesk.ports.signer import SignatureFinding
from certdesk.stages.verify.examine import examine_file, signature_details
from certdesk.stages.verify.verdict import Verdict

pytestmark = pytest.mark.django_db


class Checker:
    """Finds what the test says."""

    def __init__(self, **found: bool) -> None:
        self._finding = SignatureFinding(signed=True, **found)

    def check(self, _pdf: bytes) -> SignatureFinding:
        return self._finding


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ({"intact": True, "covers_whole_file": True, "trusted": True}, Verdict.NOT_OURS),  # our key, never registered
        ({"intact": True, "covers_whole_file": False, "trusted": True}, Verdict.ALTERED),  # something was added
        ({"intact": False, "covers_whole_file": True, "trusted": True}, Verdict.ALTERED),
        (
            {"intact": False, "covers_whole_file": False, "trusted": False},
            Verdict.NOT_OURS,
        ),  # whose it was nobody knows
        ({"intact": True, "covers_whole_file": True, "trusted": False}, Verdict.NOT_OURS),  # another office's
    ],
)
def test_a_file_the_register_does_not_know_is_never_genuine(found, verdict):
    answer = examine_file(b"%PDF", load_guide(), Checker(**found), today=date(2026, 11, 23))
    assert answer.verdict is verdict
    assert answer.document is None


def test_the_details_say_each_finding_in_a_sentence():
    finding = SignatureFinding(signed=True, intact=True, covers_whole_file=False, trusted=False, why="证书已过期。")
    assert [str(line) for line in signature_details(finding, load_guide())] == [
        "签名所覆盖的部分未被改动。", "签名没有覆盖整个文件。", "签名不是由本单位的证书作出。", "证书已过期。",
    ]  # fmt: skip


def test_an_unsigned_file_says_so():
    assert [str(line) for line in signature_details(SignatureFinding(signed=False), load_guide())] == [
        "文件没有数字签名。"
    ]
