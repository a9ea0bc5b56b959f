"""Backtest the forecast on past deals."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from mauntic.kernel.clock import now
from mauntic.kernel.errors import Invalid
from revops.forecast.domain.backtest.trials import Backtest, run_trials, summarize
from revops.forecast.domain.methods import LATEST, Known
from revops.forecast.domain.periods import Period
from revops.forecast.domain.won import GRACE


class Past(Protocol):
    """The past, as known on any morning."""

    @property
    def won_days(self) -> Sequence[date]:
        """The days with wins, in order."""
        ...

    def outcome(self, period: Period) -> float:
        """Return the amount won in a period."""
        ...

    def known_on(self, on: date) -> Known:
        """Return what was known on the morning of `on`."""
        ...


def backtest_months(*, past: Past, first: Period | None = None, last: Period | None = None) -> Backtest:
    """Forecast each month from `first` to `last` on its first morning, and compare with the outcome.

    Earlier months are forecast as well, since the method learns from them.

    Args:
        first: by default the first month with three whole months before it.
        last: by default the last whole month.

    Raises:
        Invalid: there are too few months.
    """
    whole = _whole_months(past.won_days)
    if len(whole) <= LATEST:
        raise Invalid(
            {
                "deals": _("Deals won in at least {least} whole months are required, found {count}.").format(
                    least=LATEST + 1, count=len(whole)
                )
            }
        )
    first, last = first or whole[LATEST], last or whole[-1]
    if not whole[1] <= first <= last <= whole[-1]:
        raise Invalid(
            {
                "from": _("Choose months from {first} to {last}, the earlier one first.").format(
                    first=whole[1], last=whole[-1]
                )
            }
        )
    trials = run_trials(_forecasts(past, whole[1], last))
    return summarize([trial for trial in trials if trial.period >= first])


def _forecasts(past: Past, first: Period, last: Period) -> Iterator[tuple[Known, Period, float]]:
    month = first
    while month <= last:
        yield past.known_on(month.first), month, past.outcome(month)
        month = month.shifted(1)


def _whole_months(days: Sequence[date]) -> list[Period]:
    """Return the past months that are covered from their first to their last week."""
    today = now().date()  # a file has no organization, and so no zone
    end = min(days[-1] + GRACE, today) if days else today
    months: list[Period] = []
    month = Period.month_of(days[0]) if days else None
    while month and month.last < end:
        if month.first + GRACE > days[0]:
            months.append(month)
        month = month.shifted(1)
    return months
