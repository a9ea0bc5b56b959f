"""Columns that should not be learned from: they tell the outcome, name the row, or say nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.learning.domain.binning import cut
from scoring.learning.domain.evaluation import auc
from scoring.learning.domain.training_set import Column, TrainingSet

# A single column that good is better than whole models of real leads are.
TOO_GOOD = 0.95
# Suspicious when that much above the next best column, and good at all.
AHEAD, GOOD = 0.05, 0.7
# So many different words in so large a part of the rows are names of rows.
MANY_WORDS, UNIQUE_SHARE = 50, 0.5
# Words in a name that speak of the end of a sale or of a call.
AFTERWARDS = {"duration", "closed", "close", "won", "lost", "outcome", "result", "reason", "invoice", "churn"}


@dataclass(frozen=True, slots=True)
class ColumnWarning:
    """What is wrong with a column. `left_out`: it is not learned from; else a person decides."""

    column: str
    message: str
    left_out: bool


def column_warnings(leads: TrainingSet) -> list[ColumnWarning]:
    """What is suspicious about the columns, in their order."""
    useless = {column.name: message for column in leads.columns if (message := _useless(column))}
    alone = {
        column.name: column_auc(column, leads.outcomes)
        for column in leads.columns
        if column.name not in useless
    }
    leaks = dict(_leaks(alone))
    return [
        ColumnWarning(name, message, left_out=name in useless)
        for name in (column.name for column in leads.columns)
        if (message := useless.get(name, "") or leaks.get(name, ""))
    ]


def column_auc(column: Column, outcomes: Sequence[bool]) -> float:
    """AUC of a column by itself: rows are ordered by the win rate of its level, on the same rows."""
    indices = cut(column).level_indices(column.cells)
    rows: dict[int | None, list[bool]] = {}
    for index, won in zip(indices, outcomes, strict=True):
        rows.setdefault(index, []).append(won)
    rates = {index: sum(won) / len(won) for index, won in rows.items()}
    return auc(outcomes, [rates[index] for index in indices])


def _useless(column: Column) -> str:
    cells = set(column.cells)
    if len(cells) < 2:  # noqa: PLR2004 (one value is no difference)
        return "has the same value in every row, so nothing can be learned from it"
    known = [cell for cell in column.cells if cell is not None]
    words = len(cells - {None})
    if words == len(known) and words > MANY_WORDS and _counts_up(column):
        return "counts the rows, like an id"
    if not column.numeric and words > max(MANY_WORDS, UNIQUE_SHARE * len(known)):
        return f"has {words:,} different values in {len(known):,} rows, like an id or a name"
    return ""


def _counts_up(column: Column) -> bool:
    """Whether every known cell is a whole number and none comes twice (the caller has seen to that)."""
    return column.numeric and all(float(cell).is_integer() for cell in column.cells if cell is not None)


def _leaks(alone: dict[str, float]) -> Iterator[tuple[str, str]]:
    ordered = sorted(alone.values(), reverse=True)
    following = ordered[1] if len(ordered) > 1 else 0.5
    for name, by_itself in alone.items():
        far_ahead = by_itself == ordered[0] and by_itself >= GOOD and by_itself - following >= AHEAD
        finding = f"tells the outcome by itself (AUC {by_itself:.2f}"
        advice = "is it known only afterwards? Then drop it"
        if by_itself >= TOO_GOOD:
            yield name, f"{finding}): {advice}"
        elif far_ahead:
            yield name, f"{finding}, the next best column {following:.2f}): {advice}"
        elif AFTERWARDS & set(re.split(r"[^a-z]+", name.lower())):
            yield name, f"has a name that speaks of the outcome (AUC {by_itself:.2f}): {advice}"
