"""Cutting columns into levels: numbers at their quantiles, words one by one, what is unknown apart.

That nothing is known of a fact says something too, so it is a level of its own and never filled in.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.learning.domain.training_set import Cell, Column

# Numbers are cut into a part per hundred rows, within these bounds.
ROWS_OF_A_PART, FEWEST_PARTS, MOST_PARTS = 100, 5, 20
# Words that fewer rows have, or that are not among the commonest, share the level of other words.
FEWEST_ROWS, FEWEST_SHARE, MOST_WORDS = 20, 0.002, 30


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is known."""

    def __str__(self) -> str:
        return "unknown"


@dataclass(frozen=True, slots=True)
class Between:
    """A number of at least `low` and below `high`; None leaves that side open."""

    low: float | None
    high: float | None

    def __str__(self) -> str:
        if self.low is None:
            return f"below {self.high:,g}" if self.high is not None else "any number"
        return f"{self.low:,g} or more" if self.high is None else f"{self.low:,g} to below {self.high:,g}"


@dataclass(frozen=True, slots=True)
class Equals:
    """This word."""

    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Other:
    """A word that is none of these."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return "anything else"


Level = Unknown | Between | Equals | Other


@dataclass(frozen=True, slots=True)
class Binning:
    """The levels of a column. Each cell is at one of them, or at None: one that no training row was at."""

    column: str
    levels: tuple[Level, ...]
    edges: tuple[float, ...] = ()
    numeric: bool = False

    def level_indices(self, cells: Sequence[Cell]) -> list[int | None]:
        """For each cell the index of its level."""
        index: dict[Cell, int | None] = {cell: self._level_index(cell) for cell in set(cells)}
        return [index[cell] for cell in cells]

    def _level_index(self, cell: Cell) -> int | None:
        level: Level
        if cell is None:
            level = Unknown()
        elif self.numeric:
            level = _between(self.edges, bisect_right(self.edges, float(cell)))
        else:
            level = Equals(str(cell))
        if level in self.levels:
            return self.levels.index(level)
        others = (number for number, each in enumerate(self.levels) if isinstance(each, Other))
        return None if cell is None else next(others, None)


def cut(column: Column) -> Binning:
    """The levels of a column: numbers in parts of about as many rows each, words by how often they come."""
    unknown: tuple[Level, ...] = (Unknown(),) if any(cell is None for cell in column.cells) else ()
    if not column.numeric:
        return Binning(column.name, (*_words(column.cells), *unknown))
    edges = _edges(sorted(float(cell) for cell in column.cells if cell is not None))
    ranges = tuple(_between(edges, number) for number in range(len(edges) + 1))
    return Binning(column.name, (*ranges, *unknown), edges, numeric=True)


def _edges(known: Sequence[float]) -> tuple[float, ...]:
    """Values at which a new part begins; the lowest value begins none."""
    if not known:
        return ()
    parts = min(max(len(known) // ROWS_OF_A_PART, FEWEST_PARTS), MOST_PARTS)
    found = {known[len(known) * number // parts] for number in range(1, parts)}
    return tuple(sorted(found - {known[0]}))


def _between(edges: Sequence[float], number: int) -> Between:
    low = edges[number - 1] if number else None
    return Between(low, edges[number] if number < len(edges) else None)


def _words(cells: Sequence[Cell]) -> list[Level]:
    counts = Counter(str(cell) for cell in cells if cell is not None)
    fewest = max(FEWEST_ROWS, FEWEST_SHARE * len(cells))
    common = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_WORDS]
    frequent = tuple(sorted(word for word, count in common if count >= fewest))
    levels: list[Level] = [Equals(word) for word in frequent]
    return [*levels, Other(frequent)] if len(frequent) < len(counts) else levels
