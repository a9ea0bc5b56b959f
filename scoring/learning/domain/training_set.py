"""Past leads with what was known of each and how it ended, by column."""

from collections.abc import Sequence
from dataclasses import dataclass

Cell = float | str | None
"""A number, a word, or None where nothing is known."""


@dataclass(frozen=True, slots=True)
class Column:
    """One fact about all rows; in a numeric column every known cell is a number, else a word."""

    name: str
    cells: Sequence[Cell]
    numeric: bool

    def rows(self, chosen: Sequence[int]) -> "Column":
        """The same fact about some of the rows, in that order."""
        return Column(self.name, [self.cells[row] for row in chosen], self.numeric)


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """Facts and outcomes (True: won) of the same rows."""

    columns: Sequence[Column]
    outcomes: Sequence[bool]

    def __len__(self) -> int:
        return len(self.outcomes)

    @property
    def wins(self) -> int:
        """How many rows were won."""
        return sum(self.outcomes)

    @property
    def base_rate(self) -> float:
        """The part (0-1) of the rows that was won."""
        return self.wins / len(self) if self.outcomes else 0.0

    def rows(self, chosen: Sequence[int]) -> "TrainingSet":
        """Some of the rows, in that order."""
        outcomes = [self.outcomes[row] for row in chosen]
        return TrainingSet([column.rows(chosen) for column in self.columns], outcomes)

    def without(self, names: set[str]) -> "TrainingSet":
        """The same rows without these columns."""
        return TrainingSet([column for column in self.columns if column.name not in names], self.outcomes)
