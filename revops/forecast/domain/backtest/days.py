"""Which days of the past a forecast of today is held against."""

from datetime import date, timedelta

from revops.forecast.domain.periods import Period

TRIALS = 8


def trial_days(period: Period, on: date) -> list[tuple[Period, date]]:
    """The periods before that were over by `on`, each with the day as far into it as `on` is into `period`.

    The earliest first. A day before the period is as far before each of them.
    """
    into = on - period.first
    found: list[tuple[Period, date]] = []
    back = 1
    while len(found) < TRIALS:
        earlier = period.shifted(-back)
        if earlier.last < on:
            found.append((earlier, min(earlier.first + into, earlier.last + timedelta(days=1))))
        back += 1
    return found[::-1]
