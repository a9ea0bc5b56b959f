"""Baselines for the scorecard: logistic regression and naive Bayes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import CategoricalNB
from threadpoolctl import threadpool_limits

from scoring.learning.domain.binning import Binning, cut
from scoring.learning.domain.training_set import Column, TrainingSet
from scoring.learning.learners.levels import cut_all, level_indices, one_hot
from scoring.learning.learners.registry import Predict
from scoring.learning.learners.scorecard import MOST_STEPS


@threadpool_limits.wrap(limits=1)
def fit_logistic(leads: TrainingSet) -> Predict:
    """Fit a standard logistic regression: scaled numbers, gaps filled with the mean, one-hot categories."""
    words = [cut(column) for column in leads.columns if not column.numeric]
    scales = {column.name: _scale(column) for column in leads.columns if column.numeric}
    model = LogisticRegression(max_iter=MOST_STEPS)
    model.fit(_plain(leads, words, scales), list(leads.outcomes))

    def predict(others: TrainingSet) -> Sequence[float]:
        predicted = model.predict_proba(_plain(others, words, scales))[:, 1]
        return [float(each) for each in predicted]

    return predict


def fit_naive_bayes(leads: TrainingSet) -> Predict:
    """Fit naive Bayes on the levels of the scorecard."""
    binnings = cut_all(leads)
    levels = [len(binning.levels) + 1 for binning in binnings]
    model = CategoricalNB(min_categories=levels)
    # The index after the last level is for unseen values.
    model.fit(level_indices(leads, binnings) % levels, list(leads.outcomes))

    def predict(others: TrainingSet) -> Sequence[float]:
        predicted = model.predict_proba(level_indices(others, binnings) % levels)[:, 1]
        return [float(each) for each in predicted]

    return predict


def _scale(column: Column) -> tuple[float, float]:
    known = np.array([cell for cell in column.cells if cell is not None], dtype=np.float64)
    return (float(known.mean()), float(known.std()) or 1.0) if known.size else (0.0, 1.0)


def _plain(leads: TrainingSet, words: Sequence[Binning], scales: dict[str, tuple[float, float]]) -> csr_array:
    numbers = [_scaled(column, *scales[column.name]) for column in leads.columns if column.name in scales]
    parts = [csr_array(np.array(numbers).T)] if numbers else []
    return hstack([*parts, one_hot(level_indices(leads, words), words)], format="csr")


def _scaled(column: Column, mean: float, deviation: float) -> NDArray[np.float64]:
    cells = [mean if cell is None else float(cell) for cell in column.cells]
    return (np.array(cells) - mean) / deviation
