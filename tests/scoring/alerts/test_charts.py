"""Charts of delays."""

from dataclasses import fields
from datetime import date, timedelta

import pytest

from scoring.alerts.selectors.delays import Delays
from scoring.alerts.views.charts import human_chart, system_chart

MINUTE = timedelta(minutes=1)


def delays(day: int, half: timedelta | None, most: timedelta | None) -> Delays:
    known = {"day": date(2026, 11, day), "system_p50": half, "system_p95": most}
    return Delays(**dict.fromkeys(each.name for each in fields(Delays)) | known)


def test_both_lines_share_a_scale_that_is_round_in_the_unit_of_the_longest_delay():
    chart = system_chart([delays(1, 30 * MINUTE, 60 * MINUTE), delays(3, 60 * MINUTE, 120 * MINUTE)])
    assert [line.points for line in chart.lines] == ["0,114.5 1000,79", "0,79 1000,8"]
    assert [line.text for line in chart.grid] == ["0 ms", "30 min", "1 h", "1.5 h", "2 h"]
    assert [key.text for key in chart.legend] == ["Median", "95th percentile"]
    assert [label.text for label in chart.labels] == ["1 Nov", "3 Nov"]


@pytest.mark.parametrize(
    ("longest", "highest"),
    [
        (timedelta(milliseconds=40), "40 ms"),
        (timedelta(seconds=3), "3 s"),
        (3 * MINUTE, "3 min"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_the_grid_is_written_in_the_unit_of_the_longest(longest, highest):
    assert system_chart([delays(1, longest, longest)]).grid[-1].text == highest


def test_days_without_a_delay_are_left_out_and_nothing_is_drawn_without_any():
    assert len(system_chart([delays(1, None, None), delays(2, MINUTE, MINUTE)]).lines) == 2
    assert system_chart([delays(1, None, None)]) is None
    assert human_chart([delays(1, MINUTE, MINUTE)]) is None
