"""The points of a contact by a model of weighted factors. The SQL must give the same results."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mauntic.kernel.conditions import holds
from mauntic.kernel.grades import grade
from scoring.model.domain.factors import FACTORS, Category, Factor
from scoring.model.domain.facts import facts_of
from scoring.signals.domain.rounding import ZERO, clamped, rounded
from scoring.signals.domain.strength import Signal, Strength, intent_score, strongest

# Keys of points that come from no factor. No factor may have such a key.
BASE, CAP = "base", "cap_"


class Kind(StrEnum):
    """The source of the points: people, or the outcomes of past leads."""

    RULES = "rules"
    LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """Facts of a contact by field (see `selectors.conditions`); missing ones are unknown.

    Facts about signals are computed from `signals`; `values` has the others.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    signals: Sequence[Signal] = ()


@dataclass(frozen=True, slots=True)
class Weighted:
    """A factor with its weight in a version of the model. A negative weight subtracts points."""

    factor: Factor
    weight: Decimal
    category: Category
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Contributor:
    """Points (two decimals, not zero) of a factor."""

    factor: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a contact. The total is 0-100; components may be outside."""

    total: Decimal
    grade: str
    components: dict[Category, Decimal]
    contributors: list[Contributor]
    intent_score: Decimal


@dataclass(frozen=True, slots=True)
class Model:
    """Weighted factors in order. All contacts get `base_points`; `caps` limit components."""

    factors: tuple[Weighted, ...]
    base_points: Decimal = ZERO
    caps: Mapping[Category, Decimal] = field(default_factory=dict, hash=False)
    kind: Kind = Kind.RULES

    @property
    def enabled(self) -> tuple[Weighted, ...]:
        """Return the enabled factors."""
        return tuple(weighted for weighted in self.factors if weighted.enabled)

    @property
    def capped(self) -> list[Category]:
        """Return the categories with a cap."""
        return [category for category in Category if category in self.caps]

    @property
    def reasons(self) -> list[str]:
        """Return the keys of all that may give points, in order: factors, base, caps."""
        return [
            *(weighted.factor.key for weighted in self.enabled),
            *([BASE] if self.base_points else []),
            *(f"{CAP}{category}" for category in self.capped),
        ]


def default_model() -> Model:
    """Return the model that every organization starts with."""
    return Model(tuple(Weighted(factor, factor.weight, factor.category) for factor in FACTORS))


def score(facts: ContactFacts, model: Model, now: datetime) -> Score:
    """Score one contact.

    A component is the sum of the points of its factors, at most its cap. The points above the cap are a
    contributor, so that contributors add up to the total before it is limited to 0-100. Contributors are
    sorted by points, largest first, then by key.
    """
    active = strongest(facts.signals, now)
    known = {**facts.values, **facts_of(facts.signals, active, now)}
    given = dict(_given(model, known, active, now))
    components = {category: _sum(given, model, category) for category in Category}
    taken = {f"{CAP}{each}": min(model.caps[each] - components[each], ZERO) for each in model.capped}
    components |= {each: components[each] + taken[f"{CAP}{each}"] for each in model.capped}
    total = clamped(sum(components.values(), model.base_points))
    reasons = {**given, BASE: model.base_points, **taken}
    contributors = [Contributor(key, points) for key, points in reasons.items() if points]
    contributors.sort(key=lambda contributor: (-contributor.points, contributor.factor))
    return Score(total, grade(total), components, contributors, intent_score(active.values()))


def _given(
    model: Model, known: Mapping[str, Any], active: Mapping[str, Strength], now: datetime
) -> Iterator[tuple[str, Decimal]]:
    """Yield the points of the factors that apply."""
    settled: set[str] = set()
    for weighted in model.enabled:
        factor = weighted.factor
        strength = active.get(factor.signal)
        if factor.group in settled or (factor.signal and not strength):
            continue
        if holds(factor.conditions, known, now):
            settled |= {factor.group} - {""}
            left = strength.left if strength and factor.fades else None
            yield factor.key, weighted.weight if left is None else rounded(float(weighted.weight) * left)


def _sum(given: Mapping[str, Decimal], model: Model, category: Category) -> Decimal:
    return sum((given.get(w.factor.key, ZERO) for w in model.enabled if w.category == category), ZERO)
