"""Past forecasts against what came."""

from datetime import date

import pytest

from revops.forecast.domain.backtest.trials import Figures
from revops.forecast.domain.calibration import Calibration, Judged, Snapshot, calibrate
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


@pytest.mark.parametrize(
    ("taken_on", "weeks"),
    [
        (date(2026, 11, 30), 0),
        (date(2026, 11, 24), 0),
        (date(2026, 11, 23), 1),
        (date(2026, 11, 1), 4),
    ],
)
def test_weeks_are_counted_back_from_the_last_day(taken_on: date, weeks: int) -> None:
    assert Snapshot(NOVEMBER, taken_on, 1).weeks_before == weeks


def test_the_last_forecast_of_a_week_counts_in_whatever_order_they_come() -> None:
    later, earlier = (Snapshot(NOVEMBER, date(2026, 11, day), float(day)) for day in (29, 25))

    for snapshots in ([later, earlier], [earlier, later]):
        assert calibrate(snapshots, {NOVEMBER: 29.0}).judged == [Judged(NOVEMBER, 0, 29, 29)]


def test_what_is_judged_comes_by_period_and_week() -> None:
    october = NOVEMBER.shifted(-1)
    snapshots = [
        Snapshot(NOVEMBER, date(2026, 11, 2), 40),
        Snapshot(NOVEMBER, date(2026, 11, 30), 50),
        Snapshot(october, date(2026, 10, 2), 10),
        Snapshot(october, date(2026, 10, 31), 20),
    ]

    found = calibrate(snapshots, {october: 20.0, NOVEMBER: 40.0})

    assert found.judged == [
        Judged(october, 0, 20, 20),
        Judged(october, 4, 10, 20),
        Judged(NOVEMBER, 0, 50, 40),
        Judged(NOVEMBER, 4, 40, 40),
    ]
    # The furthest from the end first: half too low and right, then right and a quarter too high.
    assert found.by_week == [(4, Figures(0.25, -0.25, 2)), (0, Figures(0.125, 0.125, 2))]
    assert found.figures == Figures(0.1875, -0.0625, 4)


@pytest.mark.parametrize(
    ("taken_on", "is_judged"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2026, 11, 30), True),
        (date(2026, 12, 1), False),
    ],
)
def test_only_forecasts_from_within_their_period_are_judged(taken_on: date, is_judged: bool) -> None:
    found = calibrate([Snapshot(NOVEMBER, taken_on, 9)], {NOVEMBER: 9.0})

    assert len(found.judged) == is_judged


def test_a_period_without_an_outcome_came_to_nothing_and_has_no_share() -> None:
    found = calibrate([Snapshot(NOVEMBER, date(2026, 11, 30), 9)], {})

    assert found.judged == [Judged(NOVEMBER, 0, 9, 0)]
    assert (found.figures, found.by_week) == (Figures(None, None, 0), [(0, Figures(None, None, 0))])


def test_without_forecasts_there_is_nothing_to_judge() -> None:
    assert calibrate([], {NOVEMBER: 9.0}) == Calibration(Figures(None, None, 0), [], [])
