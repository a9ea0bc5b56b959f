"""The rule-based model: what a contact's points are, and why. The reference that the SQL is held to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from scoring.domain.factors import FACTORS_BY_KEY, Category, Factor
from scoring.domain.grades import grade
from scoring.domain.rounding import ZERO, clamped, rounded
from scoring.domain.signals import Signal, Strength, intent_score, strongest

MODEL = "rules"


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What the factors look at. `visits` counts visits of people, not bots, in the last 30 days."""

    email: str = ""
    phone: str = ""
    direct_phone: str = ""
    seniority: str = ""
    employees: int | None = None
    visits: int = 0
    signals: tuple[Signal, ...] = ()


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
    """A contact's score. Components are plain sums and may leave 0-100; the total may not."""

    total: Decimal
    grade: str
    components: dict[Category, Decimal]
    contributors: list[Contributor]
    intent_score: Decimal


def default_weights() -> list[Weighted]:
    """The model that every organization starts with."""
    return [Weighted(factor, Decimal(factor.weight), factor.category) for factor in FACTORS_BY_KEY.values()]


def score(facts: ContactFacts, weights: Sequence[Weighted], now: datetime) -> Score:
    """Score one contact.

    Contributors come largest first, ties by the factor's name.
    """
    active = strongest(facts.signals, now)
    given = [(weighted, _points(weighted, facts, active)) for weighted in weights if weighted.enabled]
    total = clamped(sum((points for _, points in given), ZERO))
    components = {
        category: sum((points for weighted, points in given if weighted.category == category), ZERO)
        for category in Category
    }
    contributors = [Contributor(weighted.factor.key, points) for weighted, points in given if points]
    contributors.sort(key=lambda contributor: (-contributor.points, contributor.factor))
    return Score(total, grade(total), components, contributors, intent_score(active.values()))


def _points(weighted: Weighted, facts: ContactFacts, active: dict[str, Strength]) -> Decimal:
    factor = weighted.factor
    if factor.signal:
        strength = active.get(factor.signal)
        return rounded(float(weighted.weight) * strength.left) if strength else ZERO
    applies = all(condition.holds(facts) for condition in factor.conditions)
    return weighted.weight if applies else ZERO
