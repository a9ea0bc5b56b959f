"""Lines, gaps, bands and what is said of them."""

from mauntic.kernel.charts.lines import Band, Series, line_chart
from mauntic.kernel.charts.shapes import Key

ENDS = ("1 Nov", "today")


def chart(*values: float | None, **given):
    return line_chart(title="Leads", series=[Series("Hot", "main", values)], ends=ENDS, **given)


def test_a_line_runs_over_the_whole_width_on_a_scale_from_nothing():
    found = chart(0, 4, 8)
    assert [line.points for line in found.lines] == ["0,150 500,79 1000,8"]
    assert [(line.y, line.text) for line in found.grid] == [
        ("150", "0"),
        ("114.5", "2"),
        ("79", "4"),
        ("43.5", "6"),
        ("8", "8"),
    ]


def test_values_lie_where_their_days_do():
    assert chart(0, 8, 8, positions=[0, 1, 10]).lines[0].points == "0,150 100,8 1000,8"


def test_without_a_value_there_is_no_chart():
    assert chart() is None
    assert chart(None, None) is None


def test_a_gap_parts_the_line_and_a_lone_value_is_drawn_out():
    first, lone = chart(8, 8, None, 8).lines
    assert first.points == "0,8 333.3,8"
    assert lone.points == "983.3,8 1000,8"


def test_a_single_value_is_a_level_line_over_the_whole_width():
    assert chart(8).lines[0].points == "0,8 1000,8"


def test_a_filled_line_has_an_area_down_to_the_foot_and_a_dot_at_its_end():
    found = chart(4, 8, is_filled=True)
    assert found.areas[0].points == "0,150 0,79 1000,8 1000,150"
    assert [(dot.x, dot.y) for dot in found.dots] == [("100%", "8")]


def test_a_band_goes_along_its_upper_edge_and_back_and_counts_for_the_scale():
    band = Band("80% band", "main", low=[None, 2, 4], high=[None, 6, 8])
    found = chart(1, 2, 3, band=band)
    assert [area.points for area in found.areas] == ["500,43.5 1000,8 1000,79 500,114.5"]
    assert found.grid[-1].text == "8"
    assert found.legend == [Key("Hot", "main", "line"), Key("80% band", "main", "band")]


def test_one_line_alone_needs_no_legend_and_several_are_named():
    both = line_chart(
        title="Waits",
        series=[
            Series("Half", "main", [1]),
            Series("Most", "warn", [2], is_dashed=True),
            Series("None", "bad", [None]),
        ],
        ends=ENDS,
    )
    assert chart(1).legend == []
    assert both.legend == [Key("Half", "main", "line"), Key("Most", "warn", "dashed")]


def test_grid_lines_that_are_given_end_the_scale():
    found = chart(50, 100, ticks={0: "", 60: "B", 100: "A"})
    assert [(line.y, line.text) for line in found.grid] == [("150", ""), ("64.8", "B"), ("8", "A")]


def test_what_happened_is_marked_at_its_place():
    assert [(mark.x, mark.text) for mark in chart(1, 2, 3, marks={1.0: "v2"}).marks] == [("50%", "v2")]


def test_the_text_alternative_says_where_each_line_goes():
    assert chart(3, 9, None, 5).alternative == "Leads. Hot: from 3 to 5, between 3 and 9."


def test_the_ends_are_named_below():
    assert [(label.x, label.text, label.anchor) for label in chart(1, 2).labels] == [
        ("0%", "1 Nov", "start"),
        ("100%", "today", "end"),
    ]


def two(first, second, **given):
    return line_chart(
        title="Waits",
        series=[Series("Half", "main", first), Series("Most", "warn", second, is_dashed=True)],
        ends=ENDS,
        **given,
    )


def test_a_lone_value_at_the_start_is_drawn_to_the_right():
    assert chart(8, None, 8, 8).lines[0].points == "0,8 16.7,8"
    assert chart(None, 8, None).lines[0].points == "500,8 516.7,8"


def test_a_value_of_nothing_is_no_gap():
    assert chart(0, None, 8, 0).lines[0].points == "0,150 16.7,150"
    assert chart(0, 0, 8).lines[0].points == "0,150 500,150 1000,8"


def test_several_lines_share_the_scale():
    found = two([4, 4], [8, 8])
    assert [(line.points, line.tone, line.is_dashed) for line in found.lines] == [
        ("0,79 1000,79", "main", False),
        ("0,8 1000,8", "warn", True),
    ]
    assert (
        found.alternative == "Waits. Half: from 4 to 4, between 4 and 4. Most: from 8 to 8, between 8 and 8."
    )


def test_only_the_first_line_is_filled():
    found = two([4, 8], [2, 2], is_filled=True)
    assert [(area.points, area.tone) for area in found.areas] == [("0,150 0,79 1000,8 1000,150", "main")]
    assert [dot.tone for dot in found.dots] == ["main"]
    assert (list(two([4, 8], [2, 2]).areas), list(two([4, 8], [2, 2]).dots)) == ([], [])


def test_the_dot_stands_at_the_last_value_that_is_known():
    [dot] = chart(4, 8, None, is_filled=True).dots
    assert (dot.x, dot.y) == ("50%", "8")
    [alone] = chart(8, is_filled=True).dots
    assert alone.x == "100%"


def test_a_filled_line_with_a_gap_has_two_areas():
    areas = chart(8, 8, None, 8, 8, is_filled=True).areas
    assert [area.points for area in areas] == ["0,150 0,8 250,8 250,150", "750,150 750,8 1000,8 1000,150"]


def test_a_band_has_a_gap_where_one_of_its_edges_has():
    band = Band("Range", "muted", low=[1, None, 2, 2], high=[4, 4, 8, 8])
    found = chart(1, 2, 3, 4, band=band)
    assert [area.points for area in found.areas] == [
        "0,79 16.7,79 16.7,132.2 0,132.2",
        "666.7,8 1000,8 1000,114.5 666.7,114.5",
    ]
    assert {area.tone for area in found.areas} == {"muted"}


def test_a_band_without_a_value_is_in_no_legend():
    band = Band("Range", "muted", low=[None, None], high=[None, None])
    assert chart(1, 2, band=band).legend == []
    assert list(chart(1, 2, band=band).areas) == []


def test_the_scale_of_a_line_can_be_told_its_least_its_steps_and_its_height():
    assert chart(3, 4, at_least=70).grid[-1].text == "80"
    assert [line.text for line in chart(1, 2, is_whole=True).grid] == ["0", "1", "2"]
    small = chart(4, 8, height=128)
    assert (small.height, small.foot, small.lines[0].points) == (128, "108", "0,58 1000,8")
    assert (chart(1).height, chart(1).foot) == (170, "150")


def test_values_of_a_line_are_written_as_the_page_does():
    found = chart(0.25, 0.5, written=lambda share: f"{share:.0%}")
    assert found.grid[-1].text == "60%"
    assert found.alternative == "Leads. Hot: from 25% to 50%, between 25% and 50%."


def test_marks_lie_where_their_days_do():
    found = chart(1, 2, 3, positions=[100, 101, 110], marks={101: "v2", 110: "v3"})
    assert [(mark.x, mark.text) for mark in found.marks] == [("10%", "v2"), ("100%", "v3")]
    assert list(chart(1).marks) == []


def test_the_known_values_of_a_series_are_those_without_gaps():
    assert Series("x", "main", [None, 0, 3, None]).known == [0, 3]
