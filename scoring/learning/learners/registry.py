"""Fitting models to past leads: the only place that knows scikit-learn, which is an optional extra."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Protocol

from mauntic.kernel.errors import Misconfigured
from scoring.learning.domain.scorecard import Scorecard
from scoring.learning.domain.training_set import TrainingSet

MISSING = (
    "Learning needs scikit-learn, which is not installed. Install it with `pip install mauntic[learning]` "
    "for the web server and for the workers, then try again."
)

Predict = Callable[[TrainingSet], Sequence[float]]
"""Tells for each row how likely (0-1) it is won."""
Fit = Callable[[TrainingSet], Predict]
Folds = Sequence[Sequence[int]]


class Split(Protocol):
    """Cuts rows into `parts` with the same win rate, at random but the same each time."""

    def __call__(self, outcomes: Sequence[bool], parts: int) -> Folds: ...


@dataclass(frozen=True, slots=True)
class Learners:
    """What can be fitted, by the names that figures are reported under, and how rows are split."""

    fits: dict[str, Fit]
    scorecard: Callable[[TrainingSet], Scorecard]
    split: Split


def require_learners() -> None:
    """`Misconfigured` when scikit-learn is missing; it is looked for, and not loaded."""
    if find_spec("sklearn") is None:
        raise Misconfigured(MISSING)


def load_learners() -> Learners:
    """The learners; `Misconfigured` says what to install when scikit-learn is missing."""
    try:
        # Optional, and slow to load: who does not learn shall not pay for it.
        from scoring.learning.learners import baselines, scorecard, validation  # noqa: PLC0415
    except ImportError as error:
        raise Misconfigured(MISSING) from error
    fits: dict[str, Fit] = {
        "scorecard": lambda leads: scorecard.fit_scorecard(leads).probabilities,
        "logistic": baselines.fit_logistic,
        "naive_bayes": baselines.fit_naive_bayes,
    }
    return Learners(fits, scorecard.fit_scorecard, validation.split)
