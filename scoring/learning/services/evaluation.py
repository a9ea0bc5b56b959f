"""Measure how well models predict unseen leads."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.learning.domain.evaluation import Band, Figures, bands, figures
from scoring.learning.domain.labelled import UnusableError
from scoring.learning.domain.leaks import ColumnWarning, column_warnings
from scoring.learning.domain.training_set import TrainingSet
from scoring.learning.learners.registry import Fit, Learners, load_learners

FOLDS = 5
# The share of the rows, the earliest ones, to train with. The rest is the test.
EARLIER = 0.7
SCORECARD = "scorecard"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by model: cross-validated, and trained with earlier rows and tested on later ones.

    `out_of_time` is empty if one of the two parts has only one outcome. `base_rates` are the win rates (0-1)
    of the earlier and the later rows. `calibration` is of the cross-validated scorecard.
    """

    n: int
    wins: int
    base_rates: tuple[float, float]
    cross_validated: dict[str, Figures]
    out_of_time: dict[str, Figures]
    calibration: list[Band]
    warnings: list[ColumnWarning]


def evaluate(leads: TrainingSet) -> Evaluation:
    """Measure how well each learner predicts.

    Args:
        leads: in order of time.

    Returns: figures for each learner, the calibration of the scorecard, and warnings about columns.

    Raises: `Misconfigured` without scikit-learn, `UnusableError` if no column is left to learn from.
    """
    kit = load_learners()
    warnings = column_warnings(leads)
    rows = usable(leads, warnings)
    if not rows.columns:
        left_out = "; ".join(f'"{each.column}" {each.message}' for each in warnings)
        raise UnusableError(f"No column is left to learn from: {left_out}.")
    cut = round(len(leads) * EARLIER)
    earlier, later = rows.rows(range(cut)), rows.rows(range(cut, len(leads)))
    predicted = {name: _cross_validated(rows, fit, kit) for name, fit in kit.fits.items()}
    card = predicted[SCORECARD]
    return Evaluation(
        n=len(leads),
        wins=leads.wins,
        base_rates=(earlier.base_rate, later.base_rate),
        cross_validated={name: figures(leads.outcomes, each) for name, each in predicted.items()},
        out_of_time=_out_of_time(earlier, later, kit),
        calibration=bands(leads.outcomes, card, card),
        warnings=warnings,
    )


def usable(leads: TrainingSet, warnings: Sequence[ColumnWarning]) -> TrainingSet:
    """Return the rows without the columns whose warnings exclude them.

    Args:
        leads: the training set.
        warnings: of the same columns.
    """
    return leads.without({warning.column for warning in warnings if warning.left_out})


def _cross_validated(leads: TrainingSet, fit: Fit, kit: Learners) -> list[float]:
    """Return a prediction for each row, of a model that was trained without the fold of the row."""
    predicted = [0.0] * len(leads)
    for fold in kit.split(leads.outcomes, FOLDS):
        fold_rows = set(fold)
        predict = fit(leads.rows([row for row in range(len(leads)) if row not in fold_rows]))
        for row, probability in zip(fold, predict(leads.rows(fold)), strict=True):
            predicted[row] = probability
    return predicted


def _out_of_time(earlier: TrainingSet, later: TrainingSet, kit: Learners) -> dict[str, Figures]:
    if not (_both(earlier.outcomes) and _both(later.outcomes)):
        return {}
    return {name: figures(later.outcomes, fit(earlier)(later)) for name, fit in kit.fits.items()}


def _both(outcomes: Sequence[bool]) -> bool:
    return any(outcomes) and not all(outcomes)
