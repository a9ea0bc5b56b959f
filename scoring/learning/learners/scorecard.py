"""Fit the scorecard: regularized logistic regression on levels, rounded to whole points."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from threadpoolctl import threadpool_limits

from scoring.learning.domain.scorecard import Scorecard, rounded_card
from scoring.learning.domain.training_set import TrainingSet
from scoring.learning.learners.levels import cut_all, level_indices, one_hot
from scoring.learning.learners.validation import split

# From strong to weak regularization. The best prediction of held-out rows decides.
STRENGTHS = (0.01, 0.1, 1.0)
PARTS = 3
MOST_STEPS = 1_000


# The problems are too small for several cores.
@threadpool_limits.wrap(limits=1)
def fit_scorecard(leads: TrainingSet) -> Scorecard:
    """Fit a scorecard to rows with both outcomes."""
    binnings = cut_all(leads)
    found = level_indices(leads, binnings)
    matrix = one_hot(found, binnings)
    model = _fitted(matrix, leads.outcomes, _best_strength(matrix, leads.outcomes))
    odds = model.decision_function(matrix)
    bounds = np.cumsum([len(binning.levels) for binning in binnings])[:-1]
    return rounded_card(
        binnings,
        [each.tolist() for each in np.split(model.coef_[0], bounds)],
        [int(np.bincount(column[column >= 0]).argmax()) for column in found.T],
        float(model.intercept_[0]),
        (float(odds.min()), float(odds.max())),
    )


def _best_strength(matrix: csr_array, outcomes: Sequence[bool]) -> float:
    won = np.asarray(outcomes)
    folds = split(outcomes, PARTS)
    return min(STRENGTHS, key=lambda strength: sum(_loss(matrix, won, strength, rows) for rows in folds))


def _loss(matrix: csr_array, won: NDArray[np.bool_], strength: float, held_back: list[int]) -> float:
    """Return the log loss of held-out rows times their number, of a model of the other rows."""
    others = np.ones(len(won), dtype=bool)
    others[held_back] = False
    model = _fitted(matrix[others], won[others], strength)
    promised = model.predict_proba(matrix[held_back])[:, 1]
    return float(log_loss(won[held_back], promised, labels=[False, True], normalize=False))


def _fitted(matrix: csr_array, outcomes: ArrayLike, strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=MOST_STEPS).fit(matrix, outcomes)
