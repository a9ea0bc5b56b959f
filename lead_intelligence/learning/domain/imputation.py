"""Past leads with an answer of every vendor: as it was given, or as the vendor may have answered."""

import random
from bisect import bisect
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from lead_intelligence.leads.domain.fields import Field
from lead_intelligence.leads.domain.values import FieldValue
from lead_intelligence.learning.domain.lead_kinds import Kinds, seen_in
from lead_intelligence.learning.domain.ledger import PastCall, PastJob, level
from lead_intelligence.waterfall.domain import DEFAULT_MIN_CONFIDENCE, NO_ATTEMPT, Rule

UNIT = Decimal("0.000001")
"""Money is added up as whole millionths: exact, and quicker than decimals."""
MIN_ANSWERS = 30
"""A vendor that answered less often is not moved: too little is known of it."""
KIND_STRENGTH = 5.0
"""As many answers as those to all kinds of leads count for among those to one kind."""
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Pattern:
    """An answer as the replay needs it: levels of confidence by field, and the cost in millionths.

    `idle` says that the vendor did not look, so that nothing was attempted.
    """

    vendor: int
    idle: bool
    cost: int
    levels: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class ImputedLead:
    """A lead with an answer of every vendor (the number of a pattern; NOBODY where it cannot be asked).

    `number` is that of its job; `out` are the vendors that cannot be asked.
    """

    number: int
    asks: tuple[int, ...]
    wanted: int
    answers: list[int]
    out: int = 0


@dataclass(slots=True)
class Donors:
    """Answers of one vendor to draw from, for each kind of lead: patterns and their weights, added up."""

    patterns: Sequence[int]
    weights: Sequence[Sequence[float]]

    def draw(self, kind: int, chance: float) -> int:
        """An answer to a lead of that kind; `chance` (0-1) chooses."""
        summed = self.weights[kind]
        return self.patterns[min(bisect(summed, chance * summed[-1]), len(summed) - 1)]

    def share(self, some: Container[int], kinds: Sequence[float]) -> float:
        """How many of all answers are of these patterns, where leads are of these shares of kinds."""
        picked = 0.0
        for share, summed in zip(kinds, self.weights, strict=True):
            steps = zip(self.patterns, summed, (0.0, *summed), strict=False)
            picked += share * sum(end - start for number, end, start in steps if number in some) / summed[-1]
        return picked


class Book:
    """Numbers for everything, so that the replay runs on whole numbers."""

    def __init__(self, rules: Sequence[Rule], slugs: Sequence[str], edges: Sequence[float]) -> None:
        self.positions = {rule.field: at for at, rule in enumerate(rules)}
        self.least = {rule.field: rule.min_confidence for rule in rules}
        self.vendors = {slug: at for at, slug in enumerate(slugs)}
        self.edges = edges
        self.patterns: list[Pattern] = []
        self.answers: dict[str, int] = {}
        self._numbers: dict[Pattern, int] = {}

    def number(self, call: PastCall) -> int:
        pattern = Pattern(
            self.vendors[call.slug],
            call.outcome in NO_ATTEMPT,
            int(call.cost / UNIT),
            self._levels(call.values),
        )
        if pattern not in self._numbers:
            self._numbers[pattern] = len(self.patterns)
            self.patterns.append(pattern)
        return self._numbers[pattern]

    def _levels(self, values: Mapping[Field, FieldValue]) -> tuple[tuple[int, int], ...]:
        known = (each for each in values.items() if each[0] in self.positions)
        return tuple(
            sorted((self.positions[field], level(value.confidence, self.edges)) for field, value in known)
        )

    def donors(self, jobs: Iterable[PastJob], kinds: Kinds) -> dict[str, Donors]:
        """What each vendor answered, weighted by how likely the lead was of each kind."""
        weights: dict[str, dict[int, list[float]]] = {}
        for job in jobs:
            seen = seen_in(job)
            belief = kinds.beliefs[seen]
            for call in job.calls:
                if call.outcome in NO_ATTEMPT or call.slug not in self.vendors:
                    continue
                self.answers[call.slug] = self.answers.get(call.slug, 0) + 1
                mine = weights.setdefault(call.slug, {})
                number = self.number(call)
                before = mine.get(number)
                mine[number] = (
                    list(belief) if before is None else [a + b for a, b in zip(before, belief, strict=True)]
                )
        return {slug: _donors(found, kinds.count) for slug, found in weights.items()}

    def impute(
        self, job: PastJob, kinds: Kinds, donors: Mapping[str, Donors], *, number: int, copy: int
    ) -> ImputedLead:
        """The job's lead: what was answered as it was, what was not as it may have been."""
        chance = random.Random(f"{number}/{copy}")  # noqa: S311 (a simulation: the same ledger gives the same advice)
        kind = chance.choices(range(kinds.count), kinds.beliefs[seen_in(job)])[0]
        given = {call.slug: call for call in job.calls}
        asks = self._asks(job)
        lead = ImputedLead(number, asks, sum(1 << at for at in asks), [NOBODY] * len(self.vendors))
        for slug, position in self.vendors.items():
            drawn = chance.random()
            if slug in given:
                lead.answers[position] = self.number(given[slug])
            elif slug in donors and slug not in job.unable and self.answers[slug] >= MIN_ANSWERS:
                lead.answers[position] = donors[slug].draw(kind, drawn)
            else:
                lead.out |= 1 << position
        return lead

    def _asks(self, job: PastJob) -> tuple[int, ...]:
        """The fields that were looked for, without those that the cache knew: no order changes those."""
        cached = {
            found.field
            for found in job.cached
            if found.value.confidence >= self.least.get(found.field, DEFAULT_MIN_CONFIDENCE)
        }
        return tuple(
            self.positions[each] for each in job.fields if each in self.positions and each not in cached
        )


def _donors(found: Mapping[int, Sequence[float]], kinds: int) -> Donors:
    sums = [sum(weights[kind] for weights in found.values()) for kind in range(kinds)]
    whole = sum(sums)
    by_kind = [
        list(accumulate(weights[kind] + KIND_STRENGTH * sum(weights) / whole for weights in found.values()))
        for kind in range(kinds)
    ]
    return Donors(list(found), by_kind)
