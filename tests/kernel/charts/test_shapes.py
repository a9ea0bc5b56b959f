"""Coordinates as SVG wants them."""

import pytest

from mauntic.kernel.charts.scale import upwards
from mauntic.kernel.charts.shapes import SERIES, GridLine, grid_of, percent_of_width, plain, points


@pytest.mark.parametrize(
    ("number", "text"),
    [(12, "12"), (12.5, "12.5"), (12.04, "12"), (12.06, "12.1"), (0, "0"), (100, "100"), (-3.25, "-3.2")],
)
def test_a_coordinate_has_one_decimal_where_it_needs_one(number, text):
    assert plain(number) == text


@pytest.mark.parametrize(("place", "share"), [(0, "0%"), (1000, "100%"), (333.3, "33.3%"), (5, "0.5%")])
def test_a_place_across_is_a_share_of_the_width(place, share):
    assert percent_of_width(place) == share


def test_the_dots_of_a_line_are_parted_by_spaces():
    assert points([(0, 150), (500.04, 8.5)]) == "0,150 500,8.5"
    assert points([]) == ""


def test_a_grid_line_stands_at_its_value_with_its_text():
    tall = upwards([4])

    assert grid_of(tall, ["0", "1", "2", "3", "4"])[:2] == [GridLine("150", "0"), GridLine("114.5", "1")]
    with pytest.raises(ValueError, match="shorter"):
        grid_of(tall, ["0"])


def test_eight_series_have_a_color_each():
    assert len(set(SERIES)) == 8
