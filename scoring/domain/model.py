"""A model of weighted factors: a contact's points, and why. The reference that the SQL is held to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from mauntic.kernel.conditions import holds
from scoring.domain.factors import FACTORS, Category, Factor
from scoring.domain.facts import facts_of
from scoring.domain.grades import grade
from scoring.domain.rounding import ZERO, clamped, rounded
from scoring.domain.signals import Signal, Strength, intent_score, strongest

# What is no factor and gives points all the same: no factor may have such a key.
BASE, CAP = "base", "cap_"


class Kind(StrEnum):
    """Who set the points: people, or the outcomes of past leads."""

    RULES = "rules"
    LEARNED = "learned"


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What the factors look at: values by field (see `selectors.fields`), what is missing is unknown.

    Facts about signals are worked out from `signals`; `values` says the rest.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    signals: Sequence[Signal] = ()


@dataclass(frozen=True, slots=True)
class Weighted:
    """A factor in a version of the model. A negative weight takes points away."""

    factor: Factor
    weight: Decimal
    category: Category
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Contributor:
    """Points (two decimals, not zero) that one factor gave."""

    factor: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """A contact's score. Components may leave 0-100; the total may not."""

    total: Decimal
    grade: str
    components: dict[Category, Decimal]
    contributors: list[Contributor]
    intent_score: Decimal


@dataclass(frozen=True, slots=True)
class Model:
    """Weighted factors in order. `base_points` are given to everybody; `caps` bound components above."""

    factors: tuple[Weighted, ...]
    base_points: Decimal = ZERO
    caps: Mapping[Category, Decimal] = field(default_factory=dict, hash=False)
    kind: Kind = Kind.RULES

    @property
    def enabled(self) -> tuple[Weighted, ...]:
        """The factors that may give points."""
        return tuple(weighted for weighted in self.factors if weighted.enabled)

    @property
    def capped(self) -> list[Category]:
        """The categories with a cap."""
        return [category for category in Category if category in self.caps]

    @property
    def reasons(self) -> list[str]:
        """The key of everything that may give points, in order: factors, the base, then the caps."""
        return [
            *(weighted.factor.key for weighted in self.enabled),
            *([BASE] if self.base_points else []),
            *(f"{CAP}{category}" for category in self.capped),
        ]

    @property
    def labels(self) -> dict[str, str]:
        """What each reason for points is called."""
        named = {weighted.factor.key: weighted.factor.label for weighted in self.factors}
        return (
            named | {BASE: "Everybody"} | {f"{CAP}{each}": f"{each.label} is capped" for each in self.capped}
        )


def default_model() -> Model:
    """The model that every organization starts with."""
    return Model(tuple(Weighted(factor, factor.weight, factor.category) for factor in FACTORS))


def score(facts: ContactFacts, model: Model, now: datetime) -> Score:
    """Score one contact.

    A component is the sum of its factors' points, at most its cap; what the cap took away is a contributor of
    its own, so that contributors add up to the total as it is before it is held within 0-100. Contributors
    come largest first, ties by name.
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
    """Points by factor, those of factors that do not apply left out."""
    settled: set[str] = set()
    for weighted in model.enabled:
        factor = weighted.factor
        strength = active.get(factor.signal)
        if factor.group in settled or (factor.signal and not strength):
            continue
        if holds(factor.conditions, known, now):
            settled |= {factor.group} - {""}
            yield factor.key, rounded(float(weighted.weight) * strength.left) if strength else weighted.weight


def _sum(given: Mapping[str, Decimal], model: Model, category: Category) -> Decimal:
    return sum((given.get(w.factor.key, ZERO) for w in model.enabled if w.category == category), ZERO)
