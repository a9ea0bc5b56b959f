"""Explanations of scores: reasons, and what would raise them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext

from mauntic.kernel.display import percent
from mauntic.kernel.grades import tier
from scoring.model.domain.factors import Category
from scoring.model.domain.points import BASE, Model, Weighted
from scoring.model.domain.whole import whole_points
from scoring.model.models import CategoryName
from scoring.model.selectors.labels import reason_labels
from scoring.scores.models import LeadScore
from scoring.signals.domain.rounding import HIGHEST, ZERO

Points = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Reason:
    """Points of a factor; `note` says what they are based on. `whole` points add up to the score as shown."""

    factor: str
    label: str
    points: Decimal
    note: str
    whole: int


@dataclass(frozen=True, slots=True)
class Raise:
    """Advice that would add `points` to the total."""

    factor: str
    label: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class ScoreExplanation:
    """A score with its reasons. `model` is the kind of the model, `version` its number."""

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
    """Return the explanation of a score, in three queries; None without a score."""
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
        components={
            str(CategoryName(category).label): getattr(score, category.value) for category in Category
        },
        contributors=[
            _reason(key, given, model, whole)
            for (key, given), whole in zip(points.items(), whole_points([*points.values()]), strict=True)
        ],
        would_raise=sorted(_raises(model, points, score), key=lambda each: -each.points),
        model=model.kind.value,
        version=score.model_version.version,
        scored_at=score.scored_at,
        previous=score.previous_total,
    )


def _reason(key: str, points: Decimal, model: Model, whole: int) -> Reason:
    label = reason_labels(model).get(key, key)
    weighted = next((each for each in model.factors if each.factor.key == key), None)
    if weighted is None:
        return Reason(
            key,
            label,
            points,
            gettext("given to all leads") if key == BASE else gettext("over the maximum of the category"),
            whole,
        )
    note, full = weighted.factor.note, weighted.weight
    if weighted.factor.signal and weighted.factor.fades and full:
        text = gettext("{share} of {points} left, fades with the signal")
        note = text.format(share=percent(points / full), points=f"{full.normalize():+f}")
    return Reason(key, label, points, note, whole)


def _raises(model: Model, points: Points, score: LeadScore) -> Iterator[Raise]:
    """Yield enabled factors with advice, and the points that they would add to the total."""
    for weighted in model.enabled:
        if weighted.factor.advice:
            room = min(HIGHEST - score.total, _room(weighted, model, score))
            gain = min(weighted.weight - _given(weighted, model, points), room)
            if gain >= 1:  # less would read +0
                yield Raise(weighted.factor.key, weighted.factor.advice, gain)


def _room(weighted: Weighted, model: Model, score: LeadScore) -> Decimal:
    """Return the points that the component of the factor may still get."""
    component: Decimal = getattr(score, weighted.category.value)
    return model.caps.get(weighted.category, HIGHEST + component) - component


def _given(weighted: Weighted, model: Model, points: Points) -> Decimal:
    """Return the points that it would replace: its own, and those of its group, where one factor applies."""
    group = weighted.factor.group
    rivals = [other.factor.key for other in model.factors if group and other.factor.group == group]
    return sum((points.get(key, ZERO) for key in {weighted.factor.key, *rivals}), ZERO)
