"""Split rows for tests."""

from collections.abc import Sequence

from sklearn.model_selection import StratifiedKFold

SEED = 1


def split(outcomes: Sequence[bool], parts: int) -> list[list[int]]:
    """Return the rows in `parts` with the same win rate, randomly but reproducibly."""
    folds = StratifiedKFold(parts, shuffle=True, random_state=SEED)
    return [rows.tolist() for _, rows in folds.split(list(outcomes), list(outcomes))]
