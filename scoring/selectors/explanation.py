"""Why a score is what it is, and what would raise it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from scoring.domain.factors import Category
from scoring.domain.grades import tier
from scoring.domain.model import BASE, Model, Weighted
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
    model = score.model_version.model()
    points = {given["factor"]: Decimal(str(given["points"])) for given in score.contributors}
    return ScoreExplanation(
        contact_id=contact_id,
        total=score.total,
        grade=score.grade,
        intent_score=score.intent_score,
        intent_tier=tier(score.intent_score),
        components={category.label: getattr(score, category.value) for category in Category},
        contributors=[_reason(key, given, model) for key, given in points.items()],
        would_raise=sorted(_raises(model, points, score), key=lambda each: -each.points),
        model=model.kind.value,
        version=score.model_version.version,
        scored_at=score.scored_at,
        previous=score.previous_total,
    )


def _reason(key: str, points: Decimal, model: Model) -> Reason:
    label = model.labels.get(key, key)
    weighted = next((each for each in model.factors if each.factor.key == key), None)
    if weighted is None:
        return Reason(key, label, points, "given to everybody" if key == BASE else "more than it may give")
    note, full = weighted.factor.note, weighted.weight
    if weighted.factor.signal and full:
        note = f"{points / full:.0%} of {full.normalize():+f} left, fades with the signal"
    return Reason(key, label, points, note)


def _raises(model: Model, points: Points, score: LeadScore) -> Iterator[Raise]:
    """Enabled factors that somebody can do something about, with what they would add to the total."""
    for weighted in model.enabled:
        if weighted.factor.advice:
            room = min(HIGHEST - score.total, _room(weighted, model, score))
            gain = min(weighted.weight - _given(weighted, model, points), room)
            if gain > 0:
                yield Raise(weighted.factor.key, weighted.factor.advice, gain)


def _room(weighted: Weighted, model: Model, score: LeadScore) -> Decimal:
    """Points that the factor's component may still get."""
    component: Decimal = getattr(score, weighted.category.value)
    return model.caps.get(weighted.category, HIGHEST + component) - component


def _given(weighted: Weighted, model: Model, points: Points) -> Decimal:
    """Points that would fall away: the factor's own, and those of its group, of which one applies at most."""
    group = weighted.factor.group
    rivals = [other.factor.key for other in model.factors if group and other.factor.group == group]
    return sum((points.get(key, ZERO) for key in {weighted.factor.key, *rivals}), ZERO)
