"""Telling honestly how well models predict leads that they have not seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.learning.domain.evaluation import Band, Figures, bands, figures
from scoring.learning.domain.labelled import UnusableError
from scoring.learning.domain.leaks import ColumnWarning, column_warnings
from scoring.learning.domain.training_set import TrainingSet
from scoring.learning.learners.registry import Fit, Learners, load_learners

FOLDS = 5
# The part of the rows, the earliest, that is learned from when the rest is the test.
EARLIER = 0.7
SCORECARD = "scorecard"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by model: cross-validated, and learned from the earlier rows and tested on the later ones.

    `out_of_time` is empty when one of the two parts has only one kind of outcome. `base_rates` are the win
    rates (0-1) of the earlier and the later rows. `calibration` is of the scorecard, cross-validated.
    """

    n: int
    wins: int
    base_rates: tuple[float, float]
    cross_validated: dict[str, Figures]
    out_of_time: dict[str, Figures]
    calibration: list[Band]
    warnings: list[ColumnWarning]


def evaluate(leads: TrainingSet) -> Evaluation:
    """How well each learner predicts; rows are in order of time.

    `Misconfigured` without scikit-learn, `UnusableError` when no column tells the rows apart.
    """
    kit = load_learners()
    warnings = column_warnings(leads)
    rows = usable(leads, warnings)
    if not rows.columns:
        left_out = "; ".join(f"“{each.column}” {each.message}" for each in warnings)
        raise UnusableError(f"No column is left to learn from: {left_out}.")
    cut = round(len(leads) * EARLIER)
    earlier, later = rows.rows(range(cut)), rows.rows(range(cut, len(leads)))
    promised = {name: _cross_validated(rows, fit, kit) for name, fit in kit.fits.items()}
    card = promised[SCORECARD]
    return Evaluation(
        n=len(leads),
        wins=leads.wins,
        base_rates=(earlier.base_rate, later.base_rate),
        cross_validated={name: figures(leads.outcomes, each) for name, each in promised.items()},
        out_of_time=_out_of_time(earlier, later, kit),
        calibration=bands(leads.outcomes, card, card),
        warnings=warnings,
    )


def usable(leads: TrainingSet, warnings: Sequence[ColumnWarning]) -> TrainingSet:
    """The rows without the columns that are left out."""
    return leads.without({warning.column for warning in warnings if warning.left_out})


def _cross_validated(leads: TrainingSet, fit: Fit, kit: Learners) -> list[float]:
    """For each row what a model promises that was fitted without it and its fold."""
    promised = [0.0] * len(leads)
    for fold in kit.split(leads.outcomes, FOLDS):
        held_back = set(fold)
        predict = fit(leads.rows([row for row in range(len(leads)) if row not in held_back]))
        for row, probability in zip(fold, predict(leads.rows(fold)), strict=True):
            promised[row] = probability
    return promised


def _out_of_time(earlier: TrainingSet, later: TrainingSet, kit: Learners) -> dict[str, Figures]:
    if not (_both(earlier.outcomes) and _both(later.outcomes)):
        return {}
    return {name: figures(later.outcomes, fit(earlier)(later)) for name, fit in kit.fits.items()}


def _both(outcomes: Sequence[bool]) -> bool:
    return any(outcomes) and not all(outcomes)
