"""What the charts of the forecast draw."""

from datetime import date
from decimal import Decimal

from revops.forecast.domain.backtest.trials import Figures
from revops.forecast.domain.periods import Period
from revops.forecast.selectors.snapshots import DaySnapshot
from revops.forecast.views.charts import error_chart, snapshot_chart

NOVEMBER = Period.parse("2026-11")


def snapshot(day: int, closed: int, *expected: int) -> DaySnapshot:
    """A snapshot; `expected` are the expected amount and its band, or nothing."""
    amounts = [Decimal(amount) for amount in expected] or [None] * 3
    return DaySnapshot(NOVEMBER, date(2026, 11, day), Decimal(closed), Decimal(400), *amounts)


def test_days_lie_by_their_dates_and_the_band_begins_where_it_is_known() -> None:
    chart = snapshot_chart([snapshot(1, 0), snapshot(2, 0, 500, 300, 800), snapshot(11, 400, 600, 400, 800)])
    closed, weighted, expected = chart.lines
    # The scale ends at 800: 142 pixels, of which 400 are the half.
    assert closed.points == "0,150 100,150 1000,79"
    assert (weighted.points, weighted.is_dashed) == ("0,79 100,79 1000,79", True)
    assert expected.points == "100,61.2 1000,43.5"
    assert [area.points for area in chart.areas] == ["100,8 1000,8 1000,79 100,96.8"]
    assert [key.text for key in chart.legend] == ["Closed", "Weighted", "Expected", "80% band"]
    assert [label.text for label in chart.labels] == ["1 Nov", "11 Nov"]


def test_what_was_never_expected_has_neither_line_nor_band() -> None:
    chart = snapshot_chart([snapshot(1, 0), snapshot(2, 0)])
    assert [key.text for key in chart.legend] == ["Closed", "Weighted"]
    assert list(chart.areas) == []


def test_a_line_needs_two_snapshots() -> None:
    assert snapshot_chart([snapshot(1, 5)]) is None


def test_errors_are_bars_from_the_earliest_week_on_a_scale_of_ten_percent_or_more() -> None:
    chart = error_chart([(4, Figures(0.05, 0.05, 3)), (1, Figures(0.025, 0, 2)), (0, Figures(None, None, 0))])
    assert [(bar.height, bar.title) for bar in chart.bars] == [
        ("71", "4 weeks: 5%"),
        ("35.5", "1 week: 2.5%"),
    ]
    assert [label.text for label in chart.labels] == ["4", "1"]
    assert [line.text for line in chart.grid] == ["0%", "2.5%", "5%", "7.5%", "10%"]


def test_without_a_judged_forecast_there_are_no_errors_to_draw() -> None:
    assert error_chart([(0, Figures(None, None, 0))]) is None
    assert error_chart([]) is None
