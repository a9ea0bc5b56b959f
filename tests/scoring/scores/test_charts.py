"""Charts of scores."""

from datetime import date

from scoring.scores.selectors.distribution import Day
from scoring.scores.views.charts import distribution_chart, hot_chart, mean_chart

DAYS = [Day(date(2026, 11, 1), 0.0, 0), Day(date(2026, 11, 2), 50.0, 3)]


def test_the_distribution_has_a_bar_for_each_ten_and_whole_grid_lines():
    chart = distribution_chart([(0, 3), (10, 0), (20, 1)])
    assert [(bar.title, bar.height) for bar in chart.bars] == [("0: 3", "142"), ("20: 1", "47.3")]
    assert [line.text for line in chart.grid] == ["0", "1", "2", "3"]
    assert distribution_chart([(0, 0)]) is None


def test_the_mean_is_drawn_on_the_scale_of_scores():
    chart = mean_chart(DAYS)
    assert chart.lines[0].points == "0,150 1000,79"
    assert [line.text for line in chart.grid] == ["0", "25", "50", "75", "100"]
    assert [label.text for label in chart.labels] == ["1 Nov", "2 Nov"]
    assert mean_chart([]) is None


def test_hot_leads_are_counted_on_a_scale_of_their_own():
    chart = hot_chart(DAYS)
    assert chart.lines[0].points == "0,150 1000,8"
    assert [line.text for line in chart.grid] == ["0", "1", "2", "3"]
    assert hot_chart([]) is None
