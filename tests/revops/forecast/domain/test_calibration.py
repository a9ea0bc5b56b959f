"""Past forecasts against what came."""

from datetime import date

import pytest

from revops.forecast.domain.backtest.trials import Figures
from revops.forecast.domain.calibration import Snapshot, calibrate
from revops.forecast.domain.periods import Period

NOVEMBER = Period.parse("2026-11")


def test_only_the_last_forecast_of_a_week_within_the_period_counts() -> None:
    october = NOVEMBER.shifted(-1)
    days = {
        date(2026, 9, 30): 900.0,
        date(2026, 10, 25): 1.0,
        date(2026, 10, 27): 80.0,
        date(2026, 10, 3): 150.0,
    }
    found = calibrate([Snapshot(october, day, amount) for day, amount in days.items()], {october: 100.0})
    assert found.by_week == [
        (4, Figures(0.5, 0.5, 1)),
        (0, Figures(pytest.approx(0.2), pytest.approx(-0.2), 1)),
    ]
    assert found.figures == Figures(pytest.approx(0.35), pytest.approx(0.15), 2)
