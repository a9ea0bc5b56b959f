"""The learners. Only this package uses scikit-learn, which is an optional dependency."""

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
"""Returns the win probability (0-1) of each row."""
Fit = Callable[[TrainingSet], Predict]
Folds = Sequence[Sequence[int]]


class Split(Protocol):
    """Splits rows into `parts` with the same win rate, randomly but reproducibly."""

    def __call__(self, outcomes: Sequence[bool], parts: int) -> Folds: ...


@dataclass(frozen=True, slots=True)
class Learners:
    """The learners by name, and the split into folds."""

    fits: dict[str, Fit]
    scorecard: Callable[[TrainingSet], Scorecard]
    split: Split


def require_learners() -> None:
    """Raise `Misconfigured` if scikit-learn is not installed. Does not import it."""
    if find_spec("sklearn") is None:
        raise Misconfigured(MISSING)


def load_learners() -> Learners:
    """Return the learners. Raises `Misconfigured` if scikit-learn is not installed."""
    try:
        # Imported here, since it is optional and slow to import.
        from scoring.learning.learners import baselines, scorecard, validation  # noqa: PLC0415
    except ImportError as error:
        raise Misconfigured(MISSING) from error
    fits: dict[str, Fit] = {
        "scorecard": lambda leads: scorecard.fit_scorecard(leads).probabilities,
        "logistic": baselines.fit_logistic,
        "naive_bayes": baselines.fit_naive_bayes,
    }
    return Learners(fits, scorecard.fit_scorecard, validation.split)
