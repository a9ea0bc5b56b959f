"""Why a score is what it is, and what would raise it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from scoring.domain.factors import FACTORS_BY_KEY, Category
from scoring.domain.grades import tier
from scoring.domain.model import MODEL, Weighted
from scoring.domain.rounding import HIGHEST, ZERO
from scoring.models import LeadScore

Points = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Reason:
    """Points of one factor; `note` says what they rest on."""

    factor: str
    label: str
    points: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class Raise:
    """What would add `points` to the total."""

    factor: str
    label: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class ScoreExplanation:
    """A score with its reasons. `model` is the kind of model and `version` its number."""

    contact_id: UUID
    total: Decimal
    grade: str
    intent_score: Decimal
    intent_tier: str
    components: dict[str, Decimal]
    contributors: list[Reason]
    would_raise: list[Raise]
    model: str
    version: int
    scored_at: datetime
    previous: Decimal | None = field(default=None)


def explain(contact_id: UUID) -> ScoreExplanation | None:
    """The explanation of a contact's score; None while it has none. Three queries."""
    score = (
        LeadScore.objects.filter(contact_id=contact_id)
        .select_related("model_version")
        .prefetch_related("model_version__factors")
        .first()
    )
    if score is None:
        return None
    weights = {weighted.factor.key: weighted for weighted in score.model_version.weights()}
    points = {given["factor"]: Decimal(str(given["points"])) for given in score.contributors}
    return ScoreExplanation(
        contact_id=contact_id,
        total=score.total,
        grade=score.grade,
        intent_score=score.intent_score,
        intent_tier=tier(score.intent_score),
        components={category.label: getattr(score, category.value) for category in Category},
        contributors=[_reason(key, given, weights) for key, given in points.items()],
        would_raise=sorted(_raises(weights, points, score.total), key=lambda each: -each.points),
        model=MODEL,
        version=score.model_version.version,
        scored_at=score.scored_at,
        previous=score.previous_total,
    )


def _reason(key: str, points: Decimal, weights: dict[str, Weighted]) -> Reason:
    factor, full = FACTORS_BY_KEY[key], weights[key].weight
    note = factor.note
    if factor.signal and full:
        note = f"{points / full:.0%} of {full.normalize():+f} left, fades with the signal"
    return Reason(key, factor.label, points, note)


def _raises(weights: dict[str, Weighted], points: Points, total: Decimal) -> Iterator[Raise]:
    """Enabled factors that somebody can do something about, with what they would add to the total."""
    for key, weighted in weights.items():
        if weighted.factor.advice and weighted.enabled:
            gain = min(weighted.weight - _given(weighted, weights, points), HIGHEST - total)
            if gain > 0:
                yield Raise(key, weighted.factor.advice, gain)


def _given(weighted: Weighted, weights: dict[str, Weighted], points: Points) -> Decimal:
    """Points that would fall away: the factor's own, and those of its group, of which one applies at most."""
    group = weighted.factor.group
    rivals = [key for key, other in weights.items() if group and other.factor.group == group]
    return sum((points.get(key, ZERO) for key in {weighted.factor.key, *rivals}), ZERO)
