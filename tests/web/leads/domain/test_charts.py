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
