"""The charts of a vendor's last hours."""

from datetime import UTC, datetime, timedelta

from lead_intelligence.performance.selectors.health import HealthHour
from lead_intelligence.performance.views.charts import health_charts

START = datetime(2031, 5, 1, tzinfo=UTC)


def charts(*hours: dict[str, float]):
    return health_charts(
        [HealthHour(at=START + timedelta(hours=number), **figures) for number, figures in enumerate(hours)]
    )


def test_calls_are_stacked_by_whether_they_failed():
    chart = charts({"calls": 4, "failures": 1}, {})["calls"]
    assert [(bar.tone, bar.y, bar.height) for bar in chart.bars] == [
        ("main", "43.5", "106.5"),
        ("bad", "8", "35.5"),
    ]
    assert chart.bars[1].title == "1 May 2031, 00:00: failed 1"
    assert [line.text for line in chart.grid] == ["0", "1", "2", "3", "4"]


def test_the_rate_of_failures_is_drawn_on_a_scale_up_to_every_call():
    chart = charts({"calls": 4, "failures": 1})["failures"]
    assert [line.text for line in chart.grid] == ["0%", "25%", "50%", "75%", "100%"]
    assert chart.bars[0].height == "35.5"


def test_an_hour_without_an_answer_is_a_gap():
    chart = charts({"median_ms": 500, "p95_ms": 1000}, {}, {"median_ms": 250, "p95_ms": 1000})["latency"]
    assert len(chart.lines) == 4
    assert [line.text for line in chart.grid] == ["0 ms", "250 ms", "500 ms", "750 ms", "1 s"]


def test_a_quiet_vendor_has_nothing_to_draw():
    assert set(charts({}, {}).values()) == {None}


def test_what_is_left_and_what_opened_are_counted():
    drawn = charts({"credits_left": 9, "openings": 1}, {"credits_left": 3})
    assert [line.text for line in drawn["credits"].grid] == ["0", "5", "10"]
    assert [line.text for line in drawn["openings"].grid] == ["0", "1"]
