"""G-02: no blank is lost sight of."""

from certdesk.rules.blank_serials import unaccounted


def test_holes_between_noted_serials_are_named():
    assert unaccounted(["LN00012345", "LN00012349", "LN00012346"]) == ("LN00012347", "LN00012348")


def test_every_box_is_counted_by_itself():
    assert unaccounted(["A01", "B03", "A001", "21000001", "21000003"]) == ("21000002",)


def test_a_new_box_is_no_hole():
    assert unaccounted(["LN1000", "LN5000"]) == ()


def test_a_serial_without_digits_tells_nothing():
    assert unaccounted(["甲", "乙"]) == ()
    assert unaccounted([]) == ()
