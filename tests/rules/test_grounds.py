"""The grounds on which a letter ends, as they become the public line of a reason."""

import pytest

from certdesk.rules.grounds import PUBLIC_GROUNDS, with_ground


@pytest.mark.parametrize("ground", PUBLIC_GROUNDS)
def test_a_listed_ground_is_the_first_line(ground):
    assert with_ground(ground, "细节").splitlines() == [ground, "细节"]
    assert with_ground(ground, "") == ground


@pytest.mark.parametrize("ground", ["", "王小明", "文书内容有误"])
def test_what_is_not_listed_is_left_out(ground):
    assert with_ground(ground, "细节") == "细节"
