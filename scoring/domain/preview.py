"""What a draft of the model would do to the scores, counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

BINS = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """How many leads went from one place to another; bins are 0-9, bands count the thresholds reached."""

    before_grade: str
    after_grade: str
    before_bin: int
    after_bin: int
    before_band: int
    after_band: int
    leads: int
    moved: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Leads with a score of `low` to below `high` (the last bin holds 100, too)."""

    low: int
    high: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Example:
    """One lead that would cross a threshold; scores 0-100."""

    contact_id: UUID
    name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Crossing:
    """Leads that would pass a threshold, and the first of them, the highest scores first."""

    threshold: int
    up: int
    down: int
    examples_up: Sequence[Example] = ()
    examples_down: Sequence[Example] = ()

    @property
    def is_cut(self) -> bool:
        """Whether there are more than the examples."""
        return self.up > len(self.examples_up) or self.down > len(self.examples_down)


@dataclass(frozen=True, slots=True)
class RepLoad:
    """Leads that a rep would find newly of grade A; `capacity` is what a rep can take in a week."""

    owner_id: UUID | None
    name: str
    new_hot: int
    capacity: int

    @property
    def weeks(self) -> float:
        """How long they keep the rep busy."""
        return round(self.new_hot / self.capacity, 1) if self.capacity else 0.0

    @property
    def is_too_many(self) -> bool:
        """Whether it is more than a week's work; leads that nobody owns are nobody's work yet."""
        return self.owner_id is not None and self.new_hot > self.capacity


@dataclass(frozen=True, slots=True)
class GradeChange:
    """Leads of a grade today and with the draft, and how many come in and go out."""

    grade: str
    before: int
    after: int
    came: int
    went: int


@dataclass(frozen=True, slots=True)
class GradeMove:
    """Leads that have one grade today and another, or the same, with the draft."""

    before: str
    after: str
    leads: int


@dataclass(frozen=True, slots=True)
class Preview:
    """All leads before and after.

    `moves` counts by (grade today, grade with the draft), `capacity` is what a rep can take in a week, and
    `seconds` is how long it took to compute.
    """

    leads: int
    moved: int
    histogram: Sequence[Bin]
    grades: Sequence[GradeChange]
    moves: dict[tuple[str, str], int]
    crossings: Sequence[Crossing]
    reps: Sequence[RepLoad]
    capacity: int
    seconds: float

    @property
    def transitions(self) -> Sequence[GradeMove]:
        """The moves between all pairs of grades."""
        return [GradeMove(before, after, leads) for (before, after), leads in self.moves.items()]

    @property
    def crossed(self) -> int:
        """How many times a threshold is crossed: as many events would be published."""
        return sum(crossing.up + crossing.down for crossing in self.crossings)

    @property
    def new_hot(self) -> int:
        """Leads that would newly be of grade A."""
        return sum(rep.new_hot for rep in self.reps)

    @property
    def busiest(self) -> Sequence[RepLoad]:
        """The reps who would get more than they can take."""
        return [rep for rep in self.reps if rep.is_too_many]


def histogram(cells: Sequence[Cell]) -> list[Bin]:
    """The scores in ten bins, today and with the draft."""
    before, after = [0] * BINS, [0] * BINS
    for cell in cells:
        before[cell.before_bin] += cell.leads
        after[cell.after_bin] += cell.leads
    width = 100 // BINS
    return [Bin(place * width, (place + 1) * width, before[place], after[place]) for place in range(BINS)]


def grade_moves(cells: Sequence[Cell], grades: Sequence[str]) -> dict[tuple[str, str], int]:
    """Leads by grade today and with the draft; every pair of grades is there."""
    moves = {(before, after): 0 for before in grades for after in grades}
    for cell in cells:
        moves[cell.before_grade, cell.after_grade] += cell.leads
    return moves


def grade_changes(moves: dict[tuple[str, str], int], grades: Sequence[str]) -> list[GradeChange]:
    """Per grade what comes and what goes."""
    changes = []
    for grade in grades:
        before = sum(moves[grade, other] for other in grades)
        after = sum(moves[other, grade] for other in grades)
        stay = moves[grade, grade]
        changes.append(GradeChange(grade, before, after, after - stay, before - stay))
    return changes


def crossings(cells: Sequence[Cell], thresholds: Sequence[int]) -> list[Crossing]:
    """Per threshold, lowest first, how many would pass it; several at once count at each."""
    return [
        Crossing(
            threshold,
            up=sum(cell.leads for cell in cells if cell.before_band <= place < cell.after_band),
            down=sum(cell.leads for cell in cells if cell.after_band <= place < cell.before_band),
        )
        for place, threshold in enumerate(sorted(thresholds))
    ]
