"""Splitting rows for an honest test."""

from collections.abc import Sequence

from sklearn.model_selection import StratifiedKFold

SEED = 1


def split(outcomes: Sequence[bool], parts: int) -> list[list[int]]:
    """Rows in `parts` with the same win rate, at random but the same each time."""
    folds = StratifiedKFold(parts, shuffle=True, random_state=SEED)
    return [rows.tolist() for _, rows in folds.split(list(outcomes), list(outcomes))]
