"""How good the forecasts would have been."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from revops.domain.backtest import Backtest, backtest, run
from revops.domain.forecast_methods import LATEST, Known
from revops.domain.forecast_won import GRACE
from revops.domain.periods import Period


class Past(Protocol):
    """What happened, to be looked at on any of its mornings."""

    @property
    def won_days(self) -> Sequence[date]:
        """The days on which something was won, in order."""
        ...

    def outcome(self, period: Period) -> float:
        """What was won in a period."""
        ...

    def known_on(self, on: date) -> Known:
        """What was known on the morning of `on`."""
        ...


def backtest_months(*, past: Past, first: Period | None = None, last: Period | None = None) -> Backtest:
    """Each month from `first` to `last` as it would have been forecast on its first morning.

    By default all months with three whole months before them, to the last whole month. `Invalid` when there
    are none. Months before `first` are forecast, too, as far as there is a month before: what they taught
    was known.
    """
    whole = _whole_months(past.won_days)
    if len(whole) <= LATEST:
        raise Invalid({"deals": f"Wins of {LATEST + 1} whole months are needed; there are {len(whole)}."})
    first, last = first or whole[LATEST], last or whole[-1]
    if not whole[1] <= first <= last <= whole[-1]:
        raise Invalid({"from": f"Choose months from {whole[1]} to {whole[-1]}, the earlier one first."})
    trials = run(_forecasts(past, whole[1], last))
    return backtest([trial for trial in trials if trial.period >= first])


def _forecasts(past: Past, first: Period, last: Period) -> Iterator[tuple[Known, Period, float]]:
    month = first
    while month <= last:
        yield past.known_on(month.first), month, past.outcome(month)
        month = month.shifted(1)


def _whole_months(days: Sequence[date]) -> list[Period]:
    """The months that are over and on record from their first week to their last."""
    today = now().date()  # a file has no organization, and so no zone
    end = min(days[-1] + GRACE, today) if days else today
    months: list[Period] = []
    month = Period.month_of(days[0]) if days else None
    while month and month.last < end:
        if month.first + GRACE > days[0]:
            months.append(month)
        month = month.shifted(1)
    return months
