"""Small lines in tables."""

from mauntic.kernel.charts.sparklines import sparkline


def line(*values: float, smallest_range: float = 0) -> str | None:
    found = sparkline(values, alternative="x", smallest_range=smallest_range)
    return found and found.points


def test_the_lowest_is_at_the_foot_and_the_highest_at_the_top():
    assert line(5, 15, 10) == "2,18 36,2 70,10"


def test_a_small_change_is_drawn_small_in_the_middle():
    assert line(50, 52, smallest_range=8) == "2,12 70,8"


def test_what_does_not_change_is_a_level_line_in_the_middle():
    assert line(7) == line(7, 7) == line(7, 7, smallest_range=10) == "2,10 70,10"


def test_without_values_there_is_none():
    assert line() is None


def test_a_line_has_its_size_and_its_alternative():
    found = sparkline([1, 2], alternative="Up")
    assert (found.width, found.height, found.alternative) == (72, 20, "Up")


def test_several_values_lie_evenly():
    assert line(0, 4, 2, 4, 0) == "2,18 19,2 36,10 53,2 70,18"


def test_the_smallest_range_lies_around_the_values_and_a_larger_one_is_kept():
    assert line(0, 1, smallest_range=2) == "2,14 70,6"
    assert line(0, 2, smallest_range=2) == line(0, 2) == "2,18 70,2"
    assert line(0, 4, smallest_range=2) == "2,18 70,2"
    assert line(-4, 4) == "2,18 70,2"
