"""Forecasting the past: each period as it would have been forecast then, and what came."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from revops.forecast.domain.blend import miss, weigh_methods
from revops.forecast.domain.methods import METHODS, Known, pipeline_chance, stage_weights
from revops.forecast.domain.periods import Period
from revops.forecast.domain.simulation import Outlook, need, outlook, widened, widening


@dataclass(frozen=True, slots=True)
class Trial:
    """A period that is over, as it was forecast on a day of the past: what was yet to come of it.

    `need` is how many times as wide the drawn band should have been, before it was made wider.
    """

    period: Period
    outcome: float
    amounts: Mapping[str, float]
    weighted: float
    outlook: Outlook
    need: float

    @property
    def is_inside(self) -> bool:
        """Whether the outcome lay in the band."""
        return self.outlook.low <= self.outcome <= self.outlook.high


@dataclass(frozen=True, slots=True)
class Figures:
    """How far off forecasts were: the mean of the misses without and with their sign, as shares of outcomes.

    A bias above 0 is a forecast of too much. None without any.
    """

    mape: float | None
    bias: float | None
    n: int


def figures(pairs: Iterable[tuple[float, float]]) -> Figures:
    """From pairs of forecast and outcome; what came to nothing cannot be missed by a share."""
    shares = [(forecast - outcome) / outcome for forecast, outcome in pairs if outcome > 0]
    if not shares:
        return Figures(None, None, 0)
    return Figures(fmean(abs(share) for share in shares), fmean(shares), len(shares))


def amounts_of(known: Known, period: Period) -> dict[str, float]:
    """What each method says that has enough to go by."""
    forecasts = {name: method(known, period) for name, method in METHODS.items()}
    return {name: amount for name, amount in forecasts.items() if amount is not None}


def run_trials(forecasts: Iterable[tuple[Known, Period, float]]) -> list[Trial]:
    """Trials in the order of time; each learns from those before it, and from nothing else."""
    misses = defaultdict[str, list[float]](list)
    trials: list[Trial] = []
    for known, period, outcome in forecasts:
        amounts = amounts_of(known, period)
        drawn = outlook(0, weigh_methods(amounts, misses), (), pipeline_chance(known, period))
        shown = widened(drawn, widening([trial.need for trial in trials]))
        weighted = stage_weights(known, period) or 0
        trials.append(Trial(period, outcome, amounts, weighted, shown, need(drawn, outcome)))
        for method, amount in amounts.items():
            misses[method].append(miss(outcome, amount))
    return trials


def misses_of(trials: Sequence[Trial]) -> dict[str, list[float]]:
    """By method how far off it was."""
    misses = defaultdict[str, list[float]](list)
    for trial in trials:
        for method, amount in trial.amounts.items():
            misses[method].append(miss(trial.outcome, amount))
    return misses


def coverage(trials: Sequence[Trial]) -> float | None:
    """The share of the outcomes (0-1) that lay in the band of their forecast; None without any."""
    return fmean(trial.is_inside for trial in trials) if trials else None


@dataclass(frozen=True, slots=True)
class Backtest:
    """Trials of consecutive periods, and how good each way to forecast was over them."""

    trials: Sequence[Trial]
    by_method: Mapping[str, Figures]
    coverage: float | None


def summarize(trials: Sequence[Trial]) -> Backtest:
    """The figures of trials; the fixed weights of the stages are judged, but never believed."""
    by_method = {name: figures(_forecast_pairs(trials, name)) for name in METHODS}
    by_method["fixed_stage_weights"] = figures((trial.weighted, trial.outcome) for trial in trials)
    by_method["learned"] = figures((trial.outlook.expected, trial.outcome) for trial in trials)
    return Backtest(trials, by_method, coverage(trials))


def _forecast_pairs(trials: Sequence[Trial], name: str) -> Iterator[tuple[float, float]]:
    for trial in trials:
        if name in trial.amounts:
            yield trial.amounts[name], trial.outcome
