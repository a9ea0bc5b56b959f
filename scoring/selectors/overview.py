"""Counts over all leads, for the settings."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from mauntic.crm.models import Contact
from mauntic.kernel import clock
from scoring.domain.grades import GRADES
from scoring.models import LeadScore, ModelVersion
from scoring.selectors.scope import Stretch
from scoring.selectors.scored import matches


@dataclass(frozen=True, slots=True)
class LeadsByFactor:
    """How many leads there are, and how many of them each factor applies to."""

    total: int
    by_factor: dict[str, int]


@dataclass(frozen=True, slots=True)
class GradeCount:
    """How many leads have a grade; `share` 0-1 of all that have a score."""

    grade: str
    count: int
    share: float


def leads_by_factor(version: ModelVersion, *, now: datetime | None = None) -> LeadsByFactor:
    """Counts for every factor of a version, switched on or off."""
    by_factor = matches(version.model().factors, Stretch(), now or clock.now())
    return LeadsByFactor(Contact.objects.count(), by_factor)


def grade_counts() -> list[GradeCount]:
    """How the scores of today are spread, best grade first, empty grades included."""
    counts = dict(LeadScore.objects.order_by().values_list("grade").annotate(count=Count("pk")))
    total = sum(counts.values()) or 1
    return [GradeCount(letter, counts.get(letter, 0), counts.get(letter, 0) / total) for _, letter in GRADES]
