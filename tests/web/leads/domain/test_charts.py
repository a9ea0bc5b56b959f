"""The chart of a lead's score."""

from datetime import date, timedelta

from mauntic.web.leads.domain.charts import score_chart

TODAY = date(2026, 11, 30)


def test_the_scale_is_that_of_scores_and_its_lines_are_the_grades():
    chart = score_chart([0, 50, 100], TODAY)
    assert chart.drawn.lines[0].points == "0,150 500,79 1000,8"
    assert [line.text for line in chart.drawn.grid] == ["0", "C 40", "B 60", "A 80", "100"]
    assert [label.text for label in chart.drawn.labels] == ["28 Nov", "today"]
    assert (chart.lowest, chart.highest) == (0, 100)


def test_what_happened_on_its_days_is_marked_and_the_rest_is_left_out():
    days = {TODAY: "v3", TODAY - timedelta(days=2): "v2", TODAY - timedelta(days=3): "v1"}
    marks = score_chart([10, 20, 30], TODAY, days).drawn.marks
    assert [(mark.x, mark.text) for mark in marks] == [("0%", "v2"), ("100%", "v3")]


def test_without_a_score_there_is_no_chart():
    assert score_chart([], TODAY) is None


def test_the_line_is_filled_down_to_nothing_and_ends_in_a_dot():
    drawn = score_chart([0, 100], TODAY).drawn

    assert [(area.points, area.tone) for area in drawn.areas] == [("0,150 0,150 1000,8 1000,150", "main")]
    assert [(dot.x, dot.y, dot.tone) for dot in drawn.dots] == [("100%", "8", "main")]
    assert drawn.lines[0].tone == "main"


def test_the_grades_stand_at_their_scores():
    grid = score_chart([50], TODAY).drawn.grid

    assert [(line.text, line.y) for line in grid] == [
        ("0", "150"),
        ("C 40", "93.2"),
        ("B 60", "64.8"),
        ("A 80", "36.4"),
        ("100", "8"),
    ]


def test_what_is_to_come_is_not_marked():
    marks = score_chart([10, 20], TODAY, {TODAY + timedelta(days=1): "v4"}).drawn.marks
    assert list(marks) == []


def test_the_line_has_a_title_and_an_end_for_screen_readers():
    drawn = score_chart([10, 40, 20], TODAY, title="Intent", end="30 Nov").drawn

    assert drawn.alternative == "Intent. Intent: from 10 to 20, between 10 and 40."
    assert [label.text for label in drawn.labels] == ["28 Nov", "30 Nov"]
    assert score_chart([10], TODAY).drawn.alternative.startswith("Score. Score: from 10")


def test_the_ends_of_the_range_are_those_of_the_scores():
    chart = score_chart([40, 20.5, 70, 30], TODAY)
    assert (chart.lowest, chart.highest) == (20.5, 70)
