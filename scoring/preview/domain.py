"""The effect of a draft of the model on scores, in counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

BINS = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """The number of leads of a pair of grades, bins (0-9) and bands (thresholds reached)."""

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
    """A lead that would cross a threshold; scores 0-100."""

    contact_id: UUID
    name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Crossing:
    """Leads that would cross a threshold, with examples, highest scores first."""

    threshold: int
    up: int
    down: int
    examples_up: Sequence[Example] = ()
    examples_down: Sequence[Example] = ()

    @property
    def is_cut(self) -> bool:
        """Return whether there are more leads than examples."""
        return self.up > len(self.examples_up) or self.down > len(self.examples_down)


@dataclass(frozen=True, slots=True)
class RepLoad:
    """New A leads of a rep; `capacity` is what a rep can handle in a week."""

    owner_id: UUID | None
    name: str
    new_hot: int
    capacity: int

    @property
    def weeks(self) -> float:
        """Return the weeks of work that they are."""
        return round(self.new_hot / self.capacity, 1) if self.capacity else 0.0

    @property
    def is_too_many(self) -> bool:
        """Return whether they exceed the capacity; never for leads without an owner."""
        return self.owner_id is not None and self.new_hot > self.capacity


@dataclass(frozen=True, slots=True)
class GradeChange:
    """Leads of a grade today and with the draft, and how many enter and leave it."""

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
class Effect:
    """What crossings would cause in another context: how often, as a sentence, and by whom or what."""

    count: int
    text: str
    parts: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Crosser:
    """A lead that would cross thresholds; bands are the numbers of thresholds that a score has reached."""

    contact_id: UUID
    before_band: int
    after_band: int
    score: Decimal


@dataclass(frozen=True, slots=True)
class Passed:
    """A threshold that a lead passes."""

    contact_id: UUID
    threshold: int
    direction: str
    score: Decimal


@dataclass(frozen=True, slots=True)
class Preview:
    """All leads before and after.

    `moves` counts by (grade today, grade with the draft), `capacity` is what a rep can handle in a week, and
    `seconds` is the time of computation. `effects` are what the crossings would cause if they are published,
    without those of the `crossers_left_out`.
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
    effects: Mapping[str, Effect] = field(default_factory=dict)
    crossers_left_out: int = 0

    @property
    def transitions(self) -> Sequence[GradeMove]:
        """Return the moves between all pairs of grades."""
        return [GradeMove(before, after, leads) for (before, after), leads in self.moves.items()]

    @property
    def crossed(self) -> int:
        """Return the number of threshold crossings, each of which may be an event."""
        return sum(crossing.up + crossing.down for crossing in self.crossings)

    @property
    def new_hot(self) -> int:
        """Return the number of new A leads."""
        return sum(rep.new_hot for rep in self.reps)

    @property
    def busiest(self) -> Sequence[RepLoad]:
        """Return the reps who would get more than their capacity."""
        return [rep for rep in self.reps if rep.is_too_many]


def histogram(cells: Sequence[Cell]) -> list[Bin]:
    """Return the scores in ten bins, today and with the draft."""
    before, after = [0] * BINS, [0] * BINS
    for cell in cells:
        before[cell.before_bin] += cell.leads
        after[cell.after_bin] += cell.leads
    width = 100 // BINS
    return [Bin(index * width, (index + 1) * width, before[index], after[index]) for index in range(BINS)]


def grade_moves(cells: Sequence[Cell], grades: Sequence[str]) -> dict[tuple[str, str], int]:
    """Return leads by grade today and with the draft, for all pairs of grades."""
    moves = {(before, after): 0 for before in grades for after in grades}
    for cell in cells:
        moves[cell.before_grade, cell.after_grade] += cell.leads
    return moves


def grade_changes(moves: dict[tuple[str, str], int], grades: Sequence[str]) -> list[GradeChange]:
    """Return by grade how many leads enter and leave."""
    changes = []
    for grade in grades:
        before = sum(moves[grade, other] for other in grades)
        after = sum(moves[other, grade] for other in grades)
        stay = moves[grade, grade]
        changes.append(GradeChange(grade, before, after, after - stay, before - stay))
    return changes


def crossings(cells: Sequence[Cell], thresholds: Sequence[int]) -> list[Crossing]:
    """Return by threshold, lowest first, how many leads would cross it. A lead may cross several."""
    return [
        Crossing(
            threshold,
            up=sum(cell.leads for cell in cells if cell.before_band <= index < cell.after_band),
            down=sum(cell.leads for cell in cells if cell.after_band <= index < cell.before_band),
        )
        for index, threshold in enumerate(sorted(thresholds))
    ]


def passed(crossers: Iterable[Crosser], thresholds: Sequence[int]) -> Iterator[Passed]:
    """Yield each threshold that each lead passes: the first one that it comes to first.

    Args:
        crossers: leads whose bands differ.
        thresholds: in any order.
    """
    bounds = sorted(thresholds)
    for lead in crossers:
        low, high = sorted((lead.before_band, lead.after_band))
        is_up = lead.after_band > lead.before_band
        for bound in bounds[low:high] if is_up else reversed(bounds[low:high]):
            yield Passed(lead.contact_id, bound, "up" if is_up else "down", lead.score)
